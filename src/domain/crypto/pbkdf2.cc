#include "domain/crypto/pbkdf2.h"

#include "domain/crypto/openssl.h"

namespace coffer::crypto {

Result<SecretBytes> pbkdf2(HashAlgorithm algorithm, BytesView password, BytesView salt, std::uint32_t iterations,
                           std::size_t length) {
  constexpr std::uint32_t kMaxIterations = 10'000'000;
  constexpr std::size_t kMaxLength = 1024;
  if (iterations == 0 || iterations > kMaxIterations) {
    return fail(invalid_field("iterations", "must be 1 to 10000000"));
  }
  if (length == 0 || length > kMaxLength) return fail(invalid_field("length", "must be 1 to 1024 bytes"));
  SecretBytes out(length);
  openssl::must(
      PKCS5_PBKDF2_HMAC(as_text(password).data(), static_cast<int>(password.size()), salt.data(),
                        static_cast<int>(salt.size()), static_cast<int>(iterations), openssl::digest(algorithm),
                        static_cast<int>(length), out.expose_mutable().data()) == 1,
      "PKCS5_PBKDF2_HMAC");
  return out;
}

}  // namespace coffer::crypto
