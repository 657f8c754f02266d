#include "services/gateway/error_body.h"

#include "platform/json/writer.h"

namespace coffer::gateway {
namespace {

constexpr std::string_view kInternalMessage = "an internal error occurred; the request id finds it in the log";

}  // namespace

std::string error_body(const Error& error, std::string_view request_id, Time time) {
  const bool is_internal = error.code == ErrorCode::kInternal;
  std::string out;
  {
    json::ObjectWriter body(out);
    body.key("error");
    json::ObjectWriter fields(out);
    fields.key("code");
    json::append_text(out, error_code_name(error.code));
    fields.key("message");
    json::append_text(out, is_internal ? kInternalMessage : std::string_view(error.message));
    fields.key("request_id");
    json::append_text(out, request_id);
    fields.key("timestamp");
    json::append_text(out, rfc3339(time));
    if (!error.details.empty() && !is_internal) {
      fields.key("details");
      json::ObjectWriter details(out);
      for (const auto& [name, value] : error.details) {
        details.text_key(name);
        json::append_text(out, value);
      }
    }
  }
  return out;
}

http::Response error_response(const Error& error, std::string_view request_id, Time time) {
  http::Response response;
  response.status = http_status(error.code);
  response.headers.add("Content-Type", "application/json");
  response.headers.add("Cache-Control", "no-store");
  if (error.code == ErrorCode::kAuthentication) response.headers.add("WWW-Authenticate", "Bearer");
  if (const auto after = error.details.find("retry_after"); after != error.details.end())
    response.headers.add("Retry-After", after->second);
  response.body = error_body(error, request_id, time);
  return response;
}

Error error_of_status(int status, std::string_view why) {
  Error error = invalid(std::string(why));
  if (status == 413) error.code = ErrorCode::kPayloadTooLarge;
  if (status == 500) error.code = ErrorCode::kInternal;
  if (status == 503) error.code = ErrorCode::kUnavailable;
  return error;
}

}  // namespace coffer::gateway
