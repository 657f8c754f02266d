#include "domain/bitcoin/bip21.h"

#include <algorithm>
#include <utility>

#include "base/bytes.h"
#include "domain/bitcoin/address.h"
#include "domain/bitcoin/transaction.h"
#include "domain/money/decimal.h"

namespace coffer::bitcoin {
namespace {

constexpr std::size_t kMaxText = 8 * 1024;
constexpr unsigned kDecimals = 8;
constexpr std::string_view kScheme = "bitcoin:";

bool is_unreserved(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.' ||
         c == '_' || c == '~';
}

Result<std::string> percent_decoded(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    if (text[0] != '%') {
      out += text[0];
      text.remove_prefix(1);
      continue;
    }
    const auto byte = parse_hex(text.substr(1, 2));
    if (!byte || byte->size() != 1) return fail(invalid("BIP-21: a percent sign without two hex digits"));
    out += static_cast<char>((*byte)[0]);
    text.remove_prefix(3);
  }
  if (!is_utf8(out)) return fail(invalid("BIP-21: a text that is not UTF-8"));
  return out;
}

std::string percent_encoded(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (is_unreserved(c)) {
      out += c;
    } else {
      const auto byte = static_cast<std::uint8_t>(c);
      out += "%" + hex({&byte, 1});
    }
  }
  return out;
}

Result<void> put(PaymentUri& uri, const std::string& name, std::string value) {
  if (name == "amount") {
    COFFER_TRY(const U256 amount, money::parse_amount(value, kDecimals));
    const auto sats = amount.to_u64();
    if (uri.amount_sats || !sats || *sats > kMaxMoney) return fail(invalid("given twice, or above 21 million bitcoin"));
    uri.amount_sats = *sats;
    return {};
  }
  if (name.starts_with("req-")) return fail(invalid("BIP-21: a required parameter that is unknown here"));
  auto* known = name == "label" ? &uri.label : name == "message" ? &uri.message : nullptr;
  if (known != nullptr && !*known) {
    *known = std::move(value);
    return {};
  }
  if (known != nullptr || !uri.others.emplace(name, std::move(value)).second)
    return fail(invalid("BIP-21: a parameter given twice"));
  return {};
}

bool has_scheme(std::string_view text) {
  const auto same = [](char a, char b) { return (a >= 'A' && a <= 'Z' ? a - 'A' + 'a' : a) == b; };
  return text.size() > kScheme.size() && std::ranges::equal(text.substr(0, kScheme.size()), kScheme, same);
}

}  // namespace

Result<PaymentUri> parse_payment_uri(std::string_view text, Network network) {
  if (text.size() > kMaxText) return fail(invalid("BIP-21: more than 8 KiB"));
  if (!has_scheme(text)) return fail(invalid("BIP-21: must begin with bitcoin:"));
  text.remove_prefix(kScheme.size());
  const std::size_t mark = std::min(text.find('?'), text.size());
  PaymentUri out;
  out.address = std::string(text.substr(0, mark));
  COFFER_CHECK(script_of_address(out.address, network));
  std::string_view rest = text.substr(std::min(mark + 1, text.size()));
  while (!rest.empty()) {
    const std::string_view pair = rest.substr(0, rest.find('&'));
    rest.remove_prefix(std::min(pair.size() + 1, rest.size()));
    const std::size_t equals = std::min(pair.find('='), pair.size());
    COFFER_TRY(const std::string name, percent_decoded(pair.substr(0, equals)));
    COFFER_TRY(std::string value, percent_decoded(pair.substr(std::min(equals + 1, pair.size()))));
    auto done = put(out, name, std::move(value));
    if (!done) return fail(std::move(done).error().with("field", name));
  }
  return out;
}

std::string print_payment_uri(const PaymentUri& uri) {
  std::string query;
  const auto add = [&](const std::string& name, const std::string& value) {
    query += (query.empty() ? "?" : "&") + percent_encoded(name) + "=" + percent_encoded(value);
  };
  if (uri.amount_sats) add("amount", *money::format_amount(*uri.amount_sats, kDecimals));
  if (uri.label) add("label", *uri.label);
  if (uri.message) add("message", *uri.message);
  for (const auto& [name, value] : uri.others) add(name, value);
  return std::string(kScheme) + uri.address + query;
}

}  // namespace coffer::bitcoin
