#pragma once

#include <cstdint>
#include <string_view>

#include "base/secret.h"
#include "domain/crypto/secp256k1.h"
#include "domain/keys/derivation_path.h"

/// SLIP-10: BIP-32's trees for other curves.
namespace coffer::keys {

/// The curves that SLIP-10 names.
enum class Slip10Curve : std::uint8_t { kEd25519, kP256, kSecp256k1 };

/// `ed25519`, `p256`, `secp256k1`.
Result<Slip10Curve> parse_slip10_curve(std::string_view name);

/// A private key and what its children are derived with.
struct Slip10Node {
  Secret<32> key;
  Secret<32> chain_code;
};

/// The node at a path below the master key of a seed of 16–64 bytes. Ed25519 has hardened children only.
Result<Slip10Node> slip10_derive(const crypto::secp256k1::Context& context, Slip10Curve curve, BytesView seed,
                                 const DerivationPath& path);

/// 33 bytes as SLIP-10 prints them: compressed SEC 1, or for Ed25519 a zero byte and the 32 bytes of RFC 8032.
Result<ByteArray<33>> slip10_public_key(const crypto::secp256k1::Context& context, Slip10Curve curve,
                                        const Secret<32>& key);

}  // namespace coffer::keys
