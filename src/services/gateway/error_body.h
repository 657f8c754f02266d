#pragma once

#include <string>
#include <string_view>

#include "base/error.h"
#include "base/time.h"
#include "platform/http/handler.h"

namespace coffer::gateway {

/// The one error body of the API:
/// `{"error":{"code","message","request_id","timestamp","details":{…}}}`. An internal error is told in
/// one fixed sentence.
std::string error_body(const Error& error, std::string_view request_id, Time time);

/// The answer to a failed request: status, body, Retry-After and WWW-Authenticate where they belong.
http::Response error_response(const Error& error, std::string_view request_id, Time time);

/// The error that stands for a status that the HTTP server gives by itself.
Error error_of_status(int status, std::string_view why);

}  // namespace coffer::gateway
