#include <fstream>
#include <functional>
#include <map>
#include <set>
#include <sstream>

#define TOML_EXCEPTIONS 0
#include <toml++/toml.h>

#include "services/chains/network.h"

namespace coffer::chains {
namespace {

constexpr std::size_t kMaxFile = 1 << 20;

using Setter = std::function<Result<void>(const toml::node& node)>;
using Setters = std::map<std::string, Setter, std::less<>>;

Setter text_into(std::string& out) {
  return [&out](const toml::node& node) -> Result<void> {
    const auto value = node.value_exact<std::string>();
    if (!value) return fail(invalid("must be text"));
    out = *value;
    return {};
  };
}

Setter flag_into(bool& out) {
  return [&out](const toml::node& node) -> Result<void> {
    const auto value = node.value_exact<bool>();
    if (!value) return fail(invalid("must be true or false"));
    out = *value;
    return {};
  };
}

template <class Integer>
Setter number_into(Integer& out) {
  return [&out](const toml::node& node) -> Result<void> {
    const auto value = node.value_exact<std::int64_t>();
    if (!value || !std::in_range<Integer>(*value)) return fail(invalid("must be a whole number in range"));
    out = static_cast<Integer>(*value);
    return {};
  };
}

Setter duration_into(Duration& out) {
  return [&out](const toml::node& node) -> Result<void> {
    const auto value = node.value_exact<std::string>();
    if (!value) return fail(invalid("must be text such as 250ms or 12s"));
    COFFER_TRY(out, parse_duration(*value));
    return {};
  };
}

Setter amount_into(U256& out) {
  return [&out](const toml::node& node) -> Result<void> {
    const auto value = node.value_exact<std::string>();
    if (!value) return fail(invalid("must be decimal text"));
    COFFER_TRY(out, U256::parse_decimal(*value));
    return {};
  };
}

template <class Enum>
Setter choice_into(Enum& out, std::map<std::string, Enum> choices) {
  return [&out, choices = std::move(choices)](const toml::node& node) -> Result<void> {
    const auto value = node.value_exact<std::string>();
    const auto found = value ? choices.find(*value) : choices.end();
    if (found == choices.end()) return fail(invalid("is none of the choices"));
    out = found->second;
    return {};
  };
}

/// The content of a file, without the line feed at its end.
Setter file_into(std::string& out) {
  return [&out](const toml::node& node) -> Result<void> {
    const auto value = node.value_exact<std::string>();
    std::ifstream file(value.value_or(""));
    if (!value || !std::getline(file, out)) return fail(invalid("cannot be read"));
    return {};
  };
}

Result<void> apply(const toml::table& table, const Setters& setters, std::string_view skip) {
  for (const auto& [key, node] : table) {
    if (key.str() == skip) continue;
    const auto setter = setters.find(key.str());
    if (setter == setters.end()) return fail(invalid_field(std::string(key.str()), "is no known key"));
    if (auto set = setter->second(node); !set) {
      return fail(invalid_field(std::string(key.str()), std::move(set).error().message));
    }
  }
  return {};
}

Result<EndpointSettings> read_endpoint(const toml::table& table) {
  EndpointSettings out;
  const Setters setters{{"name", text_into(out.name)},
                        {"url", text_into(out.url)},
                        {"url_file", file_into(out.url)},
                        {"own", flag_into(out.own)},
                        {"weight", number_into(out.weight)}};
  COFFER_CHECK(apply(table, setters, ""));
  return out;
}

Setters setters_of(NetworkSettings& out) {
  return {{"id", text_into(out.id)},
          {"chain", text_into(out.chain)},
          {"name", text_into(out.name)},
          {"kind", text_into(out.kind)},
          {"chain_id", number_into(out.chain_id)},
          {"symbol", text_into(out.symbol)},
          {"coin_name", text_into(out.coin_name)},
          {"decimals", number_into(out.decimals)},
          {"confirmations", number_into(out.confirmations)},
          {"finality", choice_into<FinalityMode>(out.finality, {{"depth", FinalityMode::kDepth},
                                                                {"finalized", FinalityMode::kFinalizedTag}})},
          {"development", flag_into(out.development)},
          {"block_time", duration_into(out.block_time)},
          {"rollup",
           choice_into<Rollup>(
               out.rollup, {{"none", Rollup::kNone}, {"op-stack", Rollup::kOpStack}, {"arbitrum", Rollup::kArbitrum}})},
          {"legacy_fees", flag_into(out.legacy_fees)},
          {"transfer_gas", number_into(out.transfer_gas)},
          {"min_priority_fee", amount_into(out.min_priority_fee)},
          {"poll_interval", duration_into(out.poll_interval)},
          {"call_timeout", duration_into(out.call_timeout)},
          {"health_interval", duration_into(out.health_interval)},
          {"quorum", number_into(out.quorum)},
          {"broadcast_fan_out", number_into(out.broadcast_fan_out)},
          {"max_lag_blocks", number_into(out.max_lag_blocks)},
          {"head_ring", number_into(out.head_ring)},
          {"deepest_reorg", number_into(out.deepest_reorg)}};
}

Result<NetworkSettings> read_network(const toml::table& table) {
  NetworkSettings out;
  COFFER_CHECK(apply(table, setters_of(out), "endpoint"));
  if (const toml::array* endpoints = table["endpoint"].as_array()) {
    for (const toml::node& node : *endpoints) {
      if (!node.is_table()) return fail(invalid_field("endpoint", "must be tables"));
      COFFER_TRY(EndpointSettings endpoint, read_endpoint(*node.as_table()));
      out.endpoints.push_back(std::move(endpoint));
    }
  }
  if (out.chain.empty()) out.chain = "eip155:" + std::to_string(out.chain_id);
  if (out.name.empty()) out.name = out.id;
  COFFER_CHECK(validate(out));
  return out;
}

}  // namespace

Result<std::vector<NetworkSettings>> parse_networks(std::string_view text) {
  if (text.size() > kMaxFile) return fail(invalid("networks: the file is over 1 MiB"));
  const toml::parse_result parsed = toml::parse(text);
  if (!parsed) return fail(invalid("networks: " + std::string(parsed.error().description())));
  std::vector<NetworkSettings> out;
  std::set<std::string> seen;
  for (const auto& [key, node] : parsed.table()) {
    if (key.str() != "network" || !node.is_array())
      return fail(invalid_field(std::string(key.str()), "is no known key"));
    for (const toml::node& item : *node.as_array()) {
      if (!item.is_table()) return fail(invalid_field("network", "must be tables"));
      const std::string place = "network[" + std::to_string(out.size()) + "]";
      auto network = read_network(*item.as_table());
      if (!network) return fail(std::move(network).error().under(place));
      if (!seen.insert(network->id).second || !seen.insert(network->chain).second) {
        return fail(invalid_field(place + ".id", "is there twice"));
      }
      out.push_back(*std::move(network));
    }
  }
  return out;
}

Result<std::vector<NetworkSettings>> load_networks(const std::filesystem::path& file) {
  std::ifstream stream(file);
  if (!stream) return fail(invalid("networks: the file cannot be read"));
  std::ostringstream text;
  text << stream.rdbuf();
  return parse_networks(text.str());
}

}  // namespace coffer::chains
