#include "domain/evm/effects.h"
#include "domain/evm/eip712.h"
#include "domain/evm/siwe.h"

/// Typed data and sign-in messages are read without a fault, whatever the bytes.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace coffer::evm;
  const std::string_view text = coffer::as_text({data, size});
  static_cast<void>(siwe::parse(text));
  if (const auto typed_data = TypedData::parse(text)) static_cast<void>(effects_of_typed_data(*typed_data, Address{}));
  return 0;
}
