#include "domain/crypto/aead.h"

#include <algorithm>

#include "domain/crypto/gcm_long_nonce.h"
#include "domain/crypto/openssl.h"
#include "domain/crypto/sodium.h"

namespace coffer::crypto {
namespace {

using openssl::must;

constexpr std::size_t kMaxGcmNonceSize = 1024;
constexpr std::size_t kMaxEvpNonceSize = 128;  // of OpenSSL's cipher interface

bool is_gcm(AeadAlgorithm algorithm) {
  return algorithm == AeadAlgorithm::kAes128Gcm || algorithm == AeadAlgorithm::kAes256Gcm;
}

Result<void> check(AeadAlgorithm algorithm, BytesView key, BytesView nonce) {
  if (key.size() != aead_key_size(algorithm)) {
    return fail(invalid_field("key", "must be " + std::to_string(aead_key_size(algorithm)) + " bytes"));
  }
  if (is_gcm(algorithm)) {
    if (nonce.empty() || nonce.size() > kMaxGcmNonceSize) {
      return fail(invalid_field("nonce", "must be 1 to 1024 bytes"));
    }
    return {};
  }
  const std::size_t size = algorithm == AeadAlgorithm::kChaCha20Poly1305 ? 12 : 24;
  if (nonce.size() != size) return fail(invalid_field("nonce", "must be " + std::to_string(size) + " bytes"));
  return {};
}

const EVP_CIPHER* gcm_cipher(AeadAlgorithm algorithm) {
  static EVP_CIPHER* const aes_128 = EVP_CIPHER_fetch(nullptr, "AES-128-GCM", nullptr);
  static EVP_CIPHER* const aes_256 = EVP_CIPHER_fetch(nullptr, "AES-256-GCM", nullptr);
  return algorithm == AeadAlgorithm::kAes128Gcm ? aes_128 : aes_256;
}

enum class Direction { kOpen = 0, kSeal = 1 };

openssl::CipherContext gcm_start(AeadAlgorithm algorithm, BytesView key, BytesView nonce, BytesView associated_data,
                                 Direction direction) {
  openssl::CipherContext context(EVP_CIPHER_CTX_new());
  const int encrypt = static_cast<int>(direction);
  must(EVP_CipherInit_ex(context.get(), gcm_cipher(algorithm), nullptr, nullptr, nullptr, encrypt) == 1,
       "EVP_CipherInit_ex");
  must(EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_AEAD_SET_IVLEN, static_cast<int>(nonce.size()), nullptr) == 1,
       "EVP_CTRL_AEAD_SET_IVLEN");
  must(EVP_CipherInit_ex(context.get(), nullptr, nullptr, key.data(), nonce.data(), encrypt) == 1, "EVP_CipherInit_ex");
  int written = 0;
  must(EVP_CipherUpdate(context.get(), nullptr, &written, associated_data.data(),
                        static_cast<int>(associated_data.size())) == 1,
       "EVP_CipherUpdate");
  return context;
}

Bytes gcm_seal(AeadAlgorithm algorithm, BytesView key, BytesView nonce, BytesView associated_data,
               BytesView plaintext) {
  Bytes sealed(plaintext.size() + kAeadTagSize);
  if (nonce.size() > kMaxEvpNonceSize) {
    const auto text = std::span(sealed).first(plaintext.size());
    std::ranges::copy(gcm_long_nonce_seal(key, nonce, associated_data, plaintext, text), sealed.end() - kAeadTagSize);
    return sealed;
  }
  const auto context = gcm_start(algorithm, key, nonce, associated_data, Direction::kSeal);
  int written = 0;
  must(EVP_CipherUpdate(context.get(), sealed.data(), &written, plaintext.data(), static_cast<int>(plaintext.size())) ==
           1,
       "EVP_CipherUpdate");
  must(EVP_CipherFinal_ex(context.get(), sealed.data() + written, &written) == 1, "EVP_CipherFinal_ex");
  must(EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_AEAD_GET_TAG, kAeadTagSize, sealed.data() + plaintext.size()) == 1,
       "EVP_CTRL_AEAD_GET_TAG");
  return sealed;
}

