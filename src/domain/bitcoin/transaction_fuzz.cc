#include <cstdlib>

#include "domain/bitcoin/descriptor.h"
#include "domain/bitcoin/script.h"
#include "domain/bitcoin/transaction.h"

/// A transaction that decodes is canonical; scripts and descriptors are read without a fault.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace coffer::bitcoin;
  const coffer::BytesView input(data, size);
  static_cast<void>(classify(input));
  static_cast<void>(Descriptor::parse(coffer::as_text(input)));
  const auto transaction = decode_transaction(input);
  if (transaction && encode(*transaction) != coffer::to_bytes(input)) std::abort();
  return 0;
}
