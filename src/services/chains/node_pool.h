#pragma once

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "services/chains/eth.h"
#include "services/chains/network.h"
#include "services/chains/node.h"

namespace coffer::chains {

/// What is known of one node.
struct NodeHealth {
  std::uint32_t errors_in_row = 0;
  Duration latency{};                 // smoothed
  std::uint64_t head = 0;             // its newest block when it was last asked
  bool verified = false;              // chain id and genesis were compared
  std::string excluded;               // why its word does not count; empty while it does
  std::optional<Time> resting_until;  // after errors
};

/// Whether a node may be asked, and in which order nodes are: own before third parties, then the
/// fewest errors, then the heavier, then the quicker.
bool is_usable(const NodeHealth& health, Time now);
bool comes_before(const EndpointSettings& a, const NodeHealth& ha, const EndpointSettings& b, const NodeHealth& hb);

/// The nodes of one network: who is believed, who is asked, and who is asked next when one fails.
/// Safe from any thread.
class NodePool {
 public:
  /// `nodes` in the order of `settings.endpoints`.
  NodePool(const NetworkSettings& settings, std::vector<std::unique_ptr<Node>> nodes, const Clock& clock);

  /// Asks the best node, and the next one when there is no answer. Nodes that were not verified yet
  /// are verified first. UNAVAILABLE when no usable node answers.
  awaitable<Result<std::vector<RpcReply>>> ask(std::vector<RpcCall> calls);
  /// The one call of `ask`; an error object is UNAVAILABLE.
  awaitable<Result<std::string>> ask_one(RpcCall call);

  struct Answer {
    std::string node;
    Result<std::vector<RpcReply>> replies;
  };
  /// Asks up to `count` usable nodes at once, best first. UNAVAILABLE when none is usable.
  awaitable<Result<std::vector<Answer>>> ask_each(std::vector<RpcCall> calls, std::size_t count);

  /// Compares every node's head with `best_head` and its block at `final.number` with `final`; puts
  /// out those that lag or contradict, and lets those back in that do so no longer.
  awaitable<void> check(std::uint64_t best_head, std::optional<BlockHeader> final);

  struct Report {
    std::size_t usable = 0;
    std::size_t total = 0;
    std::map<std::string, NodeHealth> nodes;
  };
  [[nodiscard]] Report report() const;

 private:
  struct Member {
    std::size_t index;  // in the settings
    EndpointSettings settings;
    std::unique_ptr<Node> node;
    NodeHealth health;
  };

  [[nodiscard]] std::vector<Member*> in_order(std::size_t count);
  awaitable<Result<std::vector<RpcReply>>> ask_member(Member* member, std::vector<RpcCall> calls);
  awaitable<Result<void>> verify(Member* member);
  awaitable<Result<void>> check_member(Member* member, std::uint64_t best_head, std::optional<BlockHeader> final);
  void note(Member& member, bool answered, Duration took);
  void exclude(Member& member, std::string why);

  const NetworkSettings settings_;
  const Clock& clock_;
  mutable std::mutex mutex_;
  std::vector<std::unique_ptr<Member>> members_;
  std::optional<evm::Hash> genesis_;
};

}  // namespace coffer::chains
