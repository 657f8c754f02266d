#include "domain/crypto/hmac.h"

#include "domain/crypto/openssl.h"
#include "domain/crypto/sodium.h"

namespace coffer::crypto {
namespace {

// The two that derive keys go through libsodium: its state lies on the stack and wipes itself, where
// OpenSSL's EVP_MAC looks its digest up by name in every call.
Bytes hmac_sha1(BytesView key, std::initializer_list<BytesView> parts) {
  Bytes message;
  for (const BytesView part : parts) append(message, part);
  Bytes out(20);
  openssl::must(EVP_Q_mac(nullptr, "HMAC", nullptr, "SHA1", nullptr, key.data(), key.size(), message.data(),
                          message.size(), out.data(), out.size(), nullptr) != nullptr,
                "EVP_Q_mac");
  return out;
}

}  // namespace

ByteArray<32> hmac_sha256(BytesView key, std::initializer_list<BytesView> parts) {
  crypto_auth_hmacsha256_state state;
  crypto_auth_hmacsha256_init(&state, start_of(key), key.size());
  for (const BytesView part : parts) crypto_auth_hmacsha256_update(&state, start_of(part), part.size());
  ByteArray<32> out;
  crypto_auth_hmacsha256_final(&state, out.data());
  return out;
}

void hmac_sha512(BytesView key, std::initializer_list<BytesView> parts, std::span<std::uint8_t, 64> out) {
  crypto_auth_hmacsha512_state state;
  crypto_auth_hmacsha512_init(&state, start_of(key), key.size());
  for (const BytesView part : parts) crypto_auth_hmacsha512_update(&state, start_of(part), part.size());
  crypto_auth_hmacsha512_final(&state, out.data());
}

Bytes hmac(HashAlgorithm algorithm, BytesView key, std::initializer_list<BytesView> parts) {
  switch (algorithm) {
    case HashAlgorithm::kSha1:
      return hmac_sha1(key, parts);
    case HashAlgorithm::kSha256:
      return to_bytes(BytesView(hmac_sha256(key, parts)));
    case HashAlgorithm::kSha512: {
      Bytes out(64);
      hmac_sha512(key, parts, std::span<std::uint8_t, 64>(out.data(), 64));
      return out;
    }
  }
  throw std::logic_error("hash algorithm");
}

}  // namespace coffer::crypto
