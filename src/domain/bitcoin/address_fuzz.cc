#include <algorithm>
#include <cstdlib>
#include <string>

#include "domain/bitcoin/address.h"
#include "domain/bitcoin/bip21.h"
#include "domain/bitcoin/bip329.h"

/// An address that is read is written back as it was, but for its case; payment requests and labels come back as they
/// were understood.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace coffer::bitcoin;
  const std::string text(coffer::as_text({data, size}));
  const auto lower = [](std::string given) {
    std::ranges::transform(given, given.begin(),
                           [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    return given;
  };
  for (const Network network : {Network::kMainnet, Network::kRegtest}) {
    if (const auto script = script_of_address(text, network))
      if (lower(address_of_script(*script, network).value()) != lower(text)) std::abort();
    if (const auto uri = parse_payment_uri(text, network))
      if (parse_payment_uri(print_payment_uri(*uri), network) != *uri) std::abort();
  }
  if (const auto label = parse_label(text))
    if (parse_label(print_label(*label)) != *label) std::abort();
  return 0;
}
