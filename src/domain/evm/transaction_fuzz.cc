#include <cstdlib>

#include "domain/evm/effects.h"
#include "domain/evm/unsigned_transaction.h"

/// What decodes, signed or not, is canonical, and its sender and effects can be asked for.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace coffer::evm;
  const coffer::BytesView input(data, size);
  if (const auto transaction = decode_unsigned_transaction(input)) {
    if (encode_unsigned(*transaction) != coffer::to_bytes(input)) std::abort();
  }
  const auto transaction = decode_transaction(input);
  if (!transaction) return 0;
  if (encode(*transaction) != coffer::to_bytes(input)) std::abort();
  const auto sender = recover_sender(*transaction);
  static_cast<void>(effects_of(transaction->transaction, sender.value_or(Address{})));
  return 0;
}
