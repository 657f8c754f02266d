#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"
#include "domain/evm/address.h"
#include "domain/evm/hash.h"
#include "services/chains/node.h"

/// The calls of Ethereum's JSON-RPC that the service makes, and readers of their results. A result of
/// another form is UNAVAILABLE.
namespace coffer::chains {

struct BlockHeader {
  std::uint64_t number = 0;
  evm::Hash hash;
  evm::Hash parent_hash;
  Time time;
  U256 base_fee;
  bool operator==(const BlockHeader&) const = default;
};

struct BlockTransaction {
  evm::Hash hash;
  evm::Address from;
  std::optional<evm::Address> to;
  std::uint64_t nonce = 0;
  U256 value;
  Bytes data;
};

struct Receipt {
  evm::Hash hash;
  std::uint64_t block_number = 0;
  evm::Hash block_hash;
  bool succeeded = false;
  U256 gas_used;
  U256 effective_gas_price;
  U256 l1_fee;                   // of an OP-stack rollup
  std::string contract_address;  // empty unless it created one
  bool operator==(const Receipt&) const = default;
};

struct FeeHistory {
  std::vector<U256> base_fees;             // one more than there are blocks: the last is the next block's
  std::vector<std::vector<U256>> rewards;  // by block, by percentile asked
  std::vector<bool> empty;                 // by block: nothing was in it
};

/// A call that reads: what eth_call and eth_estimateGas take.
struct CallObject {
  std::optional<evm::Address> from;
  std::optional<evm::Address> to;
  U256 value;
  Bytes data;
};

/// `latest`, `pending`, `finalized`, … or a number.
std::string block_tag(std::string_view tag);
std::string block_tag(std::uint64_t number);

RpcCall get_block(const std::string& tag, bool with_transactions = false);
RpcCall get_block_by_hash(const evm::Hash& hash);
RpcCall get_nonce(const evm::Address& address, const std::string& tag);
RpcCall get_balance(const evm::Address& address, const std::string& tag);
RpcCall get_code(const evm::Address& address, const std::string& tag);
RpcCall get_receipt(const evm::Hash& hash);
RpcCall get_transaction(const evm::Hash& hash);
RpcCall send_raw(BytesView raw);
RpcCall eth_call(const CallObject& call, const std::string& tag);
RpcCall estimate_gas(const CallObject& call);
RpcCall fee_history(std::uint64_t blocks, std::string_view percentiles);

/// Nothing where the node answered null: it has no such block, transaction or receipt.
Result<std::optional<BlockHeader>> read_block(std::string_view json);
Result<std::vector<BlockTransaction>> read_block_transactions(std::string_view json);
Result<std::optional<Receipt>> read_receipt(std::string_view json);
Result<FeeHistory> read_fee_history(std::string_view json);
/// Whether a transaction that the node knows is in no block yet; nothing where it knows none.
Result<std::optional<bool>> read_is_pending(std::string_view json);

/// A reply as a Result: an error object becomes UNAVAILABLE.
Result<std::string> expect_result(RpcReply reply);

}  // namespace coffer::chains
