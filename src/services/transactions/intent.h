#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "base/time.h"
#include "domain/evm/address.h"
#include "services/transactions/fees.h"
#include "services/transactions/status.h"

namespace coffer::transactions {

/// What kind of thing is to be signed; says how payload and ticket are read.
inline constexpr char kEvmTransaction[] = "evm_transaction";
inline constexpr char kMessage[] = "message";
inline constexpr char kTypedData[] = "typed_data";

/// Why an intent came to nothing, in the words of the API.
struct IntentFailure {
  std::string code;  // empty: none
  std::string message;
};

/// The row of an intent.
struct Intent {
  std::string id;
  std::string owner;
  std::string account_id;
  std::string network;  // short id
  evm::Address sender;
  std::string kind = kEvmTransaction;

  std::optional<evm::Address> to;  // what is signed
  U256 value;
  Bytes data;
  std::optional<evm::Address> receiver;  // what was asked for, of an asset
  std::string asset;
  U256 amount;
  Speed speed = Speed::kNormal;
  std::uint64_t gas_limit = 0;
  FeeLimits limits;
  U256 l1_data_fee;
  std::optional<Time> valid_until;
  std::string note;
  bool send = true;  // false: signed and watched, but sent by its owner
  bool fail_if_replaced = false;
  std::string idempotency_key;  // empty: none
  ByteArray<32> request_hash{};

  std::string effects;  // v1::Effects, serialised
  ByteArray<32> effect_hash{};
  std::string policy_version;
  std::string policy_rule;
  bool policy_allowed = true;
  std::int64_t approvals_needed = 0;
  std::string simulation = "not_run";

  Status status = Status::kQueued;
  IntentFailure failure;
  std::optional<std::uint64_t> nonce;
  std::string hash;  // of the attempt that counts: the mined one, else the newest
  std::optional<std::uint64_t> block_number;
  std::optional<U256> fee_paid;
  std::string contract_address;
  bool cancel_requested = false;
  bool expiring = false;           // the cancel was started by `valid_until`
  std::optional<int> raise_above;  // speed_up was asked when this was the newest attempt's number
  Time created_at;
  Time updated_at;
  std::int64_t version = 1;  // grows with every write
};

}  // namespace coffer::transactions
