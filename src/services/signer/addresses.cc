#include "services/signer/addresses.h"

#include "domain/crypto/base58.h"
#include "domain/crypto/bech32.h"
#include "domain/crypto/ripemd160.h"
#include "domain/crypto/schnorr.h"
#include "domain/evm/address.h"
#include "domain/keys/derivation_path.h"

namespace coffer::signer {
namespace {

namespace secp256k1 = crypto::secp256k1;

std::string base58_address(std::uint8_t version, BytesView payload) {
  Bytes bytes = {version};
  append(bytes, payload);
  return crypto::base58check(bytes);
}

// BIP-141: the script that P2SH-P2WPKH pays to is the witness program itself.
crypto::Hash160 nested_script_hash(const crypto::Hash160& key_hash) {
  Bytes script = {0x00, 0x14};
  append(script, key_hash);
  return crypto::hash160(script);
}

Result<std::string> bitcoin_address(const keys::DerivationPath& path, const secp256k1::PublicKey& public_key) {
  const auto& steps = path.steps();
  const std::uint32_t purpose = steps.empty() ? 84 : steps[0] & ~keys::kHardened;
  const bool test = steps.size() > 1 && (steps[1] & ~keys::kHardened) == keys::kCoinTestnet;
  const std::string_view prefix = test ? "tb" : "bc";
  const crypto::Hash160 key_hash = crypto::hash160(public_key.compressed());
  switch (purpose) {
    case 44:
      return base58_address(test ? 0x6f : 0x00, key_hash);
    case 49:
      return base58_address(test ? 0xc4 : 0x05, nested_script_hash(key_hash));
    case 86: {
      COFFER_TRY(const auto output,
                 crypto::schnorr::taproot_output(crypto::schnorr::XOnlyPublicKey::of(public_key), {}));
      return crypto::encode_segwit_address(prefix, {.version = 1, .program = to_bytes(BytesView(output.key.bytes()))});
    }
    default:
      return crypto::encode_segwit_address(prefix, {.version = 0, .program = to_bytes(BytesView(key_hash))});
  }
}

}  // namespace

Result<std::string> address_text(std::string_view kind, std::string_view path,
                                 const crypto::secp256k1::PublicKey& public_key) {
  if (kind == "bitcoin") {
    COFFER_TRY(const auto parsed, keys::DerivationPath::parse(path.empty() ? "m" : path));
    return bitcoin_address(parsed, public_key);
  }
  COFFER_TRY(const evm::Address address, evm::Address::from_public_key(public_key.uncompressed()));
  if (kind == "evm") return address.text();
  if (kind == "tron") return base58_address(0x41, address.bytes);
  return fail(invalid_field("kind", "must be evm, bitcoin or tron"));
}

}  // namespace coffer::signer
