#pragma once

#include <string>

#include "coffer/chains/v1/chains.coffer.h"
#include "services/jsonrpc/caller.h"
#include "services/jsonrpc/rpc_error.h"

namespace coffer::jsonrpc {

/// What the network's nodes answer, passed on unchanged.
class Reads {
 public:
  explicit Reads(chains::v1::ChainsApi& chains) : chains_(chains) {}

  /// One read with `params` as JSON text. "Method not found" for what the chains service does not pass
  /// on; an error of the node as the node said it.
  awaitable<RpcResult> forward(const Caller& caller, std::string method, std::string params);

 private:
  chains::v1::ChainsApi& chains_;
};

}  // namespace coffer::jsonrpc
