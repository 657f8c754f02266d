#pragma once

#include <span>

#include "base/bytes.h"

namespace coffer::crypto {

/// AES-GCM (NIST SP 800-38D) for nonces longer than the 128 bytes that OpenSSL's cipher interface takes; the key has 16
/// or 32 bytes, `out` is as long as `in`. Private to this module: `aead.h` chooses it.
ByteArray<16> gcm_long_nonce_seal(BytesView key, BytesView nonce, BytesView associated_data, BytesView in,
                                  std::span<std::uint8_t> out);
/// False when the tag does not hold; `out` is then to be thrown away.
bool gcm_long_nonce_open(BytesView key, BytesView nonce, BytesView associated_data, BytesView in, BytesView tag,
                         std::span<std::uint8_t> out);

}  // namespace coffer::crypto
