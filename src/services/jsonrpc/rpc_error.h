#pragma once

#include <expected>
#include <string>

#include "base/error.h"

namespace coffer::jsonrpc {

/// Codes of JSON-RPC 2.0 section 5.1, of EIP-1474, and 3, by which nodes say "reverted".
inline constexpr int kParseError = -32700;
inline constexpr int kInvalidRequest = -32600;
inline constexpr int kMethodNotFound = -32601;
inline constexpr int kInvalidParams = -32602;
inline constexpr int kInternalError = -32603;
inline constexpr int kServerError = -32000;
inline constexpr int kNotFound = -32001;
inline constexpr int kUnavailable = -32002;
inline constexpr int kRejected = -32003;
inline constexpr int kLimitExceeded = -32005;
inline constexpr int kReverted = 3;

/// The error object of JSON-RPC 2.0.
struct RpcError {
  int code = kInternalError;
  std::string message;
  std::string data;  // a JSON text; empty: none

  RpcError(int error_code, std::string text, std::string json = "")
      : code(error_code), message(std::move(text)), data(std::move(json)) {}
  /// What another service answered, with its code and details as `data`. What is internal stays so.
  RpcError(const Error& error);  // NOLINT(google-explicit-constructor)
};

/// The JSON text of a result, or the error in its place.
using RpcResult = std::expected<std::string, RpcError>;

inline std::unexpected<RpcError> refuse(RpcError error) { return std::unexpected(std::move(error)); }

}  // namespace coffer::jsonrpc
