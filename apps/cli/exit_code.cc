#include "apps/cli/exit_code.h"

namespace coffer::cli {

ExitCode exit_code_of(const Error& error) {
  switch (error.code) {
    case ErrorCode::kValidation:
    case ErrorCode::kMethodNotAllowed:
    case ErrorCode::kPayloadTooLarge:
    case ErrorCode::kUnsupportedMediaType:
      return ExitCode::kUsage;
    case ErrorCode::kAuthentication:
      return ExitCode::kNotSignedIn;
    case ErrorCode::kAuthorization:
    case ErrorCode::kPolicyDenied:
      return ExitCode::kForbidden;
    case ErrorCode::kNotFound:
      return ExitCode::kNotFound;
    case ErrorCode::kConflict:
      return ExitCode::kConflict;
    case ErrorCode::kInsufficientFunds:
      return ExitCode::kInsufficientFunds;
    case ErrorCode::kRateLimited:
      return ExitCode::kRateLimited;
    case ErrorCode::kUnavailable:
      return ExitCode::kUnavailable;
    case ErrorCode::kInternal:
      return ExitCode::kFailed;
  }
  return ExitCode::kFailed;
}

}  // namespace coffer::cli
