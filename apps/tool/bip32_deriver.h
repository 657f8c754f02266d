#pragma once

#include <string_view>
#include <vector>

#include "domain/bitcoin/descriptor.h"
#include "domain/keys/bip32.h"

namespace coffer::tool {

/// Keys of descriptors by both halves of BIP-32, since this is the offline tool.
class Bip32Deriver final : public bitcoin::KeyDeriver {
 public:
  explicit Bip32Deriver(const crypto::secp256k1::Context& curve) : curve_(curve) {}

  Result<crypto::secp256k1::PublicKey> derive(std::string_view extended_key,
                                              const std::vector<std::uint32_t>& steps) const override {
    const keys::DerivationPath path(steps);
    if (const auto key = keys::ExtendedPublicKey::parse(extended_key)) {
      COFFER_TRY(const auto child, key->derive(path));
      return child.key();
    }
    COFFER_TRY(const auto key, keys::ExtendedPrivateKey::parse(extended_key));
    COFFER_TRY(const auto child, key.derive(curve_, path));
    return curve_.public_key(child.key());
  }

 private:
  const crypto::secp256k1::Context& curve_;
};

}  // namespace coffer::tool
