#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "domain/crypto/jwk.h"

namespace coffer::crypto {

/// The protected header's members that matter before a key is chosen.
struct JwsHeader {
  std::string algorithm;  // `alg`
  std::string key_id;     // `kid`, empty when absent
  std::string type;       // `typ`, empty when absent
};

/// Longest compact serialisation that is looked at.
inline constexpr std::size_t kMaxJwsSize = 16 * 1024;

/// The header of a compact JWS (RFC 7515 section 7.1), unverified: only for choosing the key. Refuses duplicate
/// members and any `crit`.
Result<JwsHeader> parse_jws_header(std::string_view compact);

/// The payload of a compact JWS whose signature holds under `key`. `alg` must be the key's own, so neither `none`
/// nor another family is ever accepted. Failure is kAuthentication and does not say which part was wrong.
Result<Bytes> verify_jws(std::string_view compact, const Jwk& key);

/// Makes compact JWS with one key; keep it, its header is printed once.
class JwsSigner {
 public:
  /// `EdDSA` with an Ed25519 seed; `type` is the `typ` of its tokens, as `JWT` or `at+jwt`. `kid` is the thumbprint.
  static JwsSigner ed25519(const Secret<32>& seed, std::string_view type);
  /// `ES256`; fails unless the key is in range.
  static Result<JwsSigner> p256(const Secret<32>& key, std::string_view type);
  /// `ES256K`; fails unless the key is in range. The signer keeps `context`.
  static Result<JwsSigner> secp256k1(secp256k1::Context context, const Secret<32>& key, std::string_view type);

  /// The public half, for the JWKS.
  [[nodiscard]] const Jwk& jwk() const { return jwk_; }
  [[nodiscard]] Result<std::string> sign(BytesView payload) const;

 private:
  using SignFunction = std::move_only_function<Result<ByteArray<64>>(BytesView) const>;
  JwsSigner(Jwk jwk, std::string_view type, SignFunction sign);

  Jwk jwk_;
  std::string encoded_header_;
  SignFunction sign_;
};

}  // namespace coffer::crypto
