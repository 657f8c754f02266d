#include <cstdlib>

#include "domain/bitcoin/psbt.h"
#include "domain/bitcoin/psbt_construct.h"

/// What parses is written and read again alike, in the other version too where it can be; signing, finalizing and
/// extracting meet any content.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace coffer::bitcoin;
  static const coffer::crypto::secp256k1::Context kContext{coffer::Secret<32>{}};
  auto psbt = Psbt::parse({data, size});
  if (!psbt) return 0;
  const auto again = Psbt::parse(psbt->encode());
  if (!again || *again != *psbt) std::abort();
  const auto other = to_version2(to_version0(*psbt));
  if (other.transaction != psbt->transaction) std::abort();
  coffer::ByteArray<32> key{};
  key[31] = 1;
  static_cast<void>(sign(*psbt, kContext, coffer::Secret<32>::copy_of(key), {}));
  if (finalize(*psbt)) static_cast<void>(extract(*psbt));
  return 0;
}
