#include "domain/crypto/gcm_long_nonce.h"

#include <openssl/modes.h>

#include "domain/crypto/openssl.h"

namespace coffer::crypto {
namespace {

using openssl::must;

openssl::CipherContext block_cipher(BytesView key) {
  openssl::CipherContext context(EVP_CIPHER_CTX_new());
  const EVP_CIPHER* cipher = key.size() == 16 ? EVP_aes_128_ecb() : EVP_aes_256_ecb();
  must(EVP_EncryptInit_ex(context.get(), cipher, nullptr, key.data(), nullptr) == 1, "EVP_EncryptInit_ex");
  EVP_CIPHER_CTX_set_padding(context.get(), 0);
  return context;
}

// One block, in the form in which OpenSSL's GCM asks for it.
void encrypt_block(const unsigned char in[16], unsigned char out[16], const void* key) {
  int written = 0;
  auto* context = static_cast<EVP_CIPHER_CTX*>(const_cast<void*>(key));
  must(EVP_EncryptUpdate(context, out, &written, in, 16) == 1, "EVP_EncryptUpdate");
}

using Gcm = std::unique_ptr<GCM128_CONTEXT, openssl::FreeWith<CRYPTO_gcm128_release>>;

Gcm start(EVP_CIPHER_CTX* block, BytesView nonce, BytesView associated_data) {
  Gcm gcm(CRYPTO_gcm128_new(block, encrypt_block));
  must(gcm != nullptr, "CRYPTO_gcm128_new");
  CRYPTO_gcm128_setiv(gcm.get(), nonce.data(), nonce.size());
  must(CRYPTO_gcm128_aad(gcm.get(), associated_data.data(), associated_data.size()) == 0, "CRYPTO_gcm128_aad");
  return gcm;
}

}  // namespace

ByteArray<16> gcm_long_nonce_seal(BytesView key, BytesView nonce, BytesView associated_data, BytesView in,
                                  std::span<std::uint8_t> out) {
  const auto block = block_cipher(key);
  const Gcm gcm = start(block.get(), nonce, associated_data);
  must(CRYPTO_gcm128_encrypt(gcm.get(), in.data(), out.data(), in.size()) == 0, "CRYPTO_gcm128_encrypt");
  ByteArray<16> tag;
  CRYPTO_gcm128_tag(gcm.get(), tag.data(), tag.size());
  return tag;
}

bool gcm_long_nonce_open(BytesView key, BytesView nonce, BytesView associated_data, BytesView in, BytesView tag,
                         std::span<std::uint8_t> out) {
  const auto block = block_cipher(key);
  const Gcm gcm = start(block.get(), nonce, associated_data);
  must(CRYPTO_gcm128_decrypt(gcm.get(), in.data(), out.data(), in.size()) == 0, "CRYPTO_gcm128_decrypt");
  return CRYPTO_gcm128_finish(gcm.get(), tag.data(), tag.size()) == 0;
}

}  // namespace coffer::crypto
