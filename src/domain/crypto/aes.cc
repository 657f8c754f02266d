#include "domain/crypto/aes.h"

#include "domain/crypto/openssl.h"

namespace coffer::crypto {

using openssl::must;

Result<SecretBytes> aes_256_decrypt_blocks(const Secret<32>& key, BytesView data) {
  if (data.empty() || data.size() % 16 != 0) return fail(invalid("AES: must be whole blocks of 16 bytes"));
  const openssl::CipherContext context(EVP_CIPHER_CTX_new());
  must(EVP_DecryptInit_ex(context.get(), EVP_aes_256_ecb(), nullptr, key.expose().data(), nullptr) == 1,
       "EVP_DecryptInit_ex");
  EVP_CIPHER_CTX_set_padding(context.get(), 0);
  SecretBytes out(data.size());
  int written = 0;
  must(EVP_DecryptUpdate(context.get(), out.expose_mutable().data(), &written, data.data(),
                         static_cast<int>(data.size())) == 1,
       "EVP_DecryptUpdate");
  return out;
}

Result<SecretBytes> aes_128_ctr(BytesView key, BytesView counter, BytesView data) {
  if (key.size() != 16) return fail(invalid_field("key", "AES-128: must be 16 bytes"));
  if (counter.size() != 16) return fail(invalid_field("iv", "AES-CTR: must be 16 bytes"));
  const openssl::CipherContext context(EVP_CIPHER_CTX_new());
  must(EVP_EncryptInit_ex(context.get(), EVP_aes_128_ctr(), nullptr, key.data(), counter.data()) == 1,
       "EVP_EncryptInit_ex");
  SecretBytes out(data.size());
  int written = 0;
  must(EVP_EncryptUpdate(context.get(), out.expose_mutable().data(), &written, data.data(),
                         static_cast<int>(data.size())) == 1,
       "EVP_EncryptUpdate");
  return out;
}

}  // namespace coffer::crypto
