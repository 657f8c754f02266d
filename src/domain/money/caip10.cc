#include "domain/money/caip10.h"

#include <utility>

#include "domain/money/caip_text.h"

namespace coffer::money {

Result<AccountId> AccountId::parse(std::string_view text) {
  const std::size_t colon = text.rfind(':');
  if (colon == std::string_view::npos) return fail(invalid("CAIP-10: a chain, a colon and an address are needed"));
  COFFER_TRY(ChainId chain, ChainId::parse(text.substr(0, colon)));
  const std::string_view address = text.substr(colon + 1);
  if (!caip::matches(address, 1, 128, caip::is_reference))
    return fail(invalid("CAIP-10: the address is 1–128 of [-.%a-zA-Z0-9]"));
  return AccountId{.chain = std::move(chain), .address = std::string(address)};
}

}  // namespace coffer::money
