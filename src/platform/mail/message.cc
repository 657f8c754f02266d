#include "platform/mail/message.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <ctime>

#include "base/bytes.h"

namespace coffer::mail {
namespace {

constexpr std::size_t kMostAddress = 254;
constexpr std::size_t kMostSubject = 500;
constexpr std::size_t kLongestLine = 78;
constexpr std::size_t kBase64Line = 76;
// An encoded word has 75 characters at most, 12 of which are its frame; base64 makes 4 of 3.
constexpr std::size_t kWordBytes = 45;

bool is_control(char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }
bool is_ascii(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

bool is_atom_character(char c) {
  const bool alphanumeric = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  return alphanumeric || std::string_view("!#$%&'*+-/=?^_`{|}~").contains(c);
}

bool is_dot_atom(std::string_view text) {
  const bool dots_inside = !text.empty() && !text.starts_with('.') && !text.ends_with('.') && !text.contains("..");
  return dots_inside && std::ranges::all_of(text, [](char c) { return c == '.' || is_atom_character(c); });
}

/// `Fri, 28 Nov 2026 07:00:00 +0000` (RFC 5322 section 3.3), in English whatever the locale.
std::string date_text(Time time) {
  constexpr std::array kDays{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  constexpr std::array kMonths{"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const std::time_t seconds = to_micros(time) / 1'000'000;
  std::tm parts{};
  gmtime_r(&seconds, &parts);
  std::array<char, 64> out{};
  std::snprintf(out.data(), out.size(), "%s, %02d %s %d %02d:%02d:%02d +0000",
                kDays.at(static_cast<std::size_t>(parts.tm_wday)), parts.tm_mday,
                kMonths.at(static_cast<std::size_t>(parts.tm_mon)), parts.tm_year + 1900, parts.tm_hour, parts.tm_min,
                parts.tm_sec);
  return out.data();
}

/// Encoded words (RFC 2047), none of which cuts a character in two.
std::string encoded_words(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    std::size_t size = std::min(kWordBytes, text.size());
    while (size < text.size() && (static_cast<unsigned char>(text[size]) & 0xC0) == 0x80) --size;
    if (!out.empty()) out += "\r\n ";
    out += "=?utf-8?B?" + base64(as_bytes(text.substr(0, size))) + "?=";
    text.remove_prefix(size);
  }
  return out;
}

std::string with_crlf(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '\r') continue;
    if (c == '\n') out += '\r';
    out += c;
  }
  if (!out.ends_with("\r\n")) out += "\r\n";
  return out;
}

bool goes_as_it_is(std::string_view text) {
  std::size_t line = 0;
  for (const char c : text) {
    line = c == '\n' ? 0 : line + 1;
    const bool plain = c == '\n' || (!is_control(c) && static_cast<unsigned char>(c) < 0x80);
    if (!plain || line > kLongestLine) return false;
  }
  return true;
}

std::string body(std::string_view text) {
  if (goes_as_it_is(text)) return "Content-Transfer-Encoding: 7bit\r\n\r\n" + with_crlf(text);
  const std::string encoded = base64(as_bytes(with_crlf(text)));
  std::string out = "Content-Transfer-Encoding: base64\r\n\r\n";
  for (std::size_t at = 0; at < encoded.size(); at += kBase64Line) out += encoded.substr(at, kBase64Line) + "\r\n";
  return out;
}

}  // namespace

std::string_view domain_of(std::string_view address) { return address.substr(address.rfind('@') + 1); }

bool is_address(std::string_view text) {
  const std::size_t at = text.find('@');
  if (at == std::string_view::npos || text.size() > kMostAddress) return false;
  return is_dot_atom(text.substr(0, at)) && is_dot_atom(text.substr(at + 1));
}

Result<std::string> rfc5322(const Message& message) {
  if (!is_address(message.from)) return fail(invalid_field("from", "is not a mail address"));
  if (!is_address(message.to)) return fail(invalid_field("to", "is not a mail address"));
  if (!is_dot_atom(message.id)) return fail(invalid_field("id", "is not an atom of RFC 5322"));
  if (message.subject.size() > kMostSubject || std::ranges::any_of(message.subject, is_control))
    return fail(invalid_field("subject", "must be one line of at most 500 bytes"));
  const bool plain = is_ascii(message.subject) && message.subject.size() <= kLongestLine;
  return "From: " + message.from + "\r\nTo: " + message.to +
         "\r\nSubject: " + (plain ? message.subject : encoded_words(message.subject)) +
         "\r\nDate: " + date_text(message.date) + "\r\nMessage-ID: <" + message.id + "@" +
         std::string(domain_of(message.from)) +
         ">\r\nAuto-Submitted: auto-generated\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n" +
         body(message.text);
}

}  // namespace coffer::mail
