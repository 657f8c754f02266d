#include "domain/crypto/jws.h"

#include <cstdlib>

/// Keys and tokens are read without a fault; a key that is read is printed and read again alike, and no token holds
/// under a key that made none.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace coffer;
  const std::string_view text = as_text({data, size});
  static_cast<void>(crypto::parse_jws_header(text));
  const crypto::Jwk unused{.kid = {}, .key = crypto::ed25519::SigningKey(Secret<32>{}).public_key()};
  if (crypto::verify_jws(text, unused)) std::abort();
  const auto jwk = crypto::parse_jwk(text);
  if (jwk && crypto::parse_jwk(crypto::print_jwk(*jwk)) != jwk) std::abort();
  return 0;
}
