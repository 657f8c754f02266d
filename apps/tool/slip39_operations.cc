#include <limits>

#include "apps/tool/input.h"
#include "apps/tool/operations.h"
#include "domain/keys/slip39.h"

namespace coffer::tool {
namespace {

using nlohmann::json;

constexpr std::size_t kMostShares = 256;  // sixteen groups of sixteen

Result<std::string> passphrase_of(const Input& input) {
  return input.has("passphrase") ? input.text("passphrase") : Result<std::string>("");
}

/// A field that fits into four to sixteen bits of a share; the library judges it further.
template <class T>
Result<T> narrow(const Input& input, std::string_view name) {
  COFFER_TRY(const std::uint64_t value, input.number(name));
  if (value > std::numeric_limits<T>::max()) return fail(invalid_field(std::string(name), "is too large"));
  return static_cast<T>(value);
}

Result<json> run_slip39_combine(const Toolbox& /*toolbox*/, const Input& input) {
  const json& field = input.json("shares");
  if (!field.is_array() || field.size() > kMostShares) {
    return fail(invalid_field("shares", "must be a list of at most 256 texts"));
  }
  std::vector<keys::Slip39Share> shares;
  for (std::size_t i = 0; i < field.size(); ++i) {
    const std::string place = "shares[" + std::to_string(i) + "]";
    if (!field[i].is_string()) return fail(invalid_field(place, "must be a text"));
    auto share = keys::parse_slip39_share(field[i].get_ref<const std::string&>());
    if (!share) return fail(std::move(share).error().with("field", place));
    shares.push_back(*std::move(share));
  }
  COFFER_TRY(const std::string passphrase, passphrase_of(input));
  auto secret = keys::slip39_combine(shares, passphrase);
  if (!secret && secret.error().details.empty()) return fail(std::move(secret).error().with("field", "shares"));
  if (!secret) return fail(std::move(secret).error());
  return json{{"secret", hex0x(secret->expose())}};
}

Result<std::vector<keys::Slip39Group>> groups_of(const Input& input) {
  const auto refused = [] {
    return fail(invalid_field("groups", "must be a list of [threshold, count], each 1 to 16"));
  };
  const json& field = input.json("groups");
  if (!field.is_array() || field.size() > 16) return refused();
  std::vector<keys::Slip39Group> out;
  for (const json& group : field) {
    if (!group.is_array() || group.size() != 2) return refused();
    for (const json& number : group) {
      if (!number.is_number_unsigned() || number.get<std::uint64_t>() > 16) return refused();
    }
    out.push_back({.threshold = group[0].get<std::uint8_t>(), .count = group[1].get<std::uint8_t>()});
  }
  return out;
}

Result<json> run_slip39_split(const Toolbox& /*toolbox*/, const Input& input) {
  COFFER_TRY(const SecretBytes secret, input.secret("secret"));
  COFFER_TRY(const std::string passphrase, passphrase_of(input));
  COFFER_TRY(const SecretBytes entropy, input.secret("entropy"));
  keys::Slip39Plan plan;
  COFFER_TRY(plan.identifier, narrow<std::uint16_t>(input, "identifier"));
  COFFER_TRY(plan.extendable, input.boolean("extendable"));
  COFFER_TRY(plan.iteration_exponent, narrow<std::uint8_t>(input, "iteration_exponent"));
  COFFER_TRY(plan.group_threshold, narrow<std::uint8_t>(input, "group_threshold"));
  COFFER_TRY(plan.groups, groups_of(input));
  COFFER_TRY(const auto groups, keys::slip39_split(secret.expose(), plan, passphrase, entropy.expose()));
  json out = json::array();
  for (const auto& group : groups) {
    json& members = out.emplace_back(json::array());
    for (const keys::Slip39Share& share : group) members.push_back(keys::print_slip39_share(share).expose_text());
  }
  return json{{"shares", std::move(out)}};
}

constexpr Field kPassphrase{
    .name = "passphrase", .form = Form::kText, .help = "printable ASCII", .required = false, .secret = true};

}  // namespace

std::vector<Operation> slip39_operations() {
  return {
      {"slip39.combine",
       "The master secret of exactly the shares that are needed",
       {{"shares", Form::kJson, "a list of mnemonics", true, true}, kPassphrase},
       run_slip39_combine},
      {"slip39.split",
       "Shares of a master secret, by groups",
       {{"secret", Form::kBytes, "16 to 256 bytes, an even number", true, true},
        {"group_threshold", Form::kNumber, "how many groups recover it"},
        {"groups", Form::kJson, "as [[2,3],[1,1]]: threshold and count of each"},
        kPassphrase,
        {"identifier", Form::kNumber, "0 to 32767, fresh"},
        {"iteration_exponent", Form::kNumber, "0 to 11: 10000 · 2^e iterations"},
        {"extendable", Form::kBoolean, "whether further backups may be added"},
        {"entropy", Form::kBytes, "32 fresh random bytes or more", true, true}},
       run_slip39_split},
  };
}

}  // namespace coffer::tool
