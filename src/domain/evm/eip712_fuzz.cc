#include "domain/evm/eip712.h"

#include <cstdlib>

#include "domain/evm/effects.h"

/// Typed data is read without a fault, whatever the bytes; written out again it gives the same digest.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace coffer::evm;
  const auto typed_data = TypedData::parse(coffer::as_text({data, size}));
  if (!typed_data) return 0;
  static_cast<void>(effects_of_typed_data(*typed_data, Address{}));
  const auto again = TypedData::parse(typed_data->document().dump());
  if (!again || again->digest() != typed_data->digest()) std::abort();
  return 0;
}
