#include "domain/keys/wif.h"

#include <algorithm>

#include "domain/crypto/base58.h"

namespace coffer::keys {
namespace {

constexpr std::uint8_t kMainnetVersion = 0x80;
constexpr std::uint8_t kTestnetVersion = 0xef;

Result<Wif> read(BytesView bytes) {
  const bool compressed = bytes.size() == 34;
  if (bytes.size() != 33 && !compressed) return fail(invalid("WIF: must be 33 or 34 bytes"));
  if (bytes[0] != kMainnetVersion && bytes[0] != kTestnetVersion) return fail(invalid("WIF: unknown version"));
  if (compressed && bytes.back() != 0x01) return fail(invalid("WIF: the last byte of a compressed key is 01"));
  COFFER_TRY(Secret<32> key, Secret<32>::from(bytes.subspan(1, 32)));
  if (!crypto::secp256k1::is_private_key(key)) return fail(invalid("WIF: private key not in 1…n−1"));
  return Wif{.key = std::move(key),
             .compressed = compressed,
             .network = bytes[0] == kMainnetVersion ? KeyNetwork::kMainnet : KeyNetwork::kTestnet};
}

}  // namespace

Result<Wif> parse_wif(std::string_view text) {
  COFFER_TRY(Bytes bytes, crypto::parse_base58check(text));
  Result<Wif> out = read(bytes);
  wipe_container(bytes);
  return out;
}

SecretBytes print_wif(const Wif& wif) {
  SecretBytes bytes(wif.compressed ? 34 : 33);
  bytes.expose_mutable()[0] = wif.network == KeyNetwork::kMainnet ? kMainnetVersion : kTestnetVersion;
  std::ranges::copy(wif.key.expose(), bytes.expose_mutable().begin() + 1);
  if (wif.compressed) bytes.expose_mutable()[33] = 0x01;
  std::string text = crypto::base58check(bytes.expose());
  SecretBytes out = SecretBytes::copy_of(text);
  wipe_container(text);
  return out;
}

}  // namespace coffer::keys
