#include "apps/tool/input.h"
#include "apps/tool/operations.h"
#include "domain/crypto/ecdsa_signature.h"
#include "domain/crypto/ed25519.h"
#include "domain/crypto/p256.h"
#include "domain/crypto/schnorr.h"
#include "domain/crypto/secp256k1.h"
#include "domain/evm/address.h"

namespace coffer::tool {
namespace {

using nlohmann::json;

enum class Curve { kSecp256k1, kP256 };

Result<Curve> parse_curve(std::string_view name) {
  if (name == "secp256k1") return Curve::kSecp256k1;
  if (name == "p256") return Curve::kP256;
  return fail(invalid("must be secp256k1 or p256"));
}

json signed_result(const crypto::EcdsaSignature& signature, std::uint8_t recovery_id) {
  return {{"r", hex0x(signature.r)},
          {"s", hex0x(signature.s)},
          {"recovery_id", recovery_id},
          {"der", hex0x(signature.der())}};
}

Result<json> run_ecdsa_sign(const Toolbox& toolbox, const Input& input) {
  COFFER_TRY(const Curve curve, input.parsed("curve", parse_curve));
  COFFER_TRY(const auto key, input.secret32("private_key"));
  COFFER_TRY(const auto digest, input.fixed<32>("digest"));
  if (curve == Curve::kP256) {
    COFFER_TRY(const auto out, crypto::p256::sign(key, digest));
    return signed_result(out.signature, out.recovery_id);
  }
  COFFER_TRY(const auto out, toolbox.curve.sign(key, digest));
  return signed_result(out.signature, out.recovery_id);
}

/// DER, or r ‖ s of 64 bytes; nothing when it is neither.
std::optional<crypto::EcdsaSignature> parse_signature(BytesView bytes) {
  if (const auto der = crypto::EcdsaSignature::from_der(bytes)) return *der;
  if (const auto compact = crypto::EcdsaSignature::from_compact(bytes)) return *compact;
  return std::nullopt;
}

Result<json> run_ecdsa_verify(const Toolbox& /*toolbox*/, const Input& input) {
  COFFER_TRY(const Curve curve, input.parsed("curve", parse_curve));
  COFFER_TRY(const Bytes public_key, input.bytes("public_key"));
  COFFER_TRY(const auto digest, input.fixed<32>("digest"));
  COFFER_TRY(const Bytes bytes, input.bytes("signature"));
  const auto signature = parse_signature(bytes);
  if (!signature) return json{{"valid", false}};
  if (curve == Curve::kP256) {
    const auto key = crypto::p256::PublicKey::parse(public_key);
    return json{{"valid", key && crypto::p256::verify(*key, digest, *signature)}};
  }
  const auto key = crypto::secp256k1::PublicKey::parse(public_key);
  return json{{"valid", key && crypto::secp256k1::verify(*key, digest, *signature)}};
}

Result<json> run_ecdsa_recover(const Toolbox& /*toolbox*/, const Input& input) {
  COFFER_TRY(const auto digest, input.fixed<32>("digest"));
  COFFER_TRY(const auto bytes, input.fixed<65>("signature"));
  const unsigned v = bytes[64] >= 27 ? bytes[64] - 27U : bytes[64];
  if (v > 3) return fail(invalid_field("signature", "the last byte must be 0–3 or 27–30"));
  COFFER_TRY(const auto signature, crypto::EcdsaSignature::from_compact(BytesView(bytes).first(64)));
  COFFER_TRY(const auto key,
             crypto::secp256k1::recover(digest, {.signature = signature, .recovery_id = static_cast<std::uint8_t>(v)}));
  COFFER_TRY(const auto address, evm::Address::from_public_key(key.uncompressed()));
  return json{{"public_key", hex0x(key.compressed())}, {"address", address.text()}};
}

Result<json> run_schnorr_sign(const Toolbox& toolbox, const Input& input) {
  COFFER_TRY(const auto key, input.secret32("private_key"));
  COFFER_TRY(const Bytes message, input.bytes("message"));
  COFFER_TRY(const auto aux, input.fixed<32>("aux"));
  COFFER_TRY(const auto signature, crypto::schnorr::sign(toolbox.curve, key, message, aux));
  return json{{"signature", hex0x(signature)}};
}

Result<json> run_schnorr_verify(const Toolbox& /*toolbox*/, const Input& input) {
  COFFER_TRY(const Bytes public_key, input.bytes("public_key"));
  COFFER_TRY(const Bytes message, input.bytes("message"));
  COFFER_TRY(const Bytes signature, input.bytes("signature"));
  const auto key = crypto::schnorr::XOnlyPublicKey::parse(public_key);
  return json{{"valid", key && crypto::schnorr::verify(*key, message, signature)}};
}

Result<json> run_ed25519_sign(const Toolbox& /*toolbox*/, const Input& input) {
  COFFER_TRY(const auto seed, input.secret32("private_key"));
  COFFER_TRY(const Bytes message, input.bytes("message"));
  return json{{"signature", hex0x(crypto::ed25519::SigningKey(seed).sign(message))}};
}

Result<json> run_ed25519_verify(const Toolbox& /*toolbox*/, const Input& input) {
  COFFER_TRY(const auto key, input.fixed<32>("public_key"));
  COFFER_TRY(const Bytes message, input.bytes("message"));
  COFFER_TRY(const Bytes signature, input.bytes("signature"));
  return json{{"valid", crypto::ed25519::verify(key, message, signature)}};
}

constexpr Field kCurve{.name = "curve", .form = Form::kText, .help = "secp256k1 or p256"};
constexpr Field kPrivateKey{
    .name = "private_key", .form = Form::kBytes, .help = "32 bytes", .required = true, .secret = true};
constexpr Field kDigest{.name = "digest", .form = Form::kBytes, .help = "32 bytes"};

}  // namespace

std::vector<Operation> signature_operations() {
  return {
      {"ecdsa.sign", "ECDSA of a digest: RFC 6979, low s", {kCurve, kPrivateKey, kDigest}, run_ecdsa_sign},
      {"ecdsa.verify",
       "ECDSA verification",
       {kCurve, {"public_key"}, kDigest, {"signature", Form::kBytes, "DER or r ‖ s"}},
       run_ecdsa_verify},
      {"ecdsa.recover",
       "The key that made a secp256k1 signature",
       {kDigest, {"signature", Form::kBytes, "r ‖ s ‖ v, 65 bytes"}},
       run_ecdsa_recover},
      {"schnorr.sign",
       "BIP-340 signature",
       {kPrivateKey, {"message"}, {"aux", Form::kBytes, "32 bytes"}},
       run_schnorr_sign},
      {"schnorr.verify",
       "BIP-340 verification",
       {{"public_key", Form::kBytes, "32 bytes"}, {"message"}, {"signature"}},
       run_schnorr_verify},
      {"ed25519.sign", "Ed25519 signature (RFC 8032)", {kPrivateKey, {"message"}}, run_ed25519_sign},
      {"ed25519.verify",
       "Ed25519 verification",
       {{"public_key", Form::kBytes, "32 bytes"}, {"message"}, {"signature"}},
       run_ed25519_verify},
  };
}

}  // namespace coffer::tool
