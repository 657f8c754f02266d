#include "domain/money/caip.h"

#include <algorithm>
#include <charconv>

namespace coffer::money {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_lower(char c) { return c >= 'a' && c <= 'z'; }
bool is_alphanumeric(char c) { return is_digit(c) || is_lower(c) || (c >= 'A' && c <= 'Z'); }
bool is_name_space(char c) { return is_digit(c) || is_lower(c) || c == '-'; }
bool is_chain_reference(char c) { return is_alphanumeric(c) || c == '-' || c == '_'; }
bool is_reference(char c) { return is_alphanumeric(c) || c == '-' || c == '.' || c == '%'; }

bool matches(std::string_view text, std::size_t least, std::size_t most, bool (*allowed)(char)) {
  return text.size() >= least && text.size() <= most && std::ranges::all_of(text, allowed);
}

}  // namespace

Result<ChainId> ChainId::parse(std::string_view text) {
  const std::size_t colon = text.find(':');
  if (colon == std::string_view::npos) return fail(invalid("CAIP-2: a namespace, a colon and a reference are needed"));
  const std::string_view name_space = text.substr(0, colon);
  const std::string_view reference = text.substr(colon + 1);
  if (!matches(name_space, 3, 8, is_name_space)) return fail(invalid("CAIP-2: the namespace is 3–8 of [-a-z0-9]"));
  if (!matches(reference, 1, 32, is_chain_reference))
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

Result<AccountId> AccountId::parse(std::string_view text) {
  const std::size_t colon = text.rfind(':');
  if (colon == std::string_view::npos) return fail(invalid("CAIP-10: a chain, a colon and an address are needed"));
  COFFER_TRY(ChainId chain, ChainId::parse(text.substr(0, colon)));
  const std::string_view address = text.substr(colon + 1);
  if (!matches(address, 1, 128, is_reference)) return fail(invalid("CAIP-10: the address is 1–128 of [-.%a-zA-Z0-9]"));
  return AccountId{.chain = std::move(chain), .address = std::string(address)};
}

Result<AssetId> AssetId::parse(std::string_view text) {
  const std::size_t slash = text.find('/');
  if (slash == std::string_view::npos) return fail(invalid("CAIP-19: a chain, a slash and an asset are needed"));
  AssetId out;
  COFFER_TRY(out.chain, ChainId::parse(text.substr(0, slash)));
  std::string_view asset = text.substr(slash + 1);
  if (const std::size_t second = asset.find('/'); second != std::string_view::npos) {
    const std::string_view token_id = asset.substr(second + 1);
    if (!matches(token_id, 1, 78, is_reference))
      return fail(invalid("CAIP-19: the token id is 1–78 of [-.%a-zA-Z0-9]"));
    out.token_id = std::string(token_id);
    asset = asset.substr(0, second);
  }
  const std::size_t colon = asset.find(':');
  if (colon == std::string_view::npos) return fail(invalid("CAIP-19: an asset namespace, a colon and a reference"));
  out.name_space = std::string(asset.substr(0, colon));
  out.reference = std::string(asset.substr(colon + 1));
  if (!matches(out.name_space, 3, 8, is_name_space))
    return fail(invalid("CAIP-19: the asset namespace is 3–8 of [-a-z0-9]"));
  if (!matches(out.reference, 1, 128, is_reference))
    return fail(invalid("CAIP-19: the asset reference is 1–128 of [-.%a-zA-Z0-9]"));
  return out;
}

std::string AssetId::text() const {
  std::string out = chain.text() + "/" + name_space + ":" + reference;
  return token_id ? out + "/" + *token_id : out;
}

}  // namespace coffer::money
