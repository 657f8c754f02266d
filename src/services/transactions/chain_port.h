#pragma once

#include <string>
#include <vector>

#include "coffer/chains/v1/chains.coffer.h"
#include "services/transactions/store.h"

namespace coffer::transactions {

/// What a lane has to know of its network.
struct NetworkFacts {
  std::string id;
  std::string chain;  // CAIP-2
  std::uint64_t chain_id = 0;
  std::string symbol;
  std::uint64_t confirmations = 1;
  std::uint64_t head = 0;
  std::string head_hash;
  Duration block_time = std::chrono::seconds{12};
};

/// What the nodes answered to one transaction.
struct Answered {
  Verdict verdict = Verdict::VERDICT_UNKNOWN;
  bool unanimous = true;  // every node that was asked said that
  std::string node = {};  // who said it first
  std::string message = {};
};

/// The chains service in the words of this one.
class ChainPort {
 public:
  explicit ChainPort(chains::v1::ChainsApi& api);

  awaitable<Result<NetworkFacts>> network(std::string id_or_chain);
  awaitable<Result<FeeMarket>> fees(std::string network);
  /// Nonces, balance and fees; no sightings yet.
  awaitable<Result<ChainView>> observe(LaneKey key);
  /// Adds what the chain says of these hashes.
  awaitable<Result<void>> sight(std::string network, std::vector<evm::Hash> hashes, ChainView& view);
  awaitable<Result<std::vector<Answered>>> broadcast(std::string network, std::vector<Bytes> raw);
  awaitable<Result<chains::v1::EstimateCallReply>> estimate(std::string network, evm::Address from,
                                                            std::optional<evm::Address> to, U256 value, Bytes data);
  /// The balance of one asset (the native coin when absent) of an account.
  awaitable<Result<U256>> balance(std::string network, evm::Address owner, std::optional<evm::Address> contract);
  awaitable<Result<std::vector<chains::v1::FoundTransaction>>> find(LaneKey key, std::uint64_t first,
                                                                    std::uint64_t last);
  awaitable<Result<std::string>> receipt(std::string network, std::string hash);
  struct HeadNews {
    std::int64_t sequence = 0;
    /// Where a reorganisation may have begun; nothing where heads only followed each other.
    std::optional<std::uint64_t> replaced_from = {};
  };
  /// Waits for a change of the head after a sequence (0: from now).
  awaitable<Result<HeadNews>> wait_for_head(std::string network, std::int64_t after);
  awaitable<Result<std::vector<std::string>>> networks();

 private:
  chains::v1::ChainsApi& api_;
  const CallContext call_;
};

}  // namespace coffer::transactions
