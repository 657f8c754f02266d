#pragma once

#include <map>
#include <memory>
#include <optional>
#include <vector>

#include "base/time.h"
#include "domain/evm/transaction.h"

namespace coffer::verify {

inline constexpr std::uint64_t kChainId = 31337;

/// Decoded once, wherever its bytes go.
struct ModelTransaction {
  evm::Hash hash;
  evm::Address from;
  evm::Transaction fields;
};
using TransactionPointer = std::shared_ptr<const ModelTransaction>;
/// Nothing when a chain would not read these bytes.
TransactionPointer read_transaction(BytesView raw);
/// value + gas × the highest price, in wei.
U256 highest_cost(const ModelTransaction& transaction);

struct ModelAccount {
  std::uint64_t nonce = 0;
  U256 balance;
};
using Accounts = std::map<evm::Address, ModelAccount>;

struct Execution {
  TransactionPointer transaction;
  bool succeeded = true;
  U256 gas_price;
};

/// A block with the state after it. Blocks are shared between the branches that hold them.
struct ModelBlock {
  std::uint64_t number = 0;
  evm::Hash hash;
  std::shared_ptr<const ModelBlock> parent;
  Time time;
  U256 base_fee;
  std::vector<Execution> executions;
  std::vector<std::pair<evm::Address, U256>> credits;  // coins from outside, part of the block
  Accounts accounts;

  [[nodiscard]] ModelAccount account(const evm::Address& address) const;
};
using BlockPointer = std::shared_ptr<const ModelBlock>;

/// The block at that height on the line that ends in `head`; null above it.
BlockPointer ancestor(const BlockPointer& head, std::uint64_t number);

/// Where a transaction stands on a line.
struct Inclusion {
  BlockPointer block;
  const Execution* execution = nullptr;
};
std::optional<Inclusion> find_on_line(const BlockPointer& head, const evm::Hash& hash);

/// Executes blocks: nonces strictly in order, fees, transfers of the native coin; calls to
/// `kRevertingReceiver` revert and cost their gas.
class ModelChain {
 public:
  static evm::Address reverting_receiver();

  explicit ModelChain(Time start);

  [[nodiscard]] const BlockPointer& head() const { return head_; }
  [[nodiscard]] const BlockPointer& genesis() const { return genesis_; }

  struct Contents {
    std::vector<TransactionPointer> candidates;  // taken in this order as far as they are valid
    std::vector<std::pair<evm::Address, U256>> credits;
    Time time;
    U256 base_fee;
  };
  /// Puts a block on `parent`; the longest line is the chain, the first of two equally long ones stays.
  BlockPointer extend(const BlockPointer& parent, const Contents& contents);

 private:
  BlockPointer genesis_;
  BlockPointer head_;
  std::uint64_t made_ = 0;
};

}  // namespace coffer::verify
