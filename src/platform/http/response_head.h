#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "platform/http/handler.h"

namespace coffer::http {

/// How the body of an answer follows its head. Internal to platform/http.
struct BodyFraming {
  std::optional<std::size_t> length;  // Content-Length
  bool chunked = false;
  bool keep_alive = true;
};

/// Appends status line and header fields of HTTP/1.1, with Date, framing and Connection. Fields that
/// the handler gave for those, or that hold a line break, are left out.
void append_head(std::string& out, const Response& response, std::string_view date, const BodyFraming& framing);

/// Appends one chunk (RFC 9112 section 7.1); an empty text ends the body.
void append_chunk(std::string& out, std::string_view text);

/// The Date header's form (IMF-fixdate, RFC 9110 section 5.6.7) of seconds since 1970.
std::string http_date(std::int64_t seconds);

}  // namespace coffer::http
