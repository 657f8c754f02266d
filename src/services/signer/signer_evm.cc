#include "domain/evm/eip191.h"
#include "domain/evm/eip712.h"
#include "domain/evm/signature.h"
#include "domain/evm/unsigned_transaction.h"
#include "services/signer/signer.h"
#include "services/signer/verdict.h"

namespace coffer::signer {
namespace {

Decision denied(std::string rule, std::string reason) {
  return {.allowed = false, .rule = std::move(rule), .reason = std::move(reason), .limited = {}, .daily = {}};
}

bool is_nothing_to_self(const evm::Transaction& transaction, const evm::Address& account) {
  return transaction.to == account && transaction.value.is_zero() && transaction.data.empty() &&
         transaction.authorization_list.empty();
}

// What the bytes must be before the policy is asked: bound to the chain of the request, and empty where the attempt
// only uses up a nonce. Nothing means no objection.
std::optional<Decision> check_form(const evm::Transaction& transaction, const std::string& chain,
                                   const evm::Address& account, const std::string& attempt_kind) {
  if (!transaction.chain_id) return denied("chain.unbound", "EIP-155: the transaction would be valid on every chain");
  if ("eip155:" + std::to_string(*transaction.chain_id) != chain) {
    return denied("chain.other", "the transaction is for another chain than the request");
  }
  const bool only_nonce = attempt_kind == "cancel" || attempt_kind == "filler";
  if (only_nonce && !is_nothing_to_self(transaction, account)) {
    return denied("attempt.not_empty", "a cancel or filler sends nothing to its own account");
  }
  return std::nullopt;
}

Result<evm::Effects> effects_of(const v1::EvaluatePolicyRequest& request, const evm::Address& from) {
  evm::Transaction transaction;
  transaction.data = to_bytes(request.data());
  if (!request.value().empty()) {
    COFFER_TRY(transaction.value, U256::parse_decimal(request.value()));
  }
  if (!request.to().empty()) {
    const auto to = evm::Address::parse(request.to());
    if (!to) return fail(invalid_field("to", to.error().message));
    transaction.to = *to;
  }
  return evm::effects_of(transaction, from);
}

// What is signed of a message, and what signing it would give away.
struct MessageMeaning {
  evm::Hash digest;
  std::string chain;
  evm::Effects effects;
};

Result<MessageMeaning> read_message(const v1::SignEvmMessageRequest& request, const evm::Address& account) {
  if (request.has_message() != request.typed_data_json().empty()) {
    return fail(invalid_field("message", "exactly one of message and typed_data_json"));
  }
  if (request.has_message()) {
    return MessageMeaning{
        .digest = evm::personal_message_hash(as_bytes(request.message())), .chain = {}, .effects = {}};
  }
  auto parsed = evm::TypedData::parse(request.typed_data_json());
  if (!parsed) return fail(std::move(parsed).error().under("typed_data"));
  MessageMeaning out{.digest = parsed->digest(), .chain = {}, .effects = {}};
  if (const auto chain_id = parsed->chain_id()) out.chain = "eip155:" + chain_id->decimal();
  out.effects = evm::effects_of_typed_data(*parsed, account).effects;
  return out;
}

}  // namespace

awaitable<Result<v1::SignEvmTransactionReply>> Signer::sign_evm_transaction(const CallContext&,
                                                                            v1::SignEvmTransactionRequest request) {
  CO_TRY(const std::string chain, chain_of(request.network()));
  auto decoded = evm::decode_unsigned_transaction(as_bytes(request.unsigned_transaction()));
  if (!decoded) co_return fail(std::move(decoded).error().under("unsigned_transaction"));
  CO_TRY(const auto account, co_await open_account(request.key(), request.from()));
  if (const auto refusal = check_form(*decoded, chain, account->address, request.attempt_kind())) {
    co_return fail(refuse(*refusal));
  }

  const evm::Effects effects = evm::effects_of(*decoded, account->address);
  Subject subject{
      .owner = request.key().owner(), .intent_id = request.intent_id(), .chain = chain, .account = account->address};
  CO_TRY(const Decision decision, co_await decide(std::move(subject), effects, Recording::kYes));
  if (!decision.allowed) co_return fail(refuse(decision));

  const evm::Hash signing_hash = evm::signing_hash(*decoded);
  CO_TRY(const evm::Signature signature,
         evm::sign_hash(vault_.context(), account->key, account->public_key, signing_hash));
  CO_TRY(const evm::SignedTransaction signed_transaction, evm::attach_signature(*std::move(decoded), signature));
  const Bytes raw = evm::encode(signed_transaction);
  v1::SignEvmTransactionReply reply;
  reply.set_raw(std::string(as_text(raw)));
  reply.set_hash(evm::transaction_hash(raw).text());
  *reply.mutable_verdict() = to_verdict(options_.policy, decision, effects);
  transactions_signed_.Increment();
  co_return reply;
}

awaitable<Result<v1::SignEvmMessageReply>> Signer::sign_evm_message(const CallContext&,
                                                                    v1::SignEvmMessageRequest request) {
  CO_TRY(const auto account, co_await open_account(request.key(), request.from()));
  CO_TRY(const MessageMeaning meaning, read_message(request, account->address));
  Subject subject{.owner = request.key().owner(),
                  .intent_id = request.intent_id(),
                  .chain = meaning.chain,
                  .account = account->address};
  CO_TRY(const Decision decision, co_await decide(std::move(subject), meaning.effects, Recording::kYes));
  if (!decision.allowed) co_return fail(refuse(decision));

  CO_TRY(const evm::Signature signature,
         evm::sign_hash(vault_.context(), account->key, account->public_key, meaning.digest));
  v1::SignEvmMessageReply reply;
  reply.set_signature(std::string(as_text(signature.rsv())));
  *reply.mutable_verdict() = to_verdict(options_.policy, decision, meaning.effects);
  messages_signed_.Increment();
  co_return reply;
}

awaitable<Result<v1::PolicyVerdict>> Signer::evaluate_policy(const CallContext&, v1::EvaluatePolicyRequest request) {
  CO_TRY(const std::string chain, chain_of(request.network()));
  const auto from = evm::Address::parse(request.from());
  if (!from) co_return fail(invalid_field("from", from.error().message));
  CO_TRY(const evm::Effects effects, effects_of(request, *from));
  Subject subject{.owner = request.owner(), .intent_id = request.intent_id(), .chain = chain, .account = *from};
  CO_TRY(const Decision decision, co_await decide(std::move(subject), effects, Recording::kNo));
  co_return to_verdict(options_.policy, decision, effects);
}

}  // namespace coffer::signer
