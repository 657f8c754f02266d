#pragma once

#include <cstddef>
#include <string_view>

#include "platform/http/handler.h"

namespace coffer::http {

/// Why a request is refused: a status, and the rule for the error body. Internal to platform/http.
struct Refusal {
  int status = 0;
  std::string_view why;
  explicit operator bool() const { return status != 0; }
};

/// The rules of a request's head as it came, line ends included: no bare CR or LF, no folded lines
/// (RFC 9112 sections 2.2 and 5.2), no control characters.
Refusal check_raw_head(std::string_view head);

/// The rules that make the body's length unambiguous (RFC 9112 section 6.3) and the target known
/// (section 3.2). `minor_version` is that of HTTP/1.
Refusal check_framing(const Request& request, int minor_version);

/// Splits `target` into path and query; an absolute-form target (section 3.2.2) is brought to its path.
Refusal split_target(Request& request);

/// Whether the client wants the connection kept (RFC 9112 section 9.3).
bool wants_keep_alive(const Headers& headers, int minor_version);

/// Whether a comma-separated header value holds `token`, case ignored.
bool has_token(std::string_view list, std::string_view token);

}  // namespace coffer::http
