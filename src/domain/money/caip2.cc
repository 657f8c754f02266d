#include "domain/money/caip2.h"

#include <charconv>

#include "domain/money/caip_text.h"

namespace coffer::money {

Result<ChainId> ChainId::parse(std::string_view text) {
  const std::size_t colon = text.find(':');
  if (colon == std::string_view::npos) return fail(invalid("CAIP-2: a namespace, a colon and a reference are needed"));
  const std::string_view name_space = text.substr(0, colon);
  const std::string_view reference = text.substr(colon + 1);
  if (!caip::matches(name_space, 3, 8, caip::is_name_space))
    return fail(invalid("CAIP-2: the namespace is 3–8 of [-a-z0-9]"));
  if (!caip::matches(reference, 1, 32, caip::is_chain_reference))
    return fail(invalid("CAIP-2: the reference is 1–32 of [-_a-zA-Z0-9]"));
  return ChainId{.name_space = std::string(name_space), .reference = std::string(reference)};
}

ChainId ChainId::evm(std::uint64_t chain_id) { return {.name_space = "eip155", .reference = std::to_string(chain_id)}; }

std::optional<std::uint64_t> ChainId::evm_chain_id() const {
  if (name_space != "eip155") return std::nullopt;
  std::uint64_t out = 0;
  const char* last = reference.data() + reference.size();
  const auto [end, error] = std::from_chars(reference.data(), last, out);
  if (error != std::errc{} || end != last || std::to_string(out) != reference) return std::nullopt;
  return out;
}

}  // namespace coffer::money
