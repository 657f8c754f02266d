#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "base/time.h"

namespace coffer::mail {

/// One plain message to one person.
struct Message {
  std::string id;       // left part of the Message-ID: letters, digits, `-`
  std::string from;     // an address, as `coffer@example.com`
  std::string to;       // an address
  std::string subject;  // UTF-8, one line
  std::string text;     // UTF-8, lines end in \n
  Time date;
};

/// The message in the form of RFC 5322 with CRLF line ends: a subject beyond ASCII is encoded by
/// RFC 2047, a text beyond short ASCII lines by base64. VALIDATION_ERROR for an address that is not
/// one and for control characters in what becomes a header, so that nobody adds headers of their own.
Result<std::string> rfc5322(const Message& message);

/// Whether the text can stand as an address in a header and in SMTP without quoting: ASCII, one `@`
/// with a dot-atom (RFC 5322 section 3.2.3) on each side, at most 254 bytes (RFC 5321).
bool is_address(std::string_view text);

/// What stands after the `@`.
std::string_view domain_of(std::string_view address);

}  // namespace coffer::mail
