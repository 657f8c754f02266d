#include "domain/evm/siwe.h"

#include <cstdlib>

/// A message that parses is printed with the very bytes it came in.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace coffer::evm;
  const std::string_view text = coffer::as_text({data, size});
  const auto message = siwe::parse(text);
  if (!message) return 0;
  const auto printed = siwe::print(*message);
  if (!printed || *printed != text) std::abort();
  static_cast<void>(siwe::check(*message, {.now = coffer::Time{}, .domain = "example.com", .nonce = std::nullopt}));
  return 0;
}
