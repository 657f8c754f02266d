#pragma once

#include <string_view>
#include <vector>

#include "coffer/chains/v1/chains.pb.h"
#include "services/chains/node.h"

namespace coffer::chains {

/// What a node's answer to eth_sendRawTransaction means, from the wordings of geth, reth, erigon,
/// nethermind, besu and anvil; the table in docs/designs/intent.md. Whatever is not understood is
/// UNKNOWN: the node may have it.
v1::Verdict classify(const RpcReply& reply);
v1::Verdict classify(std::int64_t code, std::string_view message);

/// The verdict of a round: the best that any node said. That something can never be valid, or is for
/// another chain, counts only when no node said anything else.
v1::Verdict best_of(const std::vector<v1::Verdict>& verdicts);

}  // namespace coffer::chains
