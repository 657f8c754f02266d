#include "domain/crypto/jwk.h"

#include <algorithm>

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "domain/crypto/sha2.h"

namespace coffer::crypto {
namespace {

using nlohmann::json;

constexpr std::size_t kMaxJwkSize = 4096;

template <class... Handlers>
struct Overloaded : Handlers... {
  using Handlers::operator()...;
};

Result<std::string> text_member(const json& object, const char* name) {
  const auto found = object.find(name);
  if (found == object.end() || !found->is_string()) {
    return fail(invalid_field(name, "RFC 7517: must be present and a string"));
  }
  return found->get<std::string>();
}

Result<Bytes> coordinate(const json& object, const char* name) {
  COFFER_TRY(const std::string text, text_member(object, name));
  auto bytes = parse_base64url(text);
  if (!bytes || bytes->size() != 32) return fail(invalid_field(name, "must be base64url of 32 bytes"));
  return *std::move(bytes);
}

Result<Jwk> read_key(const json& object) {
  COFFER_TRY(const std::string kty, text_member(object, "kty"));
  COFFER_TRY(const std::string crv, text_member(object, "crv"));
  COFFER_TRY(const Bytes x, coordinate(object, "x"));
  if (kty == "OKP" && crv == "Ed25519") {
    ed25519::PublicKey key;
    std::ranges::copy(x, key.begin());
    return Jwk{.kid = {}, .key = key};
  }
  if (kty != "EC" || (crv != "P-256" && crv != "secp256k1")) {
    return fail(invalid_field("crv", "must be Ed25519 (OKP), P-256 or secp256k1 (EC)"));
  }
  COFFER_TRY(const Bytes y, coordinate(object, "y"));
  if (crv == "P-256") {
    COFFER_TRY(const p256::PublicKey key, p256::PublicKey::from_coordinates(x, y));
    return Jwk{.kid = {}, .key = key};
  }
  Bytes sec1 = {4};
  append(sec1, x);
  append(sec1, y);
  COFFER_TRY(const secp256k1::PublicKey key, secp256k1::PublicKey::parse(sec1));
  return Jwk{.kid = {}, .key = key};
}

// The required members in the lexicographic order that RFC 7638 hashes, without braces.
std::string required_members(const Jwk& jwk) {
  const auto ec = [](std::string_view curve, const ByteArray<65>& sec1) {
    return fmt::format(R"("crv":"{}","kty":"EC","x":"{}","y":"{}")", curve, base64url(BytesView(sec1).subspan(1, 32)),
                       base64url(BytesView(sec1).subspan(33)));
  };
  return std::visit(Overloaded{[](const ed25519::PublicKey& key) {
                                 return fmt::format(R"("crv":"Ed25519","kty":"OKP","x":"{}")", base64url(key));
                               },
                               [&](const p256::PublicKey& key) { return ec("P-256", key.uncompressed()); },
                               [&](const secp256k1::PublicKey& key) { return ec("secp256k1", key.uncompressed()); }},
                    jwk.key);
}

}  // namespace

std::string_view jws_algorithm(const Jwk& jwk) {
  return std::visit(Overloaded{[](const ed25519::PublicKey&) { return std::string_view("EdDSA"); },
                               [](const p256::PublicKey&) { return std::string_view("ES256"); },
                               [](const secp256k1::PublicKey&) { return std::string_view("ES256K"); }},
                    jwk.key);
}

Result<Jwk> parse_jwk(std::string_view text) {
  if (text.size() > kMaxJwkSize) return fail(invalid("a JWK is at most 4096 bytes"));
  const json object = json::parse(text, nullptr, /*allow_exceptions=*/false);
  if (!object.is_object()) return fail(invalid("RFC 7517: a JWK is a JSON object"));
  if (object.contains("d")) return fail(invalid_field("d", "a private key must not be given here"));
  COFFER_TRY(Jwk jwk, read_key(object));
  if (object.contains("kid")) {
    COFFER_TRY(jwk.kid, text_member(object, "kid"));
  }
  if (object.contains("alg") && object["alg"] != jws_algorithm(jwk)) {
    return fail(invalid_field("alg", "RFC 7517: not an algorithm of this key"));
  }
  if (object.contains("use") && object["use"] != "sig") {
    return fail(invalid_field("use", "RFC 7517: not a key for signatures"));
  }
  return jwk;
}

std::string print_jwk(const Jwk& jwk) {
  const std::string kid = jwk.kid.empty() ? "" : fmt::format(R"(,"kid":{})", json(jwk.kid).dump());
  return fmt::format(R"({{{}{},"alg":"{}","use":"sig"}})", required_members(jwk), kid, jws_algorithm(jwk));
}

std::string jwk_thumbprint(const Jwk& jwk) { return base64url(sha256(as_bytes("{" + required_members(jwk) + "}"))); }

}  // namespace coffer::crypto
