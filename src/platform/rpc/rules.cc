#include "platform/rpc/rules.h"

#include <algorithm>
#include <regex>

#include "base/bytes.h"
#include "base/time.h"
#include "base/u256.h"

namespace coffer::rpc {
namespace {

Error broken(std::string rule) { return invalid_field("", std::move(rule)); }

Result<void> expect(bool holds, std::string_view rule) {
  if (holds) return {};
  return fail(broken(std::string(rule)));
}

std::string bounds(std::int64_t min, std::int64_t max) {
  if (max == 0) return "at least " + std::to_string(min);
  if (min == 0) return "at most " + std::to_string(max);
  if (min == max) return "exactly " + std::to_string(min);
  return std::to_string(min) + " to " + std::to_string(max);
}

/// An upper bound of 0 says nothing.
bool within(std::int64_t value, std::int64_t min, std::int64_t max) {
  return value >= min && (max == 0 || value <= max);
}

std::int64_t code_points(std::string_view text) {
  return std::ranges::count_if(text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; });
}

bool is_lower_or_digit(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); }
bool is_letter_or_digit(char c) { return is_lower_or_digit(c) || (c >= 'A' && c <= 'Z'); }
bool is_hex_digit(char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }
bool is_visible(char c) { return c > 0x20 && c < 0x7F; }

/// Text of `min` to `max` characters that all satisfy `allowed`.
bool consists_of(std::string_view text, std::size_t min, std::size_t max, bool (*allowed)(char)) {
  return text.size() >= min && text.size() <= max && std::ranges::all_of(text, allowed);
}

bool is_prefixed_hex(std::string_view text) {
  return text.starts_with("0x") && std::ranges::all_of(text.substr(2), is_hex_digit);
}

/// The dot-atom of RFC 5321 section 4.1.2.
bool is_dot_atom(std::string_view text) {
  if (text.empty() || text.size() > 64 || text.front() == '.' || text.back() == '.') return false;
  if (text.find("..") != std::string_view::npos) return false;
  return std::ranges::all_of(text, [](char c) {
    return is_letter_or_digit(c) || c == '.' ||
           std::string_view("!#$%&'*+-/=?^_`{|}~").find(c) != std::string_view::npos;
  });
}

bool is_domain_label(std::string_view label) {
  const auto allowed = [](char c) { return is_letter_or_digit(c) || c == '-'; };
  return consists_of(label, 1, 63, allowed) && label.front() != '-' && label.back() != '-';
}

/// At least two labels.
bool is_domain(std::string_view text) {
  std::size_t labels = 0;
  while (true) {
    const std::size_t end = std::min(text.find('.'), text.size());
    if (!is_domain_label(text.substr(0, end))) return false;
    ++labels;
    if (end == text.size()) return labels >= 2;
    text.remove_prefix(end + 1);
  }
}

/// CAIP-2: `namespace:reference`.
bool is_caip2(std::string_view text) {
  const std::size_t colon = text.find(':');
  if (colon == std::string_view::npos) return false;
  const auto in_namespace = [](char c) { return is_lower_or_digit(c) || c == '-'; };
  const auto in_reference = [](char c) { return is_letter_or_digit(c) || c == '-' || c == '_'; };
  return consists_of(text.substr(0, colon), 3, 8, in_namespace) &&
         consists_of(text.substr(colon + 1), 1, 32, in_reference);
}

/// The short id of a network: a lower-case word.
bool is_short_id(std::string_view text) {
  const auto allowed = [](char c) { return is_lower_or_digit(c) || c == '-'; };
  return consists_of(text, 1, 32, allowed) && text.front() >= 'a';
}

/// CAIP-19: a CAIP-2 chain, a slash, and `asset_namespace:asset_reference`, perhaps with `/token_id`.
bool is_caip19(std::string_view text) {
  const std::size_t slash = text.find('/');
  if (slash == std::string_view::npos || !is_caip2(text.substr(0, slash))) return false;
  const std::string_view asset = text.substr(slash + 1);
  const std::size_t colon = asset.find(':');
  if (colon == std::string_view::npos) return false;
  const auto in_namespace = [](char c) { return is_lower_or_digit(c) || c == '-'; };
  const auto in_reference = [](char c) {
    return is_letter_or_digit(c) || std::string_view("-.%/").find(c) != std::string_view::npos;
  };
  return consists_of(asset.substr(0, colon), 3, 8, in_namespace) &&
         consists_of(asset.substr(colon + 1), 1, 210, in_reference);
}

}  // namespace

