#include "domain/evm/uri.h"

#include <algorithm>

namespace coffer::evm::uri {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_hex(char c) { return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }
bool is_one_of(char c, std::string_view set) { return set.find(c) != std::string_view::npos; }
bool is_unreserved(char c) { return is_letter(c) || is_digit(c) || is_one_of(c, "-._~"); }
bool is_sub_delimiter(char c) { return is_one_of(c, "!$&'()*+,;="); }
bool is_general_delimiter(char c) { return is_one_of(c, ":/?#[]@"); }
bool is_reg_name(char c) { return is_unreserved(c) || is_sub_delimiter(c) || c == '%'; }

bool percents_are_whole(std::string_view text) {
  for (std::size_t i = text.find('%'); i != std::string_view::npos; i = text.find('%', i + 1))
    if (i + 2 >= text.size() || !is_hex(text[i + 1]) || !is_hex(text[i + 2])) return false;
  return true;
}

bool is_host(std::string_view host) {
  if (host.empty()) return false;
  if (!host.starts_with('[')) return std::ranges::all_of(host, is_reg_name);
  if (!host.ends_with(']') || host.size() < 4) return false;
  return std::ranges::all_of(host.substr(1, host.size() - 2),
                             [](char c) { return is_unreserved(c) || is_sub_delimiter(c) || c == ':'; });
}

/// Where the port's colon stands, outside of an IP literal; npos when there is no port.
std::size_t port_colon(std::string_view host_and_port) {
  const std::size_t bracket = host_and_port.rfind(']');
  const std::size_t colon = host_and_port.rfind(':');
  const bool inside = bracket != std::string_view::npos && colon != std::string_view::npos && colon < bracket;
  return inside ? std::string_view::npos : colon;
}

}  // namespace

bool is_scheme(std::string_view text) {
  return !text.empty() && is_letter(text[0]) &&
         std::ranges::all_of(text, [](char c) { return is_letter(c) || is_digit(c) || is_one_of(c, "+-."); });
}

bool is_authority(std::string_view text) {
  if (!percents_are_whole(text)) return false;
  if (const std::size_t at = text.find('@'); at != std::string_view::npos) {
    const auto user = text.substr(0, at);
    if (!std::ranges::all_of(user, [](char c) { return is_reg_name(c) || c == ':'; })) return false;
    text.remove_prefix(at + 1);
  }
  const std::size_t colon = port_colon(text);
  if (colon == std::string_view::npos) return is_host(text);
  return is_host(text.substr(0, colon)) && std::ranges::all_of(text.substr(colon + 1), is_digit);
}

bool is_uri(std::string_view text) {
  const std::size_t colon = text.find(':');
  if (colon == std::string_view::npos || !is_scheme(text.substr(0, colon))) return false;
  const std::string_view rest = text.substr(colon + 1);
  if (rest.empty() || !percents_are_whole(rest)) return false;
  if (!std::ranges::all_of(rest, [](char c) { return c != ' ' && (is_uri_or_space(c) || c == '%'); })) return false;
  if (!rest.starts_with("//")) return true;
  const std::string_view authority = rest.substr(2, rest.find_first_of("/?#", 2) - 2);
  return authority.empty() || is_authority(authority);
}

bool is_uri_or_space(char c) { return c == ' ' || is_unreserved(c) || is_sub_delimiter(c) || is_general_delimiter(c); }

bool is_path_character(char c) { return is_unreserved(c) || is_sub_delimiter(c) || is_one_of(c, ":@%"); }

}  // namespace coffer::evm::uri
