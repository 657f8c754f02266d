#include <cstdlib>

#include "domain/tron/build.h"
#include "domain/tron/transaction.h"

/// raw_data is read without a fault, whatever the bytes; what is read is written back as it was.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const coffer::BytesView input(data, size);
  const auto transaction = coffer::tron::decode_raw_transaction(input);
  if (!transaction) return 0;
  const auto again = coffer::tron::encode_raw_transaction(*transaction);
  if (!again || *again != coffer::to_bytes(input)) std::abort();
  return 0;
}
