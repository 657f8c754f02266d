#include <cstdlib>

#include "domain/bitcoin/psbt.h"

/// What parses is written and read again alike; finalizing and extracting meet any content.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace coffer::bitcoin;
  auto psbt = Psbt::parse({data, size});
  if (!psbt) return 0;
  const auto again = Psbt::parse(psbt->encode());
  if (!again || *again != *psbt) std::abort();
  if (finalize(*psbt)) static_cast<void>(extract(*psbt));
  return 0;
}
