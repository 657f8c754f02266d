#pragma once

#include <cstdint>
#include <expected>
#include <string>
#include <vector>

#include "base/time.h"
#include "platform/async/awaitable.h"

namespace coffer::chains {

/// One JSON-RPC 2.0 call. `params` is the text of a JSON array.
struct RpcCall {
  std::string method;
  std::string params = "[]";
};

/// The error object that a node answered with.
struct RpcError {
  std::int64_t code = 0;
  std::string message;
  std::string data;  // JSON text; empty when there was none
};

/// The JSON text of the result, exactly as the node wrote it, or its error object.
using RpcReply = std::expected<std::string, RpcError>;

/// A node that can be asked. What it says is not believed by itself: see NodePool.
class Node {
 public:
  virtual ~Node() = default;
  /// The configured name; never a URL.
  [[nodiscard]] virtual const std::string& name() const = 0;
  /// Asks everything in one request; replies in the order of the calls. UNAVAILABLE when there was no
  /// whole answer: not reached, late, too large, an HTTP error, or no JSON-RPC.
  virtual awaitable<Result<std::vector<RpcReply>>> call(std::vector<RpcCall> calls, Duration timeout) = 0;
};

}  // namespace coffer::chains
