#include "domain/keys/slip10.h"

#include <algorithm>

#include "domain/crypto/ed25519.h"
#include "domain/crypto/hmac.h"
#include "domain/crypto/p256.h"

namespace coffer::keys {
namespace {

namespace secp256k1 = crypto::secp256k1;
namespace p256 = crypto::p256;

std::string_view master_label(Slip10Curve curve) {
  switch (curve) {
    case Slip10Curve::kEd25519:
      return "ed25519 seed";
    case Slip10Curve::kP256:
      return "Nist256p1 seed";
    case Slip10Curve::kSecp256k1:
      return "Bitcoin seed";
  }
  return {};
}

bool is_key(Slip10Curve curve, const Secret<32>& key) {
  switch (curve) {
    case Slip10Curve::kEd25519:
      return true;
    case Slip10Curve::kP256:
      return p256::is_private_key(key);
    case Slip10Curve::kSecp256k1:
      return secp256k1::is_private_key(key);
  }
  return false;
}

Slip10Node split(const Secret<64>& material) {
  return {.key = Secret<32>::copy_of(material.expose().first<32>()),
          .chain_code = Secret<32>::copy_of(material.expose().last<32>())};
}

Result<Slip10Node> master(Slip10Curve curve, BytesView seed) {
  if (seed.size() < 16 || seed.size() > 64) return fail(invalid_field("seed", "SLIP-10: must be 16 to 64 bytes"));
  Secret<64> material;
  crypto::hmac_sha512(as_bytes(master_label(curve)), {seed}, material.expose_mutable());
  for (;;) {
    Slip10Node node = split(material);
    if (is_key(curve, node.key)) return node;
    const Secret<64> previous = material.clone();
    crypto::hmac_sha512(as_bytes(master_label(curve)), {previous.expose()}, material.expose_mutable());
  }
}

// IL + parent mod n; fails where SLIP-10 asks for another try.
Result<Secret<32>> sum(Slip10Curve curve, const Secret<32>& left, const Secret<32>& parent) {
  if (curve == Slip10Curve::kP256) return p256::add_keys(parent, left);
  Secret<32> key = parent.clone();
  ByteArray<32> tweak;
  std::ranges::copy(left.expose(), tweak.begin());
  const Result<void> added = secp256k1::add_tweak(key, tweak);
  wipe(tweak.data(), tweak.size());
  if (!added) return fail(added.error());
  return key;
}

Result<Slip10Node> child(const secp256k1::Context& context, Slip10Curve curve, const Slip10Node& parent,
                         std::uint32_t number) {
  const ByteArray<4> index = {static_cast<std::uint8_t>(number >> 24), static_cast<std::uint8_t>(number >> 16),
                              static_cast<std::uint8_t>(number >> 8), static_cast<std::uint8_t>(number)};
  constexpr std::uint8_t kZero = 0;
  Secret<64> material;
  if (number >= kHardened) {
    crypto::hmac_sha512(parent.chain_code.expose(), {BytesView(&kZero, 1), parent.key.expose(), index},
                        material.expose_mutable());
  } else {
    if (curve == Slip10Curve::kEd25519) return fail(invalid("SLIP-10: Ed25519 has hardened children only"));
    COFFER_TRY(const ByteArray<33> own, slip10_public_key(context, curve, parent.key));
    crypto::hmac_sha512(parent.chain_code.expose(), {own, index}, material.expose_mutable());
  }
  for (;;) {
    Slip10Node node = split(material);
    if (curve == Slip10Curve::kEd25519) return node;
    if (auto key = sum(curve, node.key, parent.key)) {
      node.key = *std::move(key);
      return node;
    }
    constexpr std::uint8_t kOne = 1;
    crypto::hmac_sha512(parent.chain_code.expose(), {BytesView(&kOne, 1), node.chain_code.expose(), index},
                        material.expose_mutable());
  }
}

}  // namespace

Result<Slip10Curve> parse_slip10_curve(std::string_view name) {
  if (name == "ed25519") return Slip10Curve::kEd25519;
  if (name == "p256") return Slip10Curve::kP256;
  if (name == "secp256k1") return Slip10Curve::kSecp256k1;
  return fail(invalid_field("curve", "must be ed25519, p256 or secp256k1"));
}

Result<Slip10Node> slip10_derive(const secp256k1::Context& context, Slip10Curve curve, BytesView seed,
                                 const DerivationPath& path) {
  COFFER_TRY(Slip10Node node, master(curve, seed));
  for (const std::uint32_t step : path.steps()) {
    COFFER_TRY(node, child(context, curve, node, step));
  }
  return node;
}

Result<ByteArray<33>> slip10_public_key(const secp256k1::Context& context, Slip10Curve curve, const Secret<32>& key) {
  switch (curve) {
    case Slip10Curve::kEd25519: {
      ByteArray<33> out{};
      std::ranges::copy(crypto::ed25519::SigningKey(key).public_key(), out.begin() + 1);
      return out;
    }
    case Slip10Curve::kP256: {
      COFFER_TRY(const p256::PublicKey point, p256::public_key(key));
      return point.compressed();
    }
    case Slip10Curve::kSecp256k1: {
      COFFER_TRY(const secp256k1::PublicKey point, context.public_key(key));
      return point.compressed();
    }
  }
  return fail(internal("SLIP-10: unknown curve"));
}

}  // namespace coffer::keys
