#include <string_view>
#include <utility>

#include "domain/evm/rlp.h"
#include "domain/evm/transaction.h"

namespace coffer::evm {
namespace {

constexpr std::size_t kMaxRaw = 1U << 20U;

/// Says which field a failure belongs to.
template <class T>
Result<T> named(std::string_view field, Result<T> result) {
  if (!result) return fail(std::move(result).error().with("field", std::string(field)));
  return result;
}

Result<std::optional<Address>> read_target(rlp::Reader& reader) {
  COFFER_TRY(const BytesView view, reader.bytes());
  if (view.empty()) return std::nullopt;
  COFFER_TRY(const Address address, Address::from(view));
  return address;
}

Result<Address> read_address(rlp::Reader& reader) {
  COFFER_TRY(const auto bytes, reader.fixed<20>());
  return Address{bytes};
}

Result<std::vector<Hash>> read_hashes(rlp::Reader& reader) {
  COFFER_TRY(rlp::Reader items, reader.list());
  std::vector<Hash> out;
  while (!items.done()) {
    COFFER_TRY(const auto bytes, items.fixed<32>());
    out.push_back({bytes});
  }
  return out;
}

Result<std::vector<AccessTuple>> read_access_list(rlp::Reader& reader) {
  COFFER_TRY(rlp::Reader entries, reader.list());
  std::vector<AccessTuple> out;
  while (!entries.done()) {
    COFFER_TRY(rlp::Reader entry, entries.list());
    AccessTuple tuple;
    COFFER_TRY(tuple.address, read_address(entry));
    COFFER_TRY(tuple.storage_keys, read_hashes(entry));
    COFFER_CHECK(entry.finish());
    out.push_back(std::move(tuple));
  }
  return out;
}

/// EIP-7702 bounds the fields of an authorization; whether its signature is any good is judged by the
/// chain, entry by entry.
Result<SignedAuthorization> read_authorization(rlp::Reader& entry) {
  SignedAuthorization out;
  COFFER_TRY(out.authorization.chain_id, named("chain_id", entry.integer256()));
  COFFER_TRY(out.authorization.address, named("address", read_address(entry)));
  COFFER_TRY(out.authorization.nonce, named("nonce", entry.integer64()));
  COFFER_TRY(const std::uint64_t y_parity, named("y_parity", entry.integer64()));
  if (y_parity > 0xff) return fail(invalid_field("y_parity", "EIP-7702: must be below 2^8"));
  out.signature.y_parity = static_cast<std::uint8_t>(y_parity);
  COFFER_TRY(out.signature.r, named("r", entry.integer256()));
  COFFER_TRY(out.signature.s, named("s", entry.integer256()));
  COFFER_CHECK(entry.finish());
  return out;
}

Result<std::vector<SignedAuthorization>> read_authorization_list(rlp::Reader& reader) {
  COFFER_TRY(rlp::Reader entries, reader.list());
  std::vector<SignedAuthorization> out;
  while (!entries.done()) {
    COFFER_TRY(rlp::Reader entry, entries.list());
    auto authorization = read_authorization(entry);
    if (!authorization)
      return fail(std::move(authorization).error().under("authorization_list[" + std::to_string(out.size()) + "]"));
    out.push_back(*std::move(authorization));
  }
  return out;
}

Result<void> read_call(rlp::Reader& reader, Transaction& transaction) {
  COFFER_TRY(transaction.gas_limit, named("gas_limit", reader.integer64()));
  COFFER_TRY(transaction.to, named("to", read_target(reader)));
  COFFER_TRY(transaction.value, named("value", reader.integer256()));
  COFFER_TRY(const BytesView data, named("data", reader.bytes()));
  transaction.data = to_bytes(data);
  return {};
}

/// Splits v by EIP-155: 27 or 28 without a chain id, else chain_id · 2 + 35 or 36.
Result<void> read_legacy_v(const U256& v, SignedTransaction& out) {
  const auto rest = v.minus(35);
  if (!rest) {
    if (v != 27 && v != 28) return fail(invalid_field("v", "EIP-155: v must be 27, 28 or at least 35"));
    out.signature.y_parity = v == 28 ? 1 : 0;
    return {};
  }
  const auto [chain_id, parity] = rest->divide(2);
  out.transaction.chain_id = chain_id.to_u64();
  if (!out.transaction.chain_id) return fail(invalid_field("v", "EIP-155: a chain id of 2^64 or more"));
  out.signature.y_parity = parity.is_zero() ? 0 : 1;
  return {};
}

Result<void> read_rs(rlp::Reader& reader, Signature& signature) {
  COFFER_TRY(signature.r, named("r", reader.integer256()));
  COFFER_TRY(signature.s, named("s", reader.integer256()));
  return reader.finish();
}

Result<SignedTransaction> read_legacy(rlp::Reader reader) {
  SignedTransaction out;
  out.transaction.type = TransactionType::kLegacy;
  COFFER_TRY(out.transaction.nonce, named("nonce", reader.integer64()));
  COFFER_TRY(out.transaction.gas_price, named("gas_price", reader.integer256()));
  COFFER_CHECK(read_call(reader, out.transaction));
  COFFER_TRY(const U256 v, named("v", reader.integer256()));
  COFFER_CHECK(read_legacy_v(v, out));
  COFFER_CHECK(read_rs(reader, out.signature));
  return out;
}

Result<void> read_prices(rlp::Reader& reader, Transaction& transaction) {
  if (transaction.type == TransactionType::kAccessList) {
    COFFER_TRY(transaction.gas_price, named("gas_price", reader.integer256()));
    return {};
  }
  COFFER_TRY(transaction.max_priority_fee_per_gas, named("max_priority_fee_per_gas", reader.integer256()));
  COFFER_TRY(transaction.max_fee_per_gas, named("max_fee_per_gas", reader.integer256()));
  return {};
}

Result<void> read_lists(rlp::Reader& reader, Transaction& transaction) {
  COFFER_TRY(transaction.access_list, named("access_list", read_access_list(reader)));
  if (transaction.type == TransactionType::kBlob) {
    COFFER_TRY(transaction.max_fee_per_blob_gas, named("max_fee_per_blob_gas", reader.integer256()));
    COFFER_TRY(transaction.blob_versioned_hashes, named("blob_versioned_hashes", read_hashes(reader)));
  }
  if (transaction.type == TransactionType::kSetCode) {
    COFFER_TRY(transaction.authorization_list, read_authorization_list(reader));
  }
  return {};
}

Result<SignedTransaction> read_typed(TransactionType type, rlp::Reader reader) {
  SignedTransaction out;
  out.transaction.type = type;
  COFFER_TRY(out.transaction.chain_id, named("chain_id", reader.integer64()));
  COFFER_TRY(out.transaction.nonce, named("nonce", reader.integer64()));
  COFFER_CHECK(read_prices(reader, out.transaction));
  COFFER_CHECK(read_call(reader, out.transaction));
  COFFER_CHECK(read_lists(reader, out.transaction));
  COFFER_TRY(const std::uint64_t y_parity, named("y_parity", reader.integer64()));
  if (y_parity > 1) return fail(invalid_field("y_parity", "EIP-2718: must be 0 or 1"));
  out.signature.y_parity = static_cast<std::uint8_t>(y_parity);
  COFFER_CHECK(read_rs(reader, out.signature));
  return out;
}

Result<SignedTransaction> read_envelope(BytesView raw) {
  if (raw.empty()) return fail(invalid("EIP-2718: no bytes"));
  if (raw.size() > kMaxRaw) return fail(invalid("a transaction of more than 1 MiB"));
  const bool legacy = raw[0] >= 0xc0;
  if (!legacy && (raw[0] == 0 || raw[0] > static_cast<std::uint8_t>(TransactionType::kSetCode)))
    return fail(invalid_field("type", "EIP-2718: an unknown transaction type"));
  rlp::Reader outer(legacy ? raw : raw.subspan(1));
  COFFER_TRY(const rlp::Reader fields, outer.list());
  COFFER_CHECK(outer.finish());
  return legacy ? read_legacy(fields) : read_typed(static_cast<TransactionType>(raw[0]), fields);
}

}  // namespace

Result<SignedTransaction> decode_transaction(BytesView raw) {
  COFFER_TRY(SignedTransaction out, read_envelope(raw));
  COFFER_CHECK(out.signature.check());
  COFFER_CHECK(validate(out.transaction));
  return out;
}

}  // namespace coffer::evm
