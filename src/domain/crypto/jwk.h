#pragma once

#include <string>
#include <string_view>
#include <variant>

#include "base/bytes.h"
#include "domain/crypto/ed25519.h"
#include "domain/crypto/p256.h"
#include "domain/crypto/secp256k1.h"

namespace coffer::crypto {

/// A public JSON Web Key of the kinds Coffer verifies: OKP Ed25519 (RFC 8037), EC P-256 (RFC 7518),
/// EC secp256k1 (RFC 8812).
struct Jwk {
  std::string kid;  // empty when the key has none
  std::variant<ed25519::PublicKey, p256::PublicKey, secp256k1::PublicKey> key;
  bool operator==(const Jwk&) const = default;
};

/// The only JWS algorithm the key may be used with: `EdDSA`, `ES256` or `ES256K`.
std::string_view jws_algorithm(const Jwk& jwk);

/// Reads a JWK of at most 4 KiB. Unknown members are ignored (RFC 7517 section 4); another kty or crv, an
/// `alg` that is not the key's own, `use` other than `sig` and a private member `d` are refused.
Result<Jwk> parse_jwk(std::string_view json);

/// The key as one JSON object with `kid`, `alg` and `use`.
std::string print_jwk(const Jwk& jwk);

/// RFC 7638: base64url of the SHA-256 of the required members; the usual `kid`.
std::string jwk_thumbprint(const Jwk& jwk);

}  // namespace coffer::crypto
