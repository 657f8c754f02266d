#include "domain/tron/transaction.h"

/// raw_data is read without a fault, whatever the bytes.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static_cast<void>(coffer::tron::decode_raw_transaction({data, size}));
  return 0;
}
