#include "base/id.h"
#include "domain/crypto/sha2.h"
#include "domain/evm/eip191.h"
#include "domain/evm/eip712.h"
#include "domain/evm/signature.h"
#include "services/transactions/transactions.h"

namespace coffer::transactions {
namespace {

/// EIP-191 of the text, or EIP-712 of the typed data: exactly one is there.
template <class Request>
Result<evm::Hash> digest_of(const Request& request) {
  if (request.has_message() != request.typed_data().empty()) {
    return fail(invalid_field("message", "exactly one of message and typed_data is needed"));
  }
  if (request.has_message()) return evm::personal_message_hash(as_bytes(request.message()));
  auto typed = evm::TypedData::parse(request.typed_data());
  if (!typed) return fail(invalid_field("typed_data", std::move(typed).error().message));
  return typed->digest();
}

}  // namespace

awaitable<Result<v1::SignMessageReply>> Transactions::sign_message(const CallContext& call,
                                                                   v1::SignMessageRequest request) {
  CO_TRY(const SigningAccount account, co_await own_account(call, request.account_id()));
  if (account.key_id.empty()) co_return fail(invalid_field("account_id", "is watched only: its key is elsewhere"));
  CO_TRY(const evm::Hash digest, digest_of(request));
  Intent intent;
  const bool trial = request.validate_only();
  request.clear_validate_only();
  intent.request_hash = crypto::sha256(as_bytes(request.SerializeAsString()));
  if (!call.idempotency_key.empty()) intent.idempotency_key = "sign:" + call.idempotency_key;
  CO_TRY(const auto known, co_await repeated(call, intent.idempotency_key, intent.request_hash));
  if (trial) co_return v1::SignMessageReply();
  CO_TRY(intent.id, new_id(services_.clock, services_.entropy));
  if (known) intent.id = known->id;
  intent.owner = account.owner;
  intent.account_id = account.id;
  intent.network = account.network;
  intent.sender = account.address;
  intent.kind = request.has_message() ? kMessage : kTypedData;
  intent.data = to_bytes(digest.bytes);
  intent.created_at = intent.updated_at = services_.clock.now();
  const std::optional<std::string> message = request.has_message() ? std::optional(request.message()) : std::nullopt;
  // RFC 6979: a repetition gives the same signature, so it need not be kept.
  auto made = co_await signing_.sign_message(account, message, request.typed_data(), intent.id);
  if (!made && made.error().code != ErrorCode::kPolicyDenied) co_return fail(std::move(made).error());
  intent.status = made ? Status::kConfirmed : Status::kRejected;
  if (made) {
    intent.effects = effects_of(made->verdict).SerializeAsString();
    intent.policy_version = made->verdict.policy_version();
    intent.policy_rule = made->verdict.rule();
  } else {
    intent.policy_allowed = false;
    intent.failure = {std::string(error_code_name(made.error().code)), made.error().message};
  }
  if (!known) {
    std::vector<Intent> intents{intent};
    CO_CHECK(co_await store_intents(std::move(intents)));
  }
  if (!made) co_return fail(std::move(made).error().with("transaction_id", intent.id));
  v1::SignMessageReply out;
  out.set_signature(hex0x(made->signature));
  out.set_intent_id(intent.id);
  co_return out;
}

awaitable<Result<v1::VerifyMessageReply>> Transactions::verify_message(const CallContext& call,
                                                                       v1::VerifyMessageRequest request) {
  if (request.account_id().empty() == request.address().empty()) {
    co_return fail(invalid_field("address", "exactly one of account_id and address is needed"));
  }
  evm::Address signer;
  if (request.address().empty()) {
    CO_TRY(const SigningAccount account, co_await own_account(call, request.account_id()));
    signer = account.address;
  } else {
    auto address = evm::Address::parse(request.address());
    if (!address) co_return fail(invalid_field("address", std::move(address).error().message));
    signer = *address;
  }
  CO_TRY(const evm::Hash digest, digest_of(request));
  auto signature = parse_hex0x(request.signature());
  if (!signature) co_return fail(invalid_field("signature", std::move(signature).error().message));
  const auto recovered = evm::recover_signer(digest, BytesView(*signature));
  v1::VerifyMessageReply out;
  out.set_valid(recovered && *recovered == signer);
  co_return out;
}

}  // namespace coffer::transactions
