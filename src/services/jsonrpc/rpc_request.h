#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "services/jsonrpc/rpc_error.h"

namespace coffer::jsonrpc {

/// One request object of JSON-RPC 2.0 section 4.
struct RpcRequest {
  std::string id;  // as JSON text; `null` where it could not be read; empty: a notification
  std::string method;
  std::string params = "[]";        // as JSON text, a list or an object
  std::optional<RpcError> refusal;  // it is no valid request
};

inline constexpr std::size_t kMaxBatch = 100;

struct RpcBatch {
  std::vector<RpcRequest> requests;
  bool is_list = false;  // answered by a list
};

/// Reads a body: one request, or a list of 1–100. The error is the answer to a body that is neither:
/// not JSON (RFC 8259, UTF-8, at most 32 levels), an empty or too long list, another kind of value.
std::expected<RpcBatch, RpcError> read_batch(std::string_view body);

/// The texts of the values in `params`, which must be a list of `min` to `max`.
Result<std::vector<std::string>> positional(const RpcRequest& request, std::size_t min, std::size_t max);

/// Appends the response object to a request.
void append_response(std::string& out, std::string_view id, const RpcResult& result);

}  // namespace coffer::jsonrpc
