#include "apps/tool/input.h"
#include "apps/tool/operations.h"
#include "domain/crypto/aead.h"
#include "domain/crypto/hotp.h"
#include "domain/crypto/jws.h"
#include "domain/crypto/totp.h"

namespace coffer::tool {
namespace {

using nlohmann::json;

Result<json> run_aead_seal(const Toolbox& /*toolbox*/, const Input& input) {
  COFFER_TRY(const auto algorithm, input.parsed("algorithm", crypto::parse_aead_algorithm));
  COFFER_TRY(const SecretBytes key, input.secret("key"));
  COFFER_TRY(const Bytes nonce, input.bytes("nonce"));
  COFFER_TRY(const Bytes aad, input.bytes("aad"));
  COFFER_TRY(const SecretBytes plaintext, input.secret("plaintext"));
  COFFER_TRY(const Bytes sealed, crypto::aead_seal(algorithm, key.expose(), nonce, aad, plaintext.expose()));
  const BytesView view = sealed;
  return json{{"ciphertext", hex0x(view.first(plaintext.size()))}, {"tag", hex0x(view.subspan(plaintext.size()))}};
}

Result<json> run_aead_open(const Toolbox& /*toolbox*/, const Input& input) {
  COFFER_TRY(const auto algorithm, input.parsed("algorithm", crypto::parse_aead_algorithm));
  COFFER_TRY(const SecretBytes key, input.secret("key"));
  COFFER_TRY(const Bytes nonce, input.bytes("nonce"));
  COFFER_TRY(const Bytes aad, input.bytes("aad"));
  COFFER_TRY(Bytes sealed, input.bytes("ciphertext"));
  COFFER_TRY(const auto tag, input.fixed<crypto::kAeadTagSize>("tag"));
  append(sealed, tag);
  COFFER_TRY(const SecretBytes plaintext, crypto::aead_open(algorithm, key.expose(), nonce, aad, sealed));
  return json{{"plaintext", hex0x(plaintext.expose())}};
}

Result<unsigned> digits_of(const Input& input) {
  COFFER_TRY(const std::uint64_t digits, input.number("digits"));
  if (digits > 8) return fail(invalid_field("digits", "RFC 4226: must be 6 to 8"));
  return static_cast<unsigned>(digits);
}

Result<json> run_hotp(const Toolbox& /*toolbox*/, const Input& input) {
  COFFER_TRY(const SecretBytes secret, input.secret("secret"));
  COFFER_TRY(const std::uint64_t counter, input.number("counter"));
  COFFER_TRY(const unsigned digits, digits_of(input));
  COFFER_TRY(std::string code, crypto::hotp(secret.expose(), counter, digits));
  return json{{"code", std::move(code)}};
}

Result<json> run_totp(const Toolbox& /*toolbox*/, const Input& input) {
  COFFER_TRY(const SecretBytes secret, input.secret("secret"));
  COFFER_TRY(const std::uint64_t time, input.number("time"));
  COFFER_TRY(const std::uint64_t period, input.number("period"));
  if (period > 0xffffffffU) return fail(invalid_field("period", "must be below 2^32"));
  crypto::TotpParameters parameters;
  COFFER_TRY(parameters.digits, digits_of(input));
  COFFER_TRY(parameters.algorithm, input.parsed("hash", crypto::parse_hash_algorithm));
  parameters.period_s = static_cast<std::uint32_t>(period);
  COFFER_TRY(std::string code, crypto::totp(secret.expose(), time, parameters));
  return json{{"code", std::move(code)}};
}

// The key as the library takes it: a key pair is welcome here, its private half is left out.
Result<crypto::Jwk> public_jwk(const json& field) {
  json document = field.is_string() ? json::parse(field.get_ref<const std::string&>(), nullptr, false) : field;
  if (document.is_object()) document.erase("d");
  return crypto::parse_jwk(document.dump());
}

Result<json> run_jws_verify(const Toolbox& /*toolbox*/, const Input& input) {
  COFFER_TRY(const std::string compact, input.text("jws"));
  const auto key = public_jwk(input.json("jwk"));
  const auto payload = key ? crypto::verify_jws(compact, *key) : Result<Bytes>(fail(key.error()));
  if (!payload) return json{{"valid", false}};
  return json{{"valid", true}, {"payload", hex0x(*payload)}};
}

constexpr Field kAlgorithm{.name = "algorithm",
                           .form = Form::kText,
                           .help = "aes-128-gcm, aes-256-gcm, chacha20-poly1305 or xchacha20-poly1305"};
constexpr Field kKey{.name = "key", .form = Form::kBytes, .help = "16 or 32 bytes", .required = true, .secret = true};
constexpr Field kOtpSecret{.name = "secret", .form = Form::kBytes, .help = {}, .required = true, .secret = true};
constexpr Field kDigits{.name = "digits", .form = Form::kNumber, .help = "6 to 8"};

}  // namespace

std::vector<Operation> seal_operations() {
  return {
      {"aead.seal",
       "Authenticated encryption",
       {kAlgorithm, kKey, {"nonce"}, {"aad"}, {"plaintext", Form::kBytes, {}, true, true}},
       run_aead_seal},
      {"aead.open",
       "Decryption of what carries a valid tag",
       {kAlgorithm, kKey, {"nonce"}, {"aad"}, {"ciphertext"}, {"tag", Form::kBytes, "16 bytes"}},
       run_aead_open},
      {"hotp",
       "One-time password of a counter (RFC 4226)",
       {kOtpSecret, {"counter", Form::kNumber}, kDigits},
       run_hotp},
      {"totp",
       "One-time password of a time (RFC 6238)",
       {kOtpSecret,
        {"time", Form::kNumber, "seconds since 1970"},
        kDigits,
        {"period", Form::kNumber, "seconds"},
        {"hash", Form::kText, "sha1, sha256 or sha512"}},
       run_totp},
      {"jws.verify",
       "Whether a compact JWS holds under a key, and its payload",
       {{"jws", Form::kText}, {"jwk", Form::kJson, "public key: Ed25519, P-256 or secp256k1"}},
       run_jws_verify},
  };
}

}  // namespace coffer::tool
