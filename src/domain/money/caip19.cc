#include "domain/money/caip19.h"

#include "domain/money/caip_text.h"

namespace coffer::money {

Result<AssetId> AssetId::parse(std::string_view text) {
  const std::size_t slash = text.find('/');
  if (slash == std::string_view::npos) return fail(invalid("CAIP-19: a chain, a slash and an asset are needed"));
  AssetId out;
  COFFER_TRY(out.chain, ChainId::parse(text.substr(0, slash)));
  std::string_view asset = text.substr(slash + 1);
  if (const std::size_t second = asset.find('/'); second != std::string_view::npos) {
    const std::string_view token_id = asset.substr(second + 1);
    if (!caip::matches(token_id, 1, 78, caip::is_reference))
      return fail(invalid("CAIP-19: the token id is 1–78 of [-.%a-zA-Z0-9]"));
    out.token_id = std::string(token_id);
    asset = asset.substr(0, second);
  }
  const std::size_t colon = asset.find(':');
  if (colon == std::string_view::npos) return fail(invalid("CAIP-19: an asset namespace, a colon and a reference"));
  out.name_space = std::string(asset.substr(0, colon));
  out.reference = std::string(asset.substr(colon + 1));
  if (!caip::matches(out.name_space, 3, 8, caip::is_name_space))
    return fail(invalid("CAIP-19: the asset namespace is 3–8 of [-a-z0-9]"));
  if (!caip::matches(out.reference, 1, 128, caip::is_reference))
    return fail(invalid("CAIP-19: the asset reference is 1–128 of [-.%a-zA-Z0-9]"));
  return out;
}

std::string AssetId::text() const {
  std::string out = chain.text() + "/" + name_space + ":" + reference;
  return token_id ? out + "/" + *token_id : out;
}

}  // namespace coffer::money
