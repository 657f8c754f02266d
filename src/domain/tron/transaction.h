#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/bytes.h"
#include "domain/evm/hash.h"
#include "domain/evm/signature.h"

/// Tron transactions: protocol.Transaction.raw of java-tron's Tron.proto.
namespace coffer::tron {

/// One named field of a contract. Addresses are base58, amounts (sun, or a token's unit) decimal,
/// bytes lower-case hex: what people read.
struct ContractField {
  std::string name;
  std::variant<std::string, std::int64_t, bool> value;
  enum class Kind : std::uint8_t { kAddress, kAmount, kNumber, kBytes, kText, kFlag } kind = Kind::kText;
  bool operator==(const ContractField&) const = default;
};

/// What the transaction does.
struct Contract {
  std::string type;                   // `TransferContract`, …
  std::vector<ContractField> fields;  // in the order of the message
  bool operator==(const Contract&) const = default;
};

/// The raw data of a transaction, what its sender signs.
struct RawTransaction {
  Bytes ref_block_bytes;  // 2: the low bytes of the reference block's height
  Bytes ref_block_hash;   // 8: the middle of its hash
  std::int64_t expiration_ms = 0;
  std::int64_t timestamp_ms = 0;
  std::int64_t fee_limit_sun = 0;
  Bytes memo;  // the field `data`
  std::int64_t permission_id = 0;
  Contract contract;
  bool operator==(const RawTransaction&) const = default;
};

/// Reads raw_data bytes of at most 512 KiB. Strict: exactly one contract of a known type, known fields only, each at
/// most once and in ascending order, canonical numbers, no zeros or empty values written out, addresses that begin with
/// 41, amounts not negative.
Result<RawTransaction> decode_raw_transaction(BytesView raw);

/// SHA-256 of raw_data: names the transaction and is what is signed.
evm::Hash transaction_id(BytesView raw);

/// TIP-191: keccak256("\x19TRON Signed Message:\n" ‖ length ‖ message), what signMessageV2 signs.
evm::Hash message_hash(BytesView message);

}  // namespace coffer::tron
