#pragma once

#include <cstdint>
#include <string_view>

#include "base/secret.h"

namespace coffer::crypto {

/// Authenticated encryption with associated data; every tag has 16 bytes.
enum class AeadAlgorithm : std::uint8_t {
  kAes128Gcm,          // NIST SP 800-38D: key 16 bytes, nonce 1–1024 bytes (12 are usual)
  kAes256Gcm,          // key 32, nonce 1–1024
  kChaCha20Poly1305,   // RFC 8439: key 32, nonce 12
  kXChaCha20Poly1305,  // draft-irtf-cfrg-xchacha-03: key 32, nonce 24, long enough to be random
};

inline constexpr std::size_t kAeadTagSize = 16;

/// `aes-128-gcm`, `aes-256-gcm`, `chacha20-poly1305`, `xchacha20-poly1305`.
Result<AeadAlgorithm> parse_aead_algorithm(std::string_view name);
/// Bytes of a key: 16 or 32.
std::size_t aead_key_size(AeadAlgorithm algorithm);

/// Ciphertext, as long as the plaintext, then the tag. Fails on a key or nonce of a wrong length.
/// The same nonce must never be used twice with one key.
Result<Bytes> aead_seal(AeadAlgorithm algorithm, BytesView key, BytesView nonce, BytesView associated_data,
                        BytesView plaintext);

/// The plaintext of ciphertext ‖ tag; fails when the tag does not hold, and then gives nothing.
Result<SecretBytes> aead_open(AeadAlgorithm algorithm, BytesView key, BytesView nonce, BytesView associated_data,
                              BytesView sealed);

}  // namespace coffer::crypto