Error named(Error error) {
  const auto field = error.details.find("field");
  if (field != error.details.end() && !field->second.empty()) error.message = field->second + " " + error.message;
  return error;
}

Result<void> check_present(bool present) { return expect(present, "is required"); }
Result<void> check_given(std::string_view text) { return expect(!text.empty(), "must not be empty"); }

Result<void> check_length(std::string_view text, std::int64_t min, std::int64_t max) {
  if (within(code_points(text), min, max)) return {};
  return fail(broken("must have " + bounds(min, max) + " characters"));
}

Result<void> check_size(std::string_view bytes, std::int64_t min, std::int64_t max) {
  if (within(static_cast<std::int64_t>(bytes.size()), min, max)) return {};
  return fail(broken("must have " + bounds(min, max) + " bytes"));
}

Result<void> check_range(std::int64_t value, std::int64_t min, std::int64_t max) {
  if (within(value, min, max)) return {};
  return fail(broken("must be " + bounds(min, max)));
}

Result<void> check_items(std::int64_t count, std::int64_t min, std::int64_t max) {
  if (within(count, min, max)) return {};
  return fail(broken("must have " + bounds(min, max) + " items"));
}

Result<void> check_one_of(std::string_view text, std::initializer_list<std::string_view> allowed) {
  if (std::ranges::find(allowed, text) != allowed.end()) return {};
  std::string list;
  for (const std::string_view word : allowed) list.append(list.empty() ? "" : ", ").append(word);
  return fail(broken("must be one of " + list));
}

Result<void> check_pattern(std::string_view text, const char* pattern) {
  if (std::regex_match(text.begin(), text.end(), std::regex(pattern))) return {};
  return fail(broken("must match " + std::string(pattern)));
}

Result<void> check_email(std::string_view text) {
  const std::size_t at = text.rfind('@');
  const bool holds = text.size() <= 254 && at != std::string_view::npos && is_dot_atom(text.substr(0, at)) &&
                     is_domain(text.substr(at + 1));
  return expect(holds, "must be an e-mail address of at most 254 characters");
}

Result<void> check_uuid(std::string_view text) {
  bool holds = text.size() == 36;
  for (std::size_t i = 0; holds && i < text.size(); ++i) {
    const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
    holds = dash ? text[i] == '-' : is_hex_digit(text[i]) && !(text[i] >= 'A' && text[i] <= 'F');
  }
  return expect(holds, "must be a lower-case UUID");
}

Result<void> check_evm_address(std::string_view text, const Formats& formats) {
  COFFER_CHECK(expect(text.size() == 42 && is_prefixed_hex(text), "must be 0x and 40 hex digits"));
  return expect(formats.is_evm_address(text), "must have the checksum of EIP-55, or digits of one case");
}

Result<void> check_address(std::string_view text, const Formats& formats) {
  COFFER_CHECK(expect(consists_of(text, 1, 128, is_visible), "must be an address of 1 to 128 printable characters"));
  if (text.starts_with("0x")) return check_evm_address(text, formats);
  return expect(formats.is_address(text), "must be an address of a known chain");
}

Result<void> check_amount(std::string_view text) {
  return expect(U256::parse_decimal(text).has_value(),
                "must be a decimal string, 0 or [1-9][0-9]*, below 2^256, in the smallest unit");
}

Result<void> check_hex(std::string_view text) {
  return expect(text.size() % 2 == 0 && is_prefixed_hex(text), "must be 0x and an even number of hex digits");
}

Result<void> check_hash(std::string_view text) {
  return expect(text.size() == 66 && is_prefixed_hex(text), "must be 0x and 64 hex digits");
}

Result<void> check_network(std::string_view text) {
  return expect(is_short_id(text) || is_caip2(text), "must be a network's short id or its CAIP-2 id");
}

Result<void> check_asset(std::string_view text, const Formats& formats) {
  if (text.find('/') != std::string_view::npos) return expect(is_caip19(text), "must be a CAIP-19 asset id");
  return check_address(text, formats);
}

Result<void> check_base64(std::string_view text) {
  return expect(parse_base64(text).has_value(), "must be base64 with padding (RFC 4648 section 4)");
}

Result<void> check_duration(std::string_view text) {
  return expect(parse_duration(text).has_value(), "must be a whole number and ms, s, m or h, such as 20s");
}

Result<void> check_label(std::string_view text) {
  COFFER_CHECK(check_length(text, 1, 64));
  const bool printable =
      std::ranges::none_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; });
  COFFER_CHECK(expect(printable, "must not hold control characters"));
  return expect(text.find_first_not_of(' ') != std::string_view::npos, "must not be blank");
}

}  // namespace coffer::rpc
