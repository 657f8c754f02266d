#include "domain/crypto/jws.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <set>

#include "domain/crypto/sha2.h"

namespace coffer::crypto {
namespace {

using nlohmann::json;

Error refused() { return unauthenticated("JWS: the signature does not hold"); }

struct Segments {
  std::string_view header;
  std::string_view payload;
  std::string_view signature;
  std::string_view signing_input;  // header.payload
};

Result<Segments> split(std::string_view compact) {
  if (compact.size() > kMaxJwsSize) return fail(unauthenticated("JWS: longer than 16384 bytes"));
  const std::size_t first = compact.find('.');
  const std::size_t second = first == std::string_view::npos ? first : compact.find('.', first + 1);
  if (second == std::string_view::npos || compact.find('.', second + 1) != std::string_view::npos) {
    return fail(unauthenticated("RFC 7515: a compact JWS has three parts"));
  }
  return Segments{.header = compact.substr(0, first),
                  .payload = compact.substr(first + 1, second - first - 1),
                  .signature = compact.substr(second + 1),
                  .signing_input = compact.substr(0, second)};
}

// A JSON object of one level whose member names are unique (RFC 7515 section 4).
Result<json> parse_unique_object(BytesView text) {
  std::set<std::string, std::less<>> names;
  bool unique = true;
  const auto watch = [&](int depth, json::parse_event_t event, json& parsed) {
    if (event == json::parse_event_t::key && depth == 1)
      unique = unique && names.insert(parsed.get<std::string>()).second;
    return depth <= 2;
  };
  json object = json::parse(as_text(text), watch, /*allow_exceptions=*/false);
  if (!unique || !object.is_object())
    return fail(unauthenticated("RFC 7515: the header must be an object of unique members"));
  return object;
}

Result<JwsHeader> read_header(std::string_view encoded) {
  const auto bytes = parse_base64url(encoded);
  if (!bytes) return fail(unauthenticated("RFC 7515: the header is not base64url"));
  COFFER_TRY(const json object, parse_unique_object(*bytes));
  if (object.contains("crit")) return fail(unauthenticated("RFC 7515: critical extensions are not understood"));
  JwsHeader header;
  for (const auto& [name, member] :
       {std::pair("alg", &header.algorithm), std::pair("kid", &header.key_id), std::pair("typ", &header.type)}) {
    const auto found = object.find(name);
    if (found == object.end()) continue;
    if (!found->is_string()) return fail(unauthenticated("RFC 7515: alg, kid and typ are strings"));
    *member = found->get<std::string>();
  }
  if (header.algorithm.empty()) return fail(unauthenticated("RFC 7515: alg is missing"));
  return header;
}

bool holds(const ed25519::PublicKey& key, std::string_view input, BytesView signature) {
  return ed25519::verify(key, as_bytes(input), signature);
}

template <class PublicKey>
bool holds(const PublicKey& key, std::string_view input, BytesView signature) {
  const auto parsed = EcdsaSignature::from_compact(signature);
  if (!parsed) return false;
  return verify(key, sha256(as_bytes(input)), *parsed);
}

// RFC 8812 does not ask for a low s, libsecp256k1 does.
bool holds(const secp256k1::PublicKey& key, std::string_view input, BytesView signature) {
  auto parsed = EcdsaSignature::from_compact(signature);
  if (!parsed) return false;
  if (!secp256k1::is_low_s(*parsed)) {
    auto s = Secret<32>::copy_of(std::span<const std::uint8_t, 32>(parsed->s));
    if (!secp256k1::negate(s)) return false;
    std::ranges::copy(s.expose(), parsed->s.begin());
  }
  return secp256k1::verify(key, sha256(as_bytes(input)), *parsed);
}

}  // namespace

Result<JwsHeader> parse_jws_header(std::string_view compact) {
  COFFER_TRY(const Segments segments, split(compact));
  return read_header(segments.header);
}

Result<Bytes> verify_jws(std::string_view compact, const Jwk& key) {
  COFFER_TRY(const Segments segments, split(compact));
  COFFER_TRY(const JwsHeader header, read_header(segments.header));
  if (header.algorithm != jws_algorithm(key)) return fail(refused());
  const auto signature = parse_base64url(segments.signature);
  auto payload = parse_base64url(segments.payload);
  if (!signature || !payload) return fail(refused());
  const bool valid = std::visit(
      [&](const auto& public_key) { return holds(public_key, segments.signing_input, *signature); }, key.key);
  if (!valid) return fail(refused());
  return *std::move(payload);
}

JwsSigner::JwsSigner(Jwk jwk, std::string_view type, SignFunction sign) : jwk_(std::move(jwk)), sign_(std::move(sign)) {
  jwk_.kid = jwk_thumbprint(jwk_);
  encoded_header_ = base64url(
      as_bytes(fmt::format(R"({{"alg":"{}","kid":"{}","typ":{}}})", jws_algorithm(jwk_), jwk_.kid, json(type).dump())));
}

JwsSigner JwsSigner::ed25519(const Secret<32>& seed, std::string_view type) {
  ed25519::SigningKey key(seed);
  Jwk jwk{.kid = {}, .key = key.public_key()};
  return {std::move(jwk), type,
          [key = std::move(key)](BytesView input) -> Result<ByteArray<64>> { return key.sign(input); }};
}

Result<JwsSigner> JwsSigner::p256(const Secret<32>& key, std::string_view type) {
  COFFER_TRY(const crypto::p256::PublicKey public_key, crypto::p256::public_key(key));
  return JwsSigner({.kid = {}, .key = public_key}, type, [key = key.clone()](BytesView input) -> Result<ByteArray<64>> {
    COFFER_TRY(const auto made, crypto::p256::sign(key, sha256(input)));
    return made.signature.compact();
  });
}

Result<JwsSigner> JwsSigner::secp256k1(secp256k1::Context context, const Secret<32>& key, std::string_view type) {
  COFFER_TRY(const crypto::secp256k1::PublicKey public_key, context.public_key(key));
  return JwsSigner({.kid = {}, .key = public_key}, type,
                   [context = std::move(context), key = key.clone()](BytesView input) -> Result<ByteArray<64>> {
                     COFFER_TRY(const auto made, context.sign(key, sha256(input)));
                     return made.signature.compact();
                   });
}

Result<std::string> JwsSigner::sign(BytesView payload) const {
  std::string out = encoded_header_ + "." + base64url(payload);
  COFFER_TRY(const ByteArray<64> signature, sign_(as_bytes(out)));
  out += '.';
  out += base64url(signature);
  return out;
}

}  // namespace coffer::crypto
