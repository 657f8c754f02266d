#include "services/transactions/signing.h"

#include "domain/crypto/sha2.h"

namespace coffer::transactions {
namespace {

constexpr std::size_t kAccountsKept = 100'000;

signer::v1::KeyReference key_of(const SigningAccount& account) {
  signer::v1::KeyReference out;
  out.set_key_id(account.key_id);
  out.set_owner(account.owner);
  out.set_path(account.path);
  return out;
}

}  // namespace

evm::Transaction unsigned_attempt(const Intent* intent, AttemptKind kind, const evm::Address& sender,
                                  std::uint64_t nonce, const FeeTerms& fees, std::uint64_t chain_id) {
  evm::Transaction out;
  out.type = fees.legacy ? evm::TransactionType::kLegacy : evm::TransactionType::kDynamicFee;
  out.chain_id = chain_id;
  out.nonce = nonce;
  if (fees.legacy) {
    out.gas_price = fees.max_fee_per_gas;
  } else {
    out.max_fee_per_gas = fees.max_fee_per_gas;
    out.max_priority_fee_per_gas = fees.max_priority_fee_per_gas;
  }
  if (intent == nullptr || kind == AttemptKind::kCancel || kind == AttemptKind::kFiller) {
    out.to = sender;
    out.gas_limit = kEmptyGas;
    return out;
  }
  out.to = intent->to;
  out.value = intent->value;
  out.data = intent->data;
  out.gas_limit = intent->gas_limit;
  return out;
}

v1::Effects effects_of(const signer::v1::PolicyVerdict& verdict) {
  v1::Effects out;
  for (const auto& transfer : verdict.transfers()) {
    v1::Transfer* item = out.add_transfers();
    item->set_asset(transfer.asset());
    item->set_to(transfer.to());
    item->set_amount(transfer.amount());
  }
  for (const auto& approval : verdict.approvals()) {
    v1::Approval* item = out.add_approvals();
    item->set_asset(approval.asset());
    item->set_spender(approval.spender());
    item->set_amount(approval.amount());
    item->set_unlimited(approval.unlimited());
  }
  out.set_call(verdict.call());
  out.set_creates_contract(verdict.creates_contract());
  return out;
}

ByteArray<32> effects_hash(const v1::Effects& effects) {
  // Without maps and unknown fields, protobuf writes equal messages as equal bytes.
  return crypto::sha256(as_bytes(effects.SerializeAsString()));
}

Signing::Signing(wallets::v1::WalletsApi& wallets, signer::v1::SignerApi& signer)
    : wallets_(wallets), signer_(signer), call_(CallContext::internal("transactions")) {}

awaitable<Result<SigningAccount>> Signing::account(std::string account_id) {
  {
    const std::lock_guard lock(mutex_);
    const auto found = accounts_.find(account_id);
    if (found != accounts_.end()) co_return found->second;
  }
  wallets::v1::GetAccountRequest request;
  request.set_account_id(account_id);
  CO_TRY(const wallets::v1::AccountRecord record, co_await wallets_.get_account(call_, std::move(request)));
  SigningAccount out;
  out.id = account_id;
  out.owner = record.owner();
  out.network = record.account().network();
  auto address = evm::Address::parse(record.account().address());
  if (!address) co_return fail(invalid_field("account_id", "is no EVM account"));
  out.address = *address;
  out.key_id = record.key_id();
  out.path = record.account().path();
  const std::lock_guard lock(mutex_);
  if (accounts_.size() >= kAccountsKept) accounts_.clear();
  accounts_[account_id] = out;
  co_return out;
}

awaitable<Result<signer::v1::PolicyVerdict>> Signing::evaluate(SigningAccount account, const Intent& intent) {
  signer::v1::EvaluatePolicyRequest request;
  request.set_owner(account.owner);
  request.set_from(account.address.text());
  request.set_network(account.network);
  if (intent.to) request.set_to(intent.to->text());
  request.set_value(intent.value.decimal());
  request.set_data(intent.data.data(), intent.data.size());
  request.set_intent_id(intent.id);
  co_return co_await signer_.evaluate_policy(call_, std::move(request));
}

awaitable<Result<Signing::Signed>> Signing::sign(SigningAccount account, evm::Transaction transaction,
                                                 std::string intent_id, AttemptKind kind) {
  const Bytes unsigned_bytes = evm::encode_unsigned(transaction);
  signer::v1::SignEvmTransactionRequest request;
  *request.mutable_key() = key_of(account);
  request.set_from(account.address.text());
  request.set_network(account.network);
  request.set_unsigned_transaction(unsigned_bytes.data(), unsigned_bytes.size());
  request.set_intent_id(std::move(intent_id));
  request.set_attempt_kind(std::string(attempt_kind_name(kind)));
  CO_TRY(const signer::v1::SignEvmTransactionReply reply,
         co_await signer_.sign_evm_transaction(call_, std::move(request)));
  Signed out;
  out.raw = to_bytes(reply.raw());
  // What is stored and watched is the name of these very bytes, whatever the reply calls them.
  out.hash = evm::transaction_hash(out.raw);
  CO_TRY(const evm::SignedTransaction decoded, evm::decode_transaction(out.raw));
  if (decoded.transaction != transaction) co_return fail(internal("the signer signed something else"));
  out.effect_hash = effects_hash(effects_of(reply.verdict()));
  co_return out;
}

awaitable<Result<Signing::SignedMessage>> Signing::sign_message(SigningAccount account,
                                                                std::optional<std::string> message,
                                                                std::string typed_data, std::string intent_id) {
  signer::v1::SignEvmMessageRequest request;
  *request.mutable_key() = key_of(account);
  request.set_from(account.address.text());
  if (message) request.set_message(*std::move(message));
  request.set_typed_data_json(std::move(typed_data));
  request.set_intent_id(std::move(intent_id));
  CO_TRY(const signer::v1::SignEvmMessageReply reply, co_await signer_.sign_evm_message(call_, std::move(request)));
  co_return SignedMessage{to_bytes(reply.signature()), reply.verdict()};
}

}  // namespace coffer::transactions
