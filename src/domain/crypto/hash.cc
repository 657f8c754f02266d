#include "domain/crypto/hash.h"

#include "domain/crypto/openssl.h"

namespace coffer::crypto {

const EVP_MD* openssl::digest(HashAlgorithm algorithm) {
  static EVP_MD* const sha1 = EVP_MD_fetch(nullptr, "SHA1", nullptr);
  static EVP_MD* const sha256 = EVP_MD_fetch(nullptr, "SHA2-256", nullptr);
  static EVP_MD* const sha512 = EVP_MD_fetch(nullptr, "SHA2-512", nullptr);
  switch (algorithm) {
    case HashAlgorithm::kSha1:
      return sha1;
    case HashAlgorithm::kSha256:
      return sha256;
    case HashAlgorithm::kSha512:
      return sha512;
  }
  throw std::logic_error("hash algorithm");
}

Result<HashAlgorithm> parse_hash_algorithm(std::string_view name) {
  if (name == "sha1") return HashAlgorithm::kSha1;
  if (name == "sha256") return HashAlgorithm::kSha256;
  if (name == "sha512") return HashAlgorithm::kSha512;
  return fail(invalid("hash must be sha1, sha256 or sha512"));
}

std::size_t digest_size(HashAlgorithm algorithm) {
  switch (algorithm) {
    case HashAlgorithm::kSha1:
      return 20;
    case HashAlgorithm::kSha256:
      return 32;
    case HashAlgorithm::kSha512:
      return 64;
  }
  throw std::logic_error("hash algorithm");
}

Bytes hash(HashAlgorithm algorithm, BytesView data) {
  Bytes out(digest_size(algorithm));
  openssl::must(EVP_Digest(data.data(), data.size(), out.data(), nullptr, openssl::digest(algorithm), nullptr) == 1,
                "EVP_Digest");
  return out;
}

}  // namespace coffer::crypto
