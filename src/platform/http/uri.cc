#include "platform/http/uri.h"

#include <algorithm>
#include <charconv>

#include "base/bytes.h"

namespace coffer::http {
namespace {

constexpr std::size_t kMaxUrlLength = 8192;
constexpr std::size_t kMaxQueryPairs = 200;

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_alpha(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_unreserved(char c) { return is_alpha(c) || is_digit(c) || c == '-' || c == '.' || c == '_' || c == '~'; }
bool is_host_char(char c) { return is_alpha(c) || is_digit(c) || c == '-' || c == '.' || c == '_'; }
bool is_target_char(char c) {
  return c > 0x20 && c < 0x7f && c != '"' && c != '<' && c != '>' && c != '\\' && c != '`';
}

std::string lowered(std::string_view text) {
  std::string out(text);
  std::ranges::transform(out, out.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return out;
}

int hex_value(char c) {
  if (is_digit(c)) return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

std::uint16_t default_port(std::string_view scheme) { return scheme == "https" || scheme == "wss" ? 443 : 80; }

Result<std::uint16_t> parse_port(std::string_view text, std::string_view scheme) {
  if (text.empty()) return default_port(scheme);
  std::uint16_t port = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
  if (error != std::errc{} || end != text.data() + text.size() || port == 0)
    return fail(invalid("a URL's port must be 1 to 65535"));
  return port;
}

/// Splits `host:port` or `[v6]:port` into host and what follows the colon.
Result<std::pair<std::string_view, std::string_view>> split_authority(std::string_view authority) {
  if (authority.starts_with('[')) {
    const auto close = authority.find(']');
    if (close == std::string_view::npos) return fail(invalid("a URL's IPv6 address must end in ]"));
    auto rest = authority.substr(close + 1);
    if (!rest.empty() && !rest.starts_with(':')) return fail(invalid("a URL's host must be followed by :port or /"));
    if (!rest.empty()) rest.remove_prefix(1);
    return std::pair(authority.substr(1, close - 1), rest);
  }
  const auto colon = authority.find(':');
  if (colon == std::string_view::npos) return std::pair(authority, std::string_view{});
  return std::pair(authority.substr(0, colon), authority.substr(colon + 1));
}

Result<void> check_host(std::string_view host, bool bracketed) {
  if (host.empty() || host.size() > 253) return fail(invalid("a URL's host must be 1 to 253 characters"));
  const auto allowed = [bracketed](char c) {
    return bracketed ? hex_value(c) >= 0 || c == ':' || c == '.' : is_host_char(c);
  };
  if (!std::ranges::all_of(host, allowed)) return fail(invalid("a URL's host holds a character that is not allowed"));
  return {};
}

}  // namespace

std::string Url::authority() const {
  const std::string name = host.find(':') == std::string::npos ? host : "[" + host + "]";
  return port == default_port(scheme) ? name : name + ":" + std::to_string(port);
}

Result<Url> parse_url(std::string_view text) {
  if (text.size() > kMaxUrlLength) return fail(invalid("a URL must be at most 8192 characters"));
  const auto separator = text.find("://");
  if (separator == std::string_view::npos) return fail(invalid("a URL must begin with its scheme and ://"));
  Url url;
  url.scheme = lowered(text.substr(0, separator));
  if (url.scheme != "http" && url.scheme != "https" && url.scheme != "ws" && url.scheme != "wss")
    return fail(invalid("a URL's scheme must be http, https, ws or wss"));
  std::string_view rest = text.substr(separator + 3);
  const auto authority = rest.substr(0, rest.find_first_of("/?#"));
  rest.remove_prefix(authority.size());
  if (authority.find('@') != std::string_view::npos) return fail(invalid("a URL must not hold user information"));
  COFFER_TRY(const auto parts, split_authority(authority));
  COFFER_CHECK(check_host(parts.first, authority.starts_with('[')));
  url.host = lowered(parts.first);
  COFFER_TRY(url.port, parse_port(parts.second, url.scheme));
  rest = rest.substr(0, rest.find('#'));
  url.target = rest.starts_with('/') ? std::string(rest) : "/" + std::string(rest);
  if (!std::ranges::all_of(url.target, is_target_char))
    return fail(invalid("a URL holds a character that must be percent-encoded"));
  return url;
}

Result<Url> resolve_url(const Url& base, std::string_view location) {
  if (location.starts_with("//")) return parse_url(base.scheme + ":" + std::string(location));
  const auto scheme_end = location.find("://");
  if (scheme_end != std::string_view::npos && location.find_first_of("/?#") == scheme_end + 1)
    return parse_url(location);
  if (location.starts_with('/')) return parse_url(base.origin() + std::string(location));
  const auto path = std::string_view(base.target).substr(0, base.target.find('?'));
  return parse_url(base.origin() + std::string(path.substr(0, path.rfind('/') + 1)) + std::string(location));
}

Result<std::string> percent_decode(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      out.push_back(text[i]);
      continue;
    }
    const int high = text.size() - i > 2 ? hex_value(text[i + 1]) : -1;
    const int low = text.size() - i > 2 ? hex_value(text[i + 2]) : -1;
    if (high < 0 || low < 0) return fail(invalid("a percent sign must be followed by two hex digits"));
    out.push_back(static_cast<char>(high * 16 + low));
    i += 2;
  }
  if (out.find('\0') != std::string::npos || !is_utf8(out)) return fail(invalid("must be UTF-8 text without NUL"));
  return out;
}

std::string percent_encode(std::string_view text) {
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  std::string out;
  for (const char c : text) {
    if (is_unreserved(c)) {
      out.push_back(c);
      continue;
    }
    const auto byte = static_cast<unsigned char>(c);
    out.push_back('%');
    out.push_back(kDigits[byte >> 4U]);
    out.push_back(kDigits[byte & 15U]);
  }
  return out;
}

Result<std::vector<std::pair<std::string, std::string>>> parse_query(std::string_view query) {
  std::vector<std::pair<std::string, std::string>> pairs;
  while (!query.empty()) {
    const auto pair = query.substr(0, query.find('&'));
    query.remove_prefix(std::min(pair.size() + 1, query.size()));
    if (pair.empty()) continue;
    if (pairs.size() == kMaxQueryPairs) return fail(invalid("a query must be at most 200 pairs"));
    std::string spaced(pair);
    std::ranges::replace(spaced, '+', ' ');
    const auto equals = std::min(spaced.find('='), spaced.size());
    COFFER_TRY(auto name, percent_decode(std::string_view(spaced).substr(0, equals)));
    COFFER_TRY(auto value, percent_decode(std::string_view(spaced).substr(std::min(equals + 1, spaced.size()))));
    pairs.emplace_back(std::move(name), std::move(value));
  }
  return pairs;
}

}  // namespace coffer::http
