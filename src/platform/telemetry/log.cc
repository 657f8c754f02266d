#include "platform/telemetry/log.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <iterator>

#include "base/bytes.h"

namespace coffer::telemetry {
namespace {

constexpr std::array<std::string_view, 4> kLevels{"debug", "info", "warning", "error"};
constexpr std::size_t kMaxValueLength = 4096;
constexpr std::string_view kRedacted = "[redacted]";

constexpr std::array<std::string_view, 12> kSecretNames{"authorization", "proxy_authorization",
                                                        "cookie",        "set_cookie",
                                                        "code",          "seed",
                                                        "xprv",          "jwt",
                                                        "otp",           "pin",
                                                        "secrets",       "sealed"};
constexpr std::array<std::string_view, 9> kSecretParts{"password", "passphrase", "mnemonic",   "private_key",  "secret",
                                                       "token",    "api_key",    "credential", "recovery_code"};
/// Names that hold such a part and no secret.
constexpr std::array<std::string_view, 3> kHarmless{"page_token", "next_page_token", "token_address"};

void append_text(std::string& out, std::string_view text) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  out.push_back('"');
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      out.push_back('\\');
      out.push_back(c);
    } else if (byte < 0x20 || byte == 0x7f) {
      out += "\\u00";
      out.push_back(kDigits[byte >> 4U]);
      out.push_back(kDigits[byte & 15U]);
    } else {
      out.push_back(c);
    }
  }
  out.push_back('"');
}

/// Cuts long values, and shows what is not UTF-8 as hex, so that a line is always valid JSON.
void append_safe_text(std::string& out, std::string_view text) {
  if (text.size() <= kMaxValueLength && is_utf8(text)) return append_text(out, text);
  const auto cut = text.substr(0, kMaxValueLength);
  if (is_utf8(cut)) return append_text(out, cut);
  append_text(out, "hex:" + hex(as_bytes(cut.substr(0, kMaxValueLength / 2))));
}

void append_value(std::string& out, const Field::Value& value) {
  auto to = std::back_inserter(out);
  if (const auto* text = std::get_if<std::string_view>(&value)) append_safe_text(out, *text);
  if (const auto* number = std::get_if<std::int64_t>(&value)) fmt::format_to(to, "{}", *number);
  if (const auto* number = std::get_if<std::uint64_t>(&value)) fmt::format_to(to, "{}", *number);
  if (const auto* flag = std::get_if<bool>(&value)) fmt::format_to(to, "{}", *flag);
  if (const auto* number = std::get_if<double>(&value)) {
    if (std::isfinite(*number))
      fmt::format_to(to, "{}", *number);
    else
      out += "null";
  }
}

}  // namespace

std::string_view level_name(Level level) { return kLevels.at(static_cast<std::size_t>(level)); }

Result<Level> parse_level(std::string_view name) {
  const auto* found = std::ranges::find(kLevels, name);
  if (found == kLevels.end()) return fail(invalid("must be debug, info, warning or error"));
  return static_cast<Level>(found - kLevels.begin());
}

bool is_secret_name(std::string_view name) {
  std::string plain(name);
  std::ranges::transform(plain, plain.begin(), [](char c) {
    if (c == '-') return '_';
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  });
  if (std::ranges::find(kHarmless, plain) != kHarmless.end()) return false;
  if (std::ranges::find(kSecretNames, plain) != kSecretNames.end()) return true;
  return std::ranges::any_of(kSecretParts,
                             [&](std::string_view part) { return plain.find(part) != std::string::npos; });
}

Log::Log(const Clock& clock, LogSink& sink, Level level, std::string logger)
    : clock_(&clock), sink_(&sink), level_(level), logger_(std::move(logger)) {}

Log Log::named(std::string logger) const { return Log(*clock_, *sink_, level_, std::move(logger)); }

void Log::write(Level level, std::string_view message, std::initializer_list<Field> fields) const {
  if (!enabled(level)) return;
  std::string line;
  line.reserve(256);
  line += R"({"time":")";
  line += rfc3339(clock_->now());
  line += R"(","level":")";
  line += level_name(level);
  line += R"(","logger":)";
  append_text(line, logger_);
  line += R"(,"message":)";
  append_safe_text(line, message);
  for (const Field& field : fields) {
    line.push_back(',');
    append_text(line, field.name());
    line.push_back(':');
    if (is_secret_name(field.name()))
      append_text(line, kRedacted);
    else
      append_value(line, field.value());
  }
  line.push_back('}');
  sink_->write(line);
}

}  // namespace coffer::telemetry
