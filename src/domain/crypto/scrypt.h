#pragma once

#include <cstdint>

#include "base/secret.h"

namespace coffer::crypto {

/// The cost of scrypt. Memory is 128 · n · r bytes.
struct ScryptCost {
  std::uint64_t n = 0;  // a power of two above 1
  std::uint32_t r = 0;  // block size
  std::uint32_t p = 0;  // parallelisation
};

/// scrypt of RFC 7914. Refuses more than 1 GiB of memory, n·r·p above 2^28 (so that nobody's
/// keystore can hold a core for minutes), and lengths outside 1–1024 bytes. CPU-heavy: run it on
/// the worker pool.
Result<SecretBytes> scrypt(BytesView password, BytesView salt, const ScryptCost& cost, std::size_t length);

}  // namespace coffer::crypto
