#include "base/id.h"
#include "domain/crypto/sha2.h"
#include "domain/evm/eip191.h"
#include "domain/evm/eip712.h"
#include "domain/evm/signature.h"
#include "services/transactions/transactions.h"

namespace coffer::transactions {
namespace {

/// The bytes of an EIP-191 message, given as text or as hex; nothing where typed data is given. Exactly
/// one of the three forms is there.
template <class Request>
Result<std::optional<std::string>> signed_message(const Request& request) {
  const int forms =
      int{request.has_message()} + int{!request.message_hex().empty()} + int{!request.typed_data().empty()};
  if (forms != 1) return fail(invalid_field("message", "exactly one of message, message_hex and typed_data is needed"));
  if (request.has_message()) return std::optional(request.message());
  if (request.message_hex().empty()) return std::optional<std::string>();
  auto bytes = parse_hex0x(request.message_hex());
  if (!bytes) return fail(invalid_field("message_hex", std::move(bytes).error().message));
  return std::optional(std::string(as_text(*bytes)));
}

/// EIP-191 of the message, or EIP-712 of the typed data.
Result<evm::Hash> digest_of(const std::optional<std::string>& message, const std::string& typed_data) {
  if (message) return evm::personal_message_hash(as_bytes(*message));
  auto typed = evm::TypedData::parse(typed_data);
  if (!typed) return fail(invalid_field("typed_data", std::move(typed).error().message));
  return typed->digest();
}

}  // namespace

awaitable<Result<v1::SignMessageReply>> Transactions::sign_message(const CallContext& call,
                                                                   v1::SignMessageRequest request) {
  CO_TRY(const SigningAccount account, co_await own_account(call, request.account_id()));
  if (account.key_id.empty()) co_return fail(invalid_field("account_id", "is watched only: its key is elsewhere"));
  CO_TRY(const std::optional<std::string> message, signed_message(request));
  CO_TRY(const evm::Hash digest, digest_of(message, request.typed_data()));
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
  intent.kind = message ? kMessage : kTypedData;
  intent.data = to_bytes(digest.bytes);
  intent.created_at = intent.updated_at = services_.clock.now();
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
  CO_TRY(const std::optional<std::string> message, signed_message(request));
  CO_TRY(const evm::Hash digest, digest_of(message, request.typed_data()));
  auto signature = parse_hex0x(request.signature());
  if (!signature) co_return fail(invalid_field("signature", std::move(signature).error().message));
  const auto recovered = evm::recover_signer(digest, BytesView(*signature));
  v1::VerifyMessageReply out;
  out.set_valid(recovered && *recovered == signer);
  co_return out;
}

}  // namespace coffer::transactions
