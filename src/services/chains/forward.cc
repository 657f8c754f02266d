#include "services/chains/forward.h"

#include <algorithm>
#include <array>

#include "services/chains/json.h"

namespace coffer::chains {
namespace {

// In alphabetical order.
constexpr std::array<std::string_view, 31> kReads{
    "eth_blobBaseFee",
    "eth_blockNumber",
    "eth_call",
    "eth_chainId",
    "eth_createAccessList",
    "eth_estimateGas",
    "eth_feeHistory",
    "eth_gasPrice",
    "eth_getBalance",
    "eth_getBlockByHash",
    "eth_getBlockByNumber",
    "eth_getBlockReceipts",
    "eth_getBlockTransactionCountByHash",
    "eth_getBlockTransactionCountByNumber",
    "eth_getCode",
    "eth_getLogs",
    "eth_getProof",
    "eth_getStorageAt",
    "eth_getTransactionByBlockHashAndIndex",
    "eth_getTransactionByBlockNumberAndIndex",
    "eth_getTransactionByHash",
    "eth_getTransactionCount",
    "eth_getTransactionReceipt",
    "eth_getUncleCountByBlockHash",
    "eth_getUncleCountByBlockNumber",
    "eth_maxPriorityFeePerGas",
    "eth_protocolVersion",
    "eth_syncing",
    "net_listening",
    "net_version",
    "web3_clientVersion",
};
static_assert(std::ranges::is_sorted(kReads));

constexpr std::size_t kMaxDepth = 32;

bool is_deeper_than(std::string_view text, std::size_t limit) {
  std::size_t depth = 0;
  bool quoted = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (quoted) {
      if (c == '\\') ++i;
      if (c == '"') quoted = false;
    } else if (c == '"') {
      quoted = true;
    } else if (c == '[' || c == '{') {
      if (++depth > limit) return true;
    } else if ((c == ']' || c == '}') && depth > 0) {
      --depth;
    }
  }
  return false;
}

}  // namespace

bool may_forward(std::string_view method) { return std::ranges::binary_search(kReads, method); }

Result<std::string> checked_params(std::string_view params) {
  if (params.empty()) return "[]";
  if (is_deeper_than(params, kMaxDepth)) return fail(invalid_field("params", "is nested too deeply"));
  const auto value = parse_json(params);
  if (!value || !value->is_structured()) return fail(invalid_field("params", "must be a JSON array or object"));
  return std::string(params);
}

}  // namespace coffer::chains
