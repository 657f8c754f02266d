#include <cstdlib>

#include "domain/evm/abi.h"
#include "domain/evm/revert.h"

/// The first line is types, the rest is data. What decodes canonically encodes to the very bytes.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace coffer::evm;
  const std::string_view text = coffer::as_text({data, size});
  const std::size_t line = std::min(text.find('\n'), text.size());
  const auto types = abi::parse_types(text.substr(0, line));
  const coffer::BytesView rest = coffer::as_bytes(text.substr(std::min(line + 1, text.size())));
  static_cast<void>(decode_revert(rest));
  if (!types) return 0;
  static_cast<void>(abi::decode(*types, rest, abi::Strictness::kLenient));
  const auto values = abi::decode(*types, rest);
  if (!values) return 0;
  const auto encoded = abi::encode(*types, *values);
  if (!encoded || *encoded != coffer::to_bytes(rest)) std::abort();
  return 0;
}
