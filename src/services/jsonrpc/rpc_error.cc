#include "services/jsonrpc/rpc_error.h"

#include "platform/json/writer.h"

namespace coffer::jsonrpc {
namespace {

int code_of(ErrorCode code) {
  switch (code) {
    case ErrorCode::kValidation:
      return kInvalidParams;
    case ErrorCode::kNotFound:
      return kNotFound;
    case ErrorCode::kPolicyDenied:
    case ErrorCode::kAuthentication:
    case ErrorCode::kAuthorization:
      return kRejected;
    case ErrorCode::kRateLimited:
    case ErrorCode::kPayloadTooLarge:
      return kLimitExceeded;
    case ErrorCode::kUnavailable:
      return kUnavailable;
    case ErrorCode::kInternal:
      return kInternalError;
    case ErrorCode::kConflict:
    case ErrorCode::kInsufficientFunds:
    case ErrorCode::kMethodNotAllowed:
    case ErrorCode::kUnsupportedMediaType:
      return kServerError;
  }
  return kInternalError;
}

std::string message_of(const Error& error) {
  if (error.code == ErrorCode::kInternal) return "internal error";
  // The words by which client libraries know this failure of a node.
  if (error.code == ErrorCode::kInsufficientFunds) return "insufficient funds: " + error.message;
  return error.message;
}

std::string data_of(const Error& error) {
  std::string out;
  {
    json::ObjectWriter object(out);
    object.key("code");
    json::append_text(out, error_code_name(error.code));
    if (error.code != ErrorCode::kInternal) {
      for (const auto& [name, value] : error.details) {
        if (name == "code") continue;
        object.text_key(name);
        json::append_text(out, value);
      }
    }
  }
  return out;
}

}  // namespace

RpcError::RpcError(const Error& error) : code(code_of(error.code)), message(message_of(error)), data(data_of(error)) {}

}  // namespace coffer::jsonrpc
