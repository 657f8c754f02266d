#pragma once

#include "services/chains/answer.h"
#include "services/chains/node_pool.h"

namespace coffer::chains {

/// What the nodes said of one transaction.
struct BroadcastFacts {
  struct Said {
    std::string node;
    v1::Verdict verdict = v1::VERDICT_UNKNOWN;
    std::string message;  // at most 200 characters of UTF-8
  };
  v1::Verdict verdict = v1::VERDICT_UNKNOWN;
  std::vector<Said> said;
};

/// Hands signed transactions, in this order, to up to `broadcast_fan_out` nodes at once. Always answers:
/// a node that does not is UNKNOWN.
awaitable<std::vector<BroadcastFacts>> broadcast(const NetworkSettings& settings, NodePool& pool,
                                                 std::vector<Bytes> raw);

}  // namespace coffer::chains
