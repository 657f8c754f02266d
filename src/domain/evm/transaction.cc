#include "domain/evm/transaction.h"

#include <algorithm>
#include <utility>

#include "domain/crypto/keccak.h"

namespace coffer::evm {
namespace {

constexpr std::uint8_t kVersionedHashKzg = 0x01;  // EIP-4844

bool has_fee_cap(TransactionType type) { return type >= TransactionType::kDynamicFee; }

Result<void> check_common(const Transaction& transaction) {
  if (transaction.type > TransactionType::kSetCode) return fail(invalid_field("type", "EIP-2718: an unknown type"));
  if (!transaction.chain_id && transaction.type != TransactionType::kLegacy)
    return fail(invalid_field("chain_id", "EIP-2718: a typed transaction needs a chain id"));
  if (transaction.nonce == ~std::uint64_t{0}) return fail(invalid_field("nonce", "EIP-2681: must be below 2^64-1"));
  if (has_fee_cap(transaction.type) && transaction.max_priority_fee_per_gas > transaction.max_fee_per_gas)
    return fail(invalid_field("max_priority_fee_per_gas", "EIP-1559: must not be above max_fee_per_gas"));
  if (!max_gas_cost(transaction)) return fail(invalid_field("gas_limit", "gas_limit × price must be below 2^256"));
  return {};
}

Result<void> check_blob(const Transaction& transaction) {
  if (!transaction.to) return fail(invalid_field("to", "EIP-4844: a blob transaction cannot create a contract"));
  const auto& hashes = transaction.blob_versioned_hashes;
  if (hashes.empty()) return fail(invalid_field("blob_versioned_hashes", "EIP-4844: at least one is needed"));
  if (!std::ranges::all_of(hashes, [](const Hash& hash) { return hash.bytes[0] == kVersionedHashKzg; }))
    return fail(invalid_field("blob_versioned_hashes", "EIP-4844: must begin with 01"));
  return {};
}

Result<void> check_set_code(const Transaction& transaction) {
  if (!transaction.to) return fail(invalid_field("to", "EIP-7702: a set-code transaction cannot create a contract"));
  if (transaction.authorization_list.empty())
    return fail(invalid_field("authorization_list", "EIP-7702: at least one is needed"));
  return {};
}

}  // namespace

std::optional<U256> max_gas_cost(const Transaction& transaction) {
  const U256& price = has_fee_cap(transaction.type) ? transaction.max_fee_per_gas : transaction.gas_price;
  return price.times(transaction.gas_limit);
}

Result<void> validate(const Transaction& transaction) {
  COFFER_CHECK(check_common(transaction));
  if (transaction.type == TransactionType::kBlob) return check_blob(transaction);
  if (transaction.type == TransactionType::kSetCode) return check_set_code(transaction);
  return {};
}

Hash signing_hash(const Transaction& transaction) { return {crypto::keccak256(encode_unsigned(transaction))}; }

Hash transaction_hash(const SignedTransaction& signed_transaction) {
  return transaction_hash(encode(signed_transaction));
}

Hash transaction_hash(BytesView raw) { return {crypto::keccak256(raw)}; }

Result<Address> recover_sender(const SignedTransaction& signed_transaction) {
  return recover_signer(signing_hash(signed_transaction.transaction), signed_transaction.signature);
}

Result<SignedTransaction> attach_signature(Transaction transaction, const Signature& signature) {
  COFFER_CHECK(validate(transaction));
  COFFER_CHECK(signature.check());
  return SignedTransaction{.transaction = std::move(transaction), .signature = signature};
}

}  // namespace coffer::evm
