#pragma once

#include <openssl/bn.h>
#include <openssl/ec.h>
#include <openssl/evp.h>

#include <memory>
#include <stdexcept>

#include "domain/crypto/hash.h"

/// Private to this module: OpenSSL's objects with an end, and its failures that only a bug or a lack of memory can
/// cause.
namespace coffer::crypto::openssl {

/// The deleter of an object of OpenSSL's.
template <auto Free>
struct FreeWith {
  template <class T>
  void operator()(T* object) const {
    Free(object);
  }
};

using BigNumber = std::unique_ptr<BIGNUM, FreeWith<BN_clear_free>>;
using BigNumberContext = std::unique_ptr<BN_CTX, FreeWith<BN_CTX_free>>;
using CipherContext = std::unique_ptr<EVP_CIPHER_CTX, FreeWith<EVP_CIPHER_CTX_free>>;
using DigestContext = std::unique_ptr<EVP_MD_CTX, FreeWith<EVP_MD_CTX_free>>;
using KeyContext = std::unique_ptr<EVP_PKEY_CTX, FreeWith<EVP_PKEY_CTX_free>>;
using Group = std::unique_ptr<EC_GROUP, FreeWith<EC_GROUP_free>>;
using Point = std::unique_ptr<EC_POINT, FreeWith<EC_POINT_clear_free>>;

/// Throws: the call cannot fail on any input, only on a bug or without memory.
inline void must(bool succeeded, const char* call) {
  if (!succeeded) throw std::runtime_error(call);
}

/// The implementation of a hash function, looked up once: a look-up costs more than hashing a short text.
const EVP_MD* digest(HashAlgorithm algorithm);

}  // namespace coffer::crypto::openssl
