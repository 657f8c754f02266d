#include <cstdlib>

#include "domain/bitcoin/transaction.h"

/// A transaction that decodes is canonical.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace coffer::bitcoin;
  const coffer::BytesView input(data, size);
  const auto transaction = decode_transaction(input);
  if (transaction && encode(*transaction) != coffer::to_bytes(input)) std::abort();
  return 0;
}
