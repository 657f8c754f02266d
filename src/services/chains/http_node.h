#pragma once

#include <string>

#include "platform/http/client.h"
#include "services/chains/node.h"

namespace coffer::chains {

/// A node behind HTTP: every `call` is one POST, a batch where it holds more than one.
class HttpNode final : public Node {
 public:
  /// `client` outlives it. `url` is never logged or put into an error.
  HttpNode(std::string name, std::string url, http::Client& client);

  [[nodiscard]] const std::string& name() const override { return name_; }
  awaitable<Result<std::vector<RpcReply>>> call(std::vector<RpcCall> calls, Duration timeout) override;

 private:
  std::string name_;
  std::string url_;
  http::Client& client_;
};

/// The body of a request, the ids counting from 0; a single call stands alone, several as an array.
std::string rpc_body(const std::vector<RpcCall>& calls);

/// Reads the answer to `count` calls. Replies of a batch may stand in any order; one that is missing,
/// double, or has both or neither of result and error makes the whole answer UNAVAILABLE.
Result<std::vector<RpcReply>> read_rpc_body(std::string_view body, std::size_t count);

}  // namespace coffer::chains
