#include "base/error.h"

#include <algorithm>
#include <array>

namespace coffer {
namespace {

struct CodeRow {
  ErrorCode code;
  std::string_view name;
  int http;
  int grpc;
};

constexpr std::array kCodes = {
    CodeRow{ErrorCode::kValidation, "VALIDATION_ERROR", 400, 3},
    CodeRow{ErrorCode::kAuthentication, "AUTHENTICATION_ERROR", 401, 16},
    CodeRow{ErrorCode::kAuthorization, "AUTHORIZATION_ERROR", 403, 7},
    CodeRow{ErrorCode::kPolicyDenied, "POLICY_DENIED", 403, 7},
    CodeRow{ErrorCode::kNotFound, "NOT_FOUND", 404, 5},
    CodeRow{ErrorCode::kMethodNotAllowed, "METHOD_NOT_ALLOWED", 405, 12},
    CodeRow{ErrorCode::kConflict, "CONFLICT", 409, 10},
    CodeRow{ErrorCode::kInsufficientFunds, "INSUFFICIENT_FUNDS", 409, 9},
    CodeRow{ErrorCode::kPayloadTooLarge, "PAYLOAD_TOO_LARGE", 413, 11},
    CodeRow{ErrorCode::kUnsupportedMediaType, "UNSUPPORTED_MEDIA_TYPE", 415, 3},
    CodeRow{ErrorCode::kRateLimited, "RATE_LIMIT_EXCEEDED", 429, 8},
    CodeRow{ErrorCode::kInternal, "INTERNAL_ERROR", 500, 13},
    CodeRow{ErrorCode::kUnavailable, "SERVICE_UNAVAILABLE", 503, 14},
};

const CodeRow& row(ErrorCode code) {
  const auto* found = std::ranges::find(kCodes, code, &CodeRow::code);
  return found == kCodes.end() ? kCodes[11] : *found;
}

Error make(ErrorCode code, std::string message) {
  return Error{.code = code, .message = std::move(message), .details = {}};
}

}  // namespace

Error&& Error::with(std::string key, std::string value) && {
  details.insert_or_assign(std::move(key), std::move(value));
  return std::move(*this);
}

Error&& Error::under(std::string_view prefix) && {
  std::string& field = details["field"];
  const bool joins = !field.empty() && field.front() != '[';
  field = std::string(prefix) + (joins ? "." : "") + field;
  return std::move(*this);
}

Error invalid_field(std::string field, std::string rule) {
  return make(ErrorCode::kValidation, std::move(rule)).with("field", std::move(field));
}
Error invalid(std::string rule) { return make(ErrorCode::kValidation, std::move(rule)); }
Error not_found(std::string what) { return make(ErrorCode::kNotFound, std::move(what)); }
Error conflict(std::string why) { return make(ErrorCode::kConflict, std::move(why)); }
Error unauthenticated(std::string why) { return make(ErrorCode::kAuthentication, std::move(why)); }
Error forbidden(std::string why) { return make(ErrorCode::kAuthorization, std::move(why)); }
Error unavailable(std::string what) { return make(ErrorCode::kUnavailable, std::move(what)); }
Error internal(std::string what) { return make(ErrorCode::kInternal, std::move(what)); }

std::string_view error_code_name(ErrorCode code) { return row(code).name; }
int http_status(ErrorCode code) { return row(code).http; }
int grpc_status(ErrorCode code) { return row(code).grpc; }

ErrorCode error_code_from_name(std::string_view name) {
  const auto* found = std::ranges::find(kCodes, name, &CodeRow::name);
  return found == kCodes.end() ? ErrorCode::kInternal : found->code;
}

}  // namespace coffer
