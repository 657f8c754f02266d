#include "domain/crypto/sha2.h"

#include "domain/crypto/openssl.h"

namespace coffer::crypto {

using openssl::must;

Hash256 sha256(BytesView data) {
  Hash256 out;
  must(EVP_Digest(data.data(), data.size(), out.data(), nullptr, openssl::digest(HashAlgorithm::kSha256), nullptr) == 1,
       "EVP_Digest");
  return out;
}

Hash256 sha256(std::initializer_list<BytesView> parts) {
  const openssl::DigestContext context(EVP_MD_CTX_new());
  must(EVP_DigestInit_ex2(context.get(), openssl::digest(HashAlgorithm::kSha256), nullptr) == 1, "EVP_DigestInit_ex2");
  for (const BytesView part : parts) {
    must(EVP_DigestUpdate(context.get(), part.data(), part.size()) == 1, "EVP_DigestUpdate");
  }
  Hash256 out;
  must(EVP_DigestFinal_ex(context.get(), out.data(), nullptr) == 1, "EVP_DigestFinal_ex");
  return out;
}

Hash256 double_sha256(BytesView data) { return sha256(sha256(data)); }

Hash512 sha512(BytesView data) {
  Hash512 out;
  must(EVP_Digest(data.data(), data.size(), out.data(), nullptr, openssl::digest(HashAlgorithm::kSha512), nullptr) == 1,
       "EVP_Digest");
  return out;
}

Hash256 tagged_hash(std::string_view tag, std::initializer_list<BytesView> parts) {
  const Hash256 tag_hash = sha256(as_bytes(tag));
  Bytes message;
  append(message, tag_hash);
  append(message, tag_hash);
  for (const BytesView part : parts) append(message, part);
  return sha256(message);
}

}  // namespace coffer::crypto
