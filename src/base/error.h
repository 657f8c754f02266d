#pragma once

#include <map>
#include <string>
#include <string_view>
#include <utility>

namespace coffer {

/// Why a call failed, in the vocabulary of the public API. One table (`base/error.cc`) maps each
/// code to its HTTP status, its gRPC status and the name that clients see.
enum class ErrorCode {
  kValidation,         // the request breaks a rule; details.field names the offender
  kAuthentication,     // who is calling is unknown or no longer valid
  kAuthorization,      // the caller is known and may not
  kPolicyDenied,       // a signing policy said no; details.rule names it
  kNotFound,           // no such thing, or not the caller's
  kMethodNotAllowed,   // the path exists, the method does not
  kConflict,           // the state of the thing forbids it
  kInsufficientFunds,  // the balance cannot cover it
  kPayloadTooLarge,    // a size limit was passed
  kUnsupportedMediaType,
  kRateLimited,  // try again after details.retry_after seconds
  kInternal,     // a bug of ours; the message that clients see says nothing more
  kUnavailable,  // a dependency is away; the same call may succeed later
};

/// An expected failure. `message` and `details` are shown to clients: they never hold secrets,
/// addresses of internals or text of other programs.
struct Error {
  ErrorCode code = ErrorCode::kInternal;
  std::string message;
  std::map<std::string, std::string> details;

  /// Adds one detail and hands the error on, for use in a return statement.
  Error&& with(std::string key, std::string value) &&;
  /// Puts `prefix` before `details.field` ("accounts[2]" + "address" → "accounts[2].address").
  Error&& under(std::string_view prefix) &&;

  bool operator==(const Error&) const = default;
};

/// The failure of one field's rule: VALIDATION_ERROR with `details.field`.
Error invalid_field(std::string field, std::string rule);
/// A broken rule that belongs to no field.
Error invalid(std::string rule);
Error not_found(std::string what);
Error conflict(std::string why);
Error unauthenticated(std::string why);
Error forbidden(std::string why);
Error unavailable(std::string what);
/// A bug: `what` goes to the log only; clients see a fixed sentence.
Error internal(std::string what);

/// The name clients see, as `VALIDATION_ERROR`.
std::string_view error_code_name(ErrorCode code);
/// The HTTP status of RFC 9110, as 400.
int http_status(ErrorCode code);
/// The number of grpc::StatusCode, as 3 for INVALID_ARGUMENT.
int grpc_status(ErrorCode code);
/// The code whose client-visible name this is; kInternal for an unknown name.
ErrorCode error_code_from_name(std::string_view name);

}  // namespace coffer
