#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "base/bytes.h"
#include "base/u256.h"
#include "domain/evm/address.h"
#include "domain/evm/hash.h"
#include "domain/evm/signature.h"

namespace coffer::evm {

/// The first byte of an EIP-2718 envelope; legacy transactions have none.
enum class TransactionType : std::uint8_t {
  kLegacy = 0,      // before EIP-155, or EIP-155 when a chain id is present
  kAccessList = 1,  // EIP-2930
  kDynamicFee = 2,  // EIP-1559
  kBlob = 3,        // EIP-4844, the form without blobs
  kSetCode = 4,     // EIP-7702
};

/// EIP-2930: an address and the storage keys of it that will be touched.
struct AccessTuple {
  Address address;
  std::vector<Hash> storage_keys;
  bool operator==(const AccessTuple&) const = default;
};

/// EIP-7702: `chain_id` 0 means every chain.
struct Authorization {
  U256 chain_id;
  Address address;  // whose code the authority takes on; zero clears it
  std::uint64_t nonce = 0;
  bool operator==(const Authorization&) const = default;

  /// keccak256(0x05 ‖ rlp([chain_id, address, nonce])): what the authority signs.
  [[nodiscard]] Hash signing_hash() const;
};

/// EIP-7702: an authorization with the signature of the account whose code changes.
struct SignedAuthorization {
  Authorization authorization;
  Signature signature;
  bool operator==(const SignedAuthorization&) const = default;

  /// The account that signed. Fails on r, s out of range, a high s, or where no key exists: the chain
  /// skips such an entry, it does not refuse the transaction.
  [[nodiscard]] Result<Address> authority() const;
};

/// A transaction of any type without its signature. Fields that its type does not have are ignored
/// by the encoder and left at their defaults by the decoder. Amounts are wei.
struct Transaction {
  TransactionType type = TransactionType::kDynamicFee;
  std::optional<std::uint64_t> chain_id;  // absent only in a legacy transaction from before EIP-155
  std::uint64_t nonce = 0;                // below 2^64-1 (EIP-2681)
  U256 gas_price;                         // types 0 and 1
  U256 max_priority_fee_per_gas;          // types 2, 3, 4
  U256 max_fee_per_gas;                   // types 2, 3, 4
  std::uint64_t gas_limit = 0;
  std::optional<Address> to;  // absent: creates a contract (types 0, 1, 2)
  U256 value;
  Bytes data;
  std::vector<AccessTuple> access_list;                 // types 1–4
  U256 max_fee_per_blob_gas;                            // type 3
  std::vector<Hash> blob_versioned_hashes;              // type 3, each beginning with 01
  std::vector<SignedAuthorization> authorization_list;  // type 4

  bool operator==(const Transaction&) const = default;
};

/// A transaction with its sender's signature.
struct SignedTransaction {
  Transaction transaction;
  Signature signature;
  bool operator==(const SignedTransaction&) const = default;
};

/// What a transaction may cost at most, without value and blobs: gas_limit × the highest price. `nullopt` beyond 2^256.
std::optional<U256> max_gas_cost(const Transaction& transaction);

/// The rules that fields have to keep whatever the state of the chain: a chain id where the type
/// needs one, EIP-2681 nonce, EIP-1559 priority fee not above the fee cap, gas cost below 2^256,
/// EIP-4844 a target and at least one hash of version 1, EIP-7702 a target and at least one
/// authorization. The error's field names the offender. How much gas is enough is not judged.
Result<void> validate(const Transaction& transaction);

/// The bytes whose Keccak-256 is signed: the payload without signature, with the type in front
/// (EIP-2718) or, for legacy, with chain_id, 0, 0 at the end when a chain id is present (EIP-155).
Bytes encode_unsigned(const Transaction& transaction);
Hash signing_hash(const Transaction& transaction);

/// The bytes that go to a node (`eth_sendRawTransaction`).
Bytes encode(const SignedTransaction& signed_transaction);

/// Reads raw transaction bytes and refuses everything that is wrong in the bytes alone: RLP that is
/// not canonical, trailing bytes, wrong lengths, numbers out of range, r or s out of range, a high s
/// (EIP-2), a v that no rule gives, and whatever `validate` refuses. The signature is not recovered:
/// `recover_sender` does that. Input over 1 MiB is refused.
Result<SignedTransaction> decode_transaction(BytesView raw);

/// Who signed. Fails when no key gives this signature.
Result<Address> recover_sender(const SignedTransaction& signed_transaction);

/// keccak256 of the encoded bytes: how the chain names the transaction.
Hash transaction_hash(const SignedTransaction& signed_transaction);
Hash transaction_hash(BytesView raw);

/// Joins a transaction with the signature of its signing hash after the checks of `validate`.
Result<SignedTransaction> attach_signature(Transaction transaction, const Signature& signature);

}  // namespace coffer::evm
