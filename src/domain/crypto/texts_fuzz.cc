#include <cstdlib>

#include "domain/crypto/base58.h"
#include "domain/crypto/bech32.h"
#include "domain/crypto/ecdsa_signature.h"

/// Texts and signatures with one canonical form: what is read is written with the very bytes it came in.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace coffer;
  const BytesView input(data, size);
  const std::string_view text = as_text(input);
  if (const auto bytes = crypto::parse_base58(text); bytes && crypto::base58(*bytes) != text) std::abort();
  if (const auto payload = crypto::parse_base58check(text); payload && crypto::base58check(*payload) != text)
    std::abort();
  if (const auto bytes = parse_base64url(text); bytes && base64url(*bytes) != text) std::abort();
  if (const auto bytes = parse_base64(text); bytes && base64(*bytes) != text) std::abort();
  if (const auto parts = crypto::parse_bech32(text)) {
    const auto again = crypto::parse_bech32(crypto::encode_bech32(*parts).value());
    if (!again || again->values != parts->values || again->variant != parts->variant) std::abort();
  }
  if (const auto program = crypto::parse_segwit_address("bc", text)) {
    if (crypto::parse_segwit_address("bc", crypto::encode_segwit_address("bc", *program).value()) != program)
      std::abort();
  }
  if (const auto signature = crypto::EcdsaSignature::from_der(input)) {
    if (signature->der() != to_bytes(input)) std::abort();
  }
  return 0;
}
