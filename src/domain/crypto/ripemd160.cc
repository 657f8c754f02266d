#include "domain/crypto/ripemd160.h"

#include "domain/crypto/openssl.h"
#include "domain/crypto/sha2.h"

namespace coffer::crypto {

Hash160 ripemd160(BytesView data) {
  // In the default provider since OpenSSL 3.0.7; before that only the legacy provider had it.
  static EVP_MD* const algorithm = EVP_MD_fetch(nullptr, "RIPEMD160", nullptr);
  openssl::must(algorithm != nullptr, "OpenSSL without RIPEMD160");
  Hash160 out;
  openssl::must(EVP_Digest(data.data(), data.size(), out.data(), nullptr, algorithm, nullptr) == 1, "EVP_Digest");
  return out;
}

Hash160 hash160(BytesView data) { return ripemd160(sha256(data)); }

}  // namespace coffer::crypto
