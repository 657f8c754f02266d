#include "domain/evm/rlp.h"

#include <cstdlib>

/// What decodes is canonical: encoding it gives back the very bytes.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const coffer::BytesView input(data, size);
  const auto value = coffer::evm::rlp::decode(input);
  if (value && coffer::evm::rlp::encode(*value) != coffer::to_bytes(input)) std::abort();
  return 0;
}
