#include <cstdlib>

#include "domain/evm/abi_interface.h"

/// A signature that is read is read again from its canonical form; a compiler's JSON is read without a fault.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace coffer::evm;
  const std::string_view text = coffer::as_text({data, size});
  static_cast<void>(abi::Interface::parse(text));
  const auto item = abi::parse_signature(text);
  if (!item || item->kind != abi::Item::Kind::kFunction) return 0;
  const auto again = abi::parse_signature("function " + item->signature());
  if (!again || again->selector() != item->selector()) std::abort();
  return 0;
}