bool gcm_open(AeadAlgorithm algorithm, BytesView key, BytesView nonce, BytesView associated_data, BytesView sealed,
              std::span<std::uint8_t> plaintext) {
  if (nonce.size() > kMaxEvpNonceSize) {
    return gcm_long_nonce_open(key, nonce, associated_data, sealed.first(plaintext.size()), sealed.last(kAeadTagSize),
                               plaintext);
  }
  const auto context = gcm_start(algorithm, key, nonce, associated_data, Direction::kOpen);
  int written = 0;
  must(EVP_CipherUpdate(context.get(), plaintext.data(), &written, sealed.data(), static_cast<int>(plaintext.size())) ==
           1,
       "EVP_CipherUpdate");
  ByteArray<kAeadTagSize> tag;
  std::copy_n(sealed.end() - kAeadTagSize, kAeadTagSize, tag.begin());
  must(EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_AEAD_SET_TAG, kAeadTagSize, tag.data()) == 1,
       "EVP_CTRL_AEAD_SET_TAG");
  return EVP_CipherFinal_ex(context.get(), plaintext.data() + written, &written) == 1;
}

Bytes chacha_seal(AeadAlgorithm algorithm, BytesView key, BytesView nonce, BytesView associated_data,
                  BytesView plaintext) {
  ensure_sodium();
  Bytes sealed(plaintext.size() + kAeadTagSize);
  const auto encrypt = algorithm == AeadAlgorithm::kChaCha20Poly1305 ? crypto_aead_chacha20poly1305_ietf_encrypt
                                                                     : crypto_aead_xchacha20poly1305_ietf_encrypt;
  encrypt(sealed.data(), nullptr, plaintext.data(), plaintext.size(), associated_data.data(), associated_data.size(),
          nullptr, nonce.data(), key.data());
  return sealed;
}

bool chacha_open(AeadAlgorithm algorithm, BytesView key, BytesView nonce, BytesView associated_data, BytesView sealed,
                 std::span<std::uint8_t> plaintext) {
  ensure_sodium();
  const auto decrypt = algorithm == AeadAlgorithm::kChaCha20Poly1305 ? crypto_aead_chacha20poly1305_ietf_decrypt
                                                                     : crypto_aead_xchacha20poly1305_ietf_decrypt;
  return decrypt(plaintext.data(), nullptr, nullptr, sealed.data(), sealed.size(), associated_data.data(),
                 associated_data.size(), nonce.data(), key.data()) == 0;
}

}  // namespace

Result<AeadAlgorithm> parse_aead_algorithm(std::string_view name) {
  if (name == "aes-128-gcm") return AeadAlgorithm::kAes128Gcm;
  if (name == "aes-256-gcm") return AeadAlgorithm::kAes256Gcm;
  if (name == "chacha20-poly1305") return AeadAlgorithm::kChaCha20Poly1305;
  if (name == "xchacha20-poly1305") return AeadAlgorithm::kXChaCha20Poly1305;
  return fail(invalid("must be aes-128-gcm, aes-256-gcm, chacha20-poly1305 or xchacha20-poly1305"));
}

std::size_t aead_key_size(AeadAlgorithm algorithm) { return algorithm == AeadAlgorithm::kAes128Gcm ? 16 : 32; }

Result<Bytes> aead_seal(AeadAlgorithm algorithm, BytesView key, BytesView nonce, BytesView associated_data,
                        BytesView plaintext) {
  COFFER_CHECK(check(algorithm, key, nonce));
  return is_gcm(algorithm) ? gcm_seal(algorithm, key, nonce, associated_data, plaintext)
                           : chacha_seal(algorithm, key, nonce, associated_data, plaintext);
}

Result<SecretBytes> aead_open(AeadAlgorithm algorithm, BytesView key, BytesView nonce, BytesView associated_data,
                              BytesView sealed) {
  COFFER_CHECK(check(algorithm, key, nonce));
  if (sealed.size() < kAeadTagSize) return fail(invalid("AEAD: shorter than its tag"));
  SecretBytes plaintext(sealed.size() - kAeadTagSize);
  const bool holds = is_gcm(algorithm)
                         ? gcm_open(algorithm, key, nonce, associated_data, sealed, plaintext.expose_mutable())
                         : chacha_open(algorithm, key, nonce, associated_data, sealed, plaintext.expose_mutable());
  if (!holds) return fail(invalid("AEAD: the tag does not hold"));
  return plaintext;
}

}  // namespace coffer::crypto
