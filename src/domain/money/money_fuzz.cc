#include <cstdint>
#include <cstdlib>

#include "domain/money/caip10.h"
#include "domain/money/caip19.h"
#include "domain/money/caip2.h"
#include "domain/money/decimal.h"

/// An amount that is read is printed and read again as the same; names are printed as they came in.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace coffer::money;
  if (size == 0) return 0;
  const unsigned decimals = data[0];
  const std::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);
  if (const auto amount = parse_amount(text, decimals)) {
    if (parse_amount(format_amount(*amount, decimals).value(), decimals) != amount) std::abort();
  }
  if (const auto chain = ChainId::parse(text); chain && chain->text() != text) std::abort();
  if (const auto account = AccountId::parse(text); account && account->text() != text) std::abort();
  if (const auto asset = AssetId::parse(text); asset && asset->text() != text) std::abort();
  return 0;
}
