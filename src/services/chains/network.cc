#include "services/chains/network.h"

#include <algorithm>
#include <set>

#include "domain/money/caip2.h"

namespace coffer::chains {
namespace {

bool is_short_id(std::string_view text) {
  return !text.empty() && text.size() <= 32 &&
         std::ranges::all_of(text, [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; });
}

Result<void> validate_endpoints(const NetworkSettings& settings) {
  if (settings.endpoints.empty()) return fail(invalid_field("endpoint", "at least one is needed"));
  if (settings.endpoints.size() > 32) return fail(invalid_field("endpoint", "at most 32"));
  std::set<std::string> names;
  for (const EndpointSettings& endpoint : settings.endpoints) {
    if (!is_short_id(endpoint.name)) return fail(invalid_field("endpoint.name", "lower-case letters, digits and -"));
    if (!names.insert(endpoint.name).second) return fail(invalid_field("endpoint.name", "is there twice"));
    if (!endpoint.url.starts_with("http://") && !endpoint.url.starts_with("https://")) {
      return fail(invalid_field("endpoint.url", "must begin with http:// or https://"));
    }
  }
  return {};
}

}  // namespace

Result<void> validate(const NetworkSettings& settings) {
  if (!is_short_id(settings.id)) return fail(invalid_field("id", "lower-case letters, digits and -, at most 32"));
  if (settings.kind != "evm") return fail(invalid_field("kind", "must be evm"));
  const auto chain = money::ChainId::parse(settings.chain);
  if (!chain || chain->evm_chain_id() != settings.chain_id) {
    return fail(invalid_field("chain", "must be eip155: and the chain id"));
  }
  if (settings.chain_id == 0) return fail(invalid_field("chain_id", "must not be 0"));
  if (settings.confirmations == 0 || settings.confirmations > settings.head_ring) {
    return fail(invalid_field("confirmations", "must be between 1 and head_ring"));
  }
  if (settings.deepest_reorg >= settings.head_ring)
    return fail(invalid_field("deepest_reorg", "must be below head_ring"));
  if (settings.head_ring > 4096) return fail(invalid_field("head_ring", "at most 4096"));
  if (settings.quorum == 0 || settings.broadcast_fan_out == 0) {
    return fail(invalid_field("quorum", "quorum and broadcast_fan_out are at least 1"));
  }
  if (settings.block_time.count() <= 0 || settings.poll_interval.count() <= 0) {
    return fail(invalid_field("block_time", "times are above 0"));
  }
  return validate_endpoints(settings);
}

}  // namespace coffer::chains
