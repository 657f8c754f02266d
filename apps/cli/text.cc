#include "apps/cli/text.h"

#include <algorithm>

#include "domain/money/decimal.h"

namespace coffer::cli {
namespace {

/// Characters of UTF-8: the bytes that do not continue one.
std::size_t width(std::string_view text) {
  return static_cast<std::size_t>(
      std::ranges::count_if(text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

std::string span_of(std::int64_t seconds) {
  if (seconds < 120) return std::to_string(seconds) + " s";
  if (seconds < 120 * 60) return std::to_string(seconds / 60) + " min";
  if (seconds < 48 * 3600) return std::to_string(seconds / 3600) + " h";
  return std::to_string(seconds / 86400) + " days";
}

}  // namespace

std::string columns(const std::vector<std::vector<std::string>>& rows) {
  std::vector<std::size_t> widths;
  for (const auto& row : rows) {
    widths.resize(std::max(widths.size(), row.size()));
    for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], width(row[i]));
  }
  std::string out;
  for (const auto& row : rows) {
    std::string line;
    for (std::size_t i = 0; i < row.size(); ++i) {
      line += row[i];
      if (i + 1 < row.size()) line.append(widths[i] - width(row[i]) + 2, ' ');
    }
    while (line.ends_with(' ')) line.pop_back();
    out += line + "\n";
  }
  return out;
}

std::string grouped(std::string_view address) {
  std::string out(address.substr(0, 2));
  for (std::size_t at = 2; at < address.size(); at += 4) {
    if (at > 2) out += ' ';
    out += address.substr(at, 4);
  }
  return out;
}

std::string shortened(std::string_view address) {
  if (address.size() <= 14) return std::string(address);
  return std::string(address.substr(0, 6)) + "…" + std::string(address.substr(address.size() - 4));
}

std::string with_unit(std::string_view amount, unsigned decimals, std::string_view symbol) {
  const Result<U256> units = smallest_units(amount);
  const Result<std::string> text = units ? money::format_amount(*units, decimals) : fail(units.error());
  return (text ? *text : std::string(amount)) + " " + std::string(symbol);
}

std::string gwei(std::string_view wei_per_gas) { return with_unit(wei_per_gas, 9, "gwei"); }

Result<U256> smallest_units(std::string_view text) { return U256::parse_decimal(text); }

std::string relative(std::string_view rfc3339, Time now) {
  const Result<Time> time = parse_rfc3339(rfc3339);
  if (!time) return std::string(rfc3339);
  const std::int64_t seconds = std::chrono::duration_cast<std::chrono::seconds>(now - *time).count();
  return seconds < 0 ? "in " + span_of(-seconds) : span_of(seconds) + " ago";
}

}  // namespace coffer::cli
