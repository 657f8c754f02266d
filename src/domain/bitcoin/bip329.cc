#include "domain/bitcoin/bip329.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

#include "domain/bitcoin/address.h"
#include "domain/bitcoin/descriptor_key.h"
#include "domain/bitcoin/transaction.h"
#include "domain/crypto/base58.h"
#include "domain/crypto/schnorr.h"
#include "domain/crypto/secp256k1.h"
#include "domain/strict_json/strict_json.h"

namespace coffer::bitcoin {
namespace {

using nlohmann::json;
using Type = Label::Type;

constexpr std::size_t kMaxText = 64U << 20U;
constexpr strict_json::Limits kLineLimits{.bytes = 64U << 10U, .depth = 8};

struct Name {
  std::string_view text;
  Type type;
};
constexpr std::array kNames = {
    Name{"tx", Type::kTransaction}, Name{"addr", Type::kAddress},  Name{"pubkey", Type::kPublicKey},
    Name{"input", Type::kInput},    Name{"output", Type::kOutput}, Name{"xpub", Type::kExtendedPublicKey},
};

bool is_outpoint(std::string_view text) {
  if (text.size() < 66 || text[64] != ':' || !TxId::parse(text.substr(0, 64))) return false;
  const std::string_view digits = text.substr(65);
  std::uint32_t index = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), index);
  return error == std::errc{} && end == digits.data() + digits.size();
}

bool is_key(std::string_view text) {
  const auto bytes = parse_hex(text);
  if (!bytes) return false;
  return bytes->size() == 32 ? crypto::schnorr::XOnlyPublicKey::parse(*bytes).has_value()
                             : crypto::secp256k1::PublicKey::parse(*bytes).has_value();
}

bool is_address(std::string_view text) {
  return std::ranges::any_of(std::array{Network::kMainnet, Network::kTestnet, Network::kRegtest},
                             [&](Network network) { return script_of_address(text, network).has_value(); });
}

bool fits(Type type, std::string_view reference) {
  switch (type) {
    case Type::kTransaction:
      return TxId::parse(reference).has_value();
    case Type::kAddress:
      return is_address(reference);
    case Type::kPublicKey:
      return is_key(reference);
    case Type::kInput:
    case Type::kOutput:
      return is_outpoint(reference);
    case Type::kExtendedPublicKey: {
      const auto payload = crypto::parse_base58check(reference);
      return payload && payload->size() == 78;
    }
  }
  std::unreachable();
}

/// `wpkh([d34db33f/84h/0h/0h])`: a descriptor with its keys left out.
Result<void> check_origin(std::string_view origin) {
  const std::size_t open = origin.find('[');
  const std::size_t close = origin.find(']');
  if (open == std::string_view::npos || close == std::string_view::npos || close < open)
    return fail(invalid_field("origin", "BIP-329: must hold a key origin"));
  if (!parse_descriptor_origin(origin.substr(open + 1, close - open - 1)))
    return fail(invalid_field("origin", "BIP-329: must hold a key origin"));
  return {};
}

/// Takes a text out of the object; nothing when it is absent.
Result<std::optional<std::string>> take_text(json& object, const char* name) {
  const auto found = object.find(name);
  if (found == object.end()) return std::nullopt;
  if (!found->is_string()) return fail(invalid_field(name, "BIP-329: must be a text"));
  auto out = found->get<std::string>();
  object.erase(found);
  return out;
}

}  // namespace

Result<void> check_label(const Label& label) {
  if (!fits(label.type, label.reference)) return fail(invalid_field("ref", "BIP-329: not a reference of this type"));
  if (label.origin) {
    if (label.type != Type::kTransaction) return fail(invalid_field("origin", "BIP-329: belongs to transactions"));
    COFFER_CHECK(check_origin(*label.origin));
  }
  if (label.spendable && label.type != Type::kOutput)
    return fail(invalid_field("spendable", "BIP-329: belongs to outputs"));
  return {};
}

Result<Label> parse_label(std::string_view line) {
  COFFER_TRY(json object, strict_json::parse(line, kLineLimits));
  if (!object.is_object()) return fail(invalid("BIP-329: a line is a JSON object"));
  COFFER_TRY(const auto type, take_text(object, "type"));
  const auto name = std::ranges::find(kNames, type.value_or(""), &Name::text);
  if (name == kNames.end()) return fail(invalid_field("type", "BIP-329: tx, addr, pubkey, input, output or xpub"));
  Label out;
  out.type = name->type;
  COFFER_TRY(const auto reference, take_text(object, "ref"));
  if (!reference) return fail(invalid_field("ref", "BIP-329: is missing"));
  out.reference = *reference;
  COFFER_TRY(const auto label, take_text(object, "label"));
  out.label = label.value_or("");
  COFFER_TRY(out.origin, take_text(object, "origin"));
  if (const auto found = object.find("spendable"); found != object.end()) {
    if (!found->is_boolean()) return fail(invalid_field("spendable", "BIP-329: must be true or false"));
    out.spendable = found->get<bool>();
    object.erase(found);
  }
  out.others = std::move(object);
  COFFER_CHECK(check_label(out));
  return out;
}

std::string print_label(const Label& label) {
  nlohmann::ordered_json out;
  out["type"] = std::ranges::find(kNames, label.type, &Name::type)->text;
  out["ref"] = label.reference;
  if (!label.label.empty()) out["label"] = label.label;
  if (label.origin) out["origin"] = *label.origin;
  if (label.spendable) out["spendable"] = *label.spendable;
  for (const auto& [name, value] : label.others.items()) out[name] = value;
  return out.dump();
}

Result<std::vector<Label>> parse_labels(std::string_view text) {
  if (text.size() > kMaxText) return fail(invalid("BIP-329: more than 64 MiB"));
  std::vector<Label> out;
  for (std::size_t number = 1; !text.empty(); ++number) {
    std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(line.size() + 1, text.size()));
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (line.empty()) continue;
    auto label = parse_label(line);
    if (!label) return fail(std::move(label).error().with("line", std::to_string(number)));
    out.push_back(*std::move(label));
  }
  return out;
}

std::string print_labels(const std::vector<Label>& labels) {
  std::string out;
  for (const Label& label : labels) out += print_label(label) + "\n";
  return out;
}

}  // namespace coffer::bitcoin
