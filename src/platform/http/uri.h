#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"

namespace coffer::http {

/// An absolute `http`, `https`, `ws` or `wss` URL (RFC 3986), taken apart.
struct Url {
  std::string scheme;  // lower case
  std::string host;    // lower case; an IPv6 address without its brackets
  std::uint16_t port = 0;
  std::string target;  // path and query as sent, at least `/`; the fragment is dropped

  [[nodiscard]] bool secure() const { return scheme == "https" || scheme == "wss"; }
  /// The value of a Host header: host, and the port where it is not the scheme's own.
  [[nodiscard]] std::string authority() const;
  /// `scheme://authority`.
  [[nodiscard]] std::string origin() const { return scheme + "://" + authority(); }
};

/// Refuses user information, empty hosts, other schemes and characters that a URL may not hold.
Result<Url> parse_url(std::string_view text);
/// A `Location` seen from `base`: absolute, `//host…`, absolute path, or relative path.
Result<Url> resolve_url(const Url& base, std::string_view location);

/// Decodes `%XX`. Fails on a cut or wrong escape, on NUL and on text that is not UTF-8.
Result<std::string> percent_decode(std::string_view text);
/// Encodes everything but the unreserved characters of RFC 3986 section 2.3.
std::string percent_encode(std::string_view text);
/// `a=1&b=x%20y` in order, `+` read as a space; at most 200 pairs.
Result<std::vector<std::pair<std::string, std::string>>> parse_query(std::string_view query);

}  // namespace coffer::http
