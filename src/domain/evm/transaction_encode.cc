#include "domain/evm/rlp.h"
#include "domain/evm/transaction.h"

namespace coffer::evm {
namespace {

void append_target(Bytes& out, const std::optional<Address>& to) {
  rlp::append_bytes(out, to ? BytesView(to->bytes) : BytesView());
}

void append_access_list(Bytes& out, const std::vector<AccessTuple>& list) {
  Bytes entries;
  for (const AccessTuple& tuple : list) {
    Bytes keys;
    for (const Hash& key : tuple.storage_keys) rlp::append_bytes(keys, key.bytes);
    Bytes entry;
    rlp::append_bytes(entry, tuple.address.bytes);
    rlp::append_list(entry, keys);
    rlp::append_list(entries, entry);
  }
  rlp::append_list(out, entries);
}

void append_signature(Bytes& out, const Signature& signature) {
  rlp::append_integer(out, signature.y_parity);
  rlp::append_integer(out, signature.r);
  rlp::append_integer(out, signature.s);
}

void append_authorization_list(Bytes& out, const std::vector<SignedAuthorization>& list) {
  Bytes entries;
  for (const auto& [authorization, signature] : list) {
    Bytes entry;
    rlp::append_integer(entry, authorization.chain_id);
    rlp::append_bytes(entry, authorization.address.bytes);
    rlp::append_integer(entry, authorization.nonce);
    append_signature(entry, signature);
    rlp::append_list(entries, entry);
  }
  rlp::append_list(out, entries);
}

void append_blob_fields(Bytes& out, const Transaction& transaction) {
  rlp::append_integer(out, transaction.max_fee_per_blob_gas);
  Bytes hashes;
  for (const Hash& hash : transaction.blob_versioned_hashes) rlp::append_bytes(hashes, hash.bytes);
  rlp::append_list(out, hashes);
}

/// The fields that every type has, in the one order that they all share.
void append_call(Bytes& out, const Transaction& transaction) {
  rlp::append_integer(out, transaction.gas_limit);
  append_target(out, transaction.to);
  rlp::append_integer(out, transaction.value);
  rlp::append_bytes(out, transaction.data);
}

void append_legacy_payload(Bytes& out, const Transaction& transaction) {
  rlp::append_integer(out, transaction.nonce);
  rlp::append_integer(out, transaction.gas_price);
  append_call(out, transaction);
}

void append_typed_payload(Bytes& out, const Transaction& transaction) {
  rlp::append_integer(out, transaction.chain_id.value_or(0));
  rlp::append_integer(out, transaction.nonce);
  if (transaction.type == TransactionType::kAccessList) {
    rlp::append_integer(out, transaction.gas_price);
  } else {
    rlp::append_integer(out, transaction.max_priority_fee_per_gas);
    rlp::append_integer(out, transaction.max_fee_per_gas);
  }
  append_call(out, transaction);
  append_access_list(out, transaction.access_list);
  if (transaction.type == TransactionType::kBlob) append_blob_fields(out, transaction);
  if (transaction.type == TransactionType::kSetCode) append_authorization_list(out, transaction.authorization_list);
}

/// Fixed fields and prefixes of the largest type take less than 256 bytes.
std::size_t size_hint(const Transaction& transaction) {
  return 256 + transaction.data.size() + 64 * transaction.access_list.size();
}

/// The type byte, where there is one, and the payload as a list.
Bytes envelope(const Transaction& transaction, BytesView payload) {
  Bytes out;
  out.reserve(payload.size() + 10);
  if (transaction.type != TransactionType::kLegacy) out.push_back(static_cast<std::uint8_t>(transaction.type));
  rlp::append_list(out, payload);
  return out;
}

/// EIP-155: chain_id · 2 + 35 + y_parity, or 27 + y_parity from before it. At most 2^65 + 36.
U256 legacy_v(const Transaction& transaction, std::uint8_t y_parity) {
  if (!transaction.chain_id) return 27U + y_parity;
  return *U256(*transaction.chain_id).times(2)->plus(35U + y_parity);
}

}  // namespace

Bytes encode_unsigned(const Transaction& transaction) {
  Bytes payload;
  payload.reserve(size_hint(transaction));
  if (transaction.type != TransactionType::kLegacy) {
    append_typed_payload(payload, transaction);
    return envelope(transaction, payload);
  }
  append_legacy_payload(payload, transaction);
  if (transaction.chain_id) {
    rlp::append_integer(payload, *transaction.chain_id);
    rlp::append_integer(payload, 0U);
    rlp::append_integer(payload, 0U);
  }
  return envelope(transaction, payload);
}

Bytes encode(const SignedTransaction& signed_transaction) {
  const auto& [transaction, signature] = signed_transaction;
  Bytes payload;
  payload.reserve(size_hint(transaction));
  if (transaction.type != TransactionType::kLegacy) {
    append_typed_payload(payload, transaction);
    append_signature(payload, signature);
    return envelope(transaction, payload);
  }
  append_legacy_payload(payload, transaction);
  rlp::append_integer(payload, legacy_v(transaction, signature.y_parity));
  rlp::append_integer(payload, signature.r);
  rlp::append_integer(payload, signature.s);
  return envelope(transaction, payload);
}

}  // namespace coffer::evm
