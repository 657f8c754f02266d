#include "domain/keys/bip38.h"

#include <algorithm>

#include "domain/crypto/aes.h"
#include "domain/crypto/base58.h"
#include "domain/crypto/ripemd160.h"
#include "domain/crypto/scrypt.h"
#include "domain/crypto/sha2.h"
#include "domain/keys/normal_form.h"

namespace coffer::keys {
namespace {

namespace secp256k1 = crypto::secp256k1;

constexpr crypto::ScryptCost kPassphraseCost{.n = 16384, .r = 8, .p = 8};
constexpr crypto::ScryptCost kPointCost{.n = 1024, .r = 1, .p = 1};

constexpr std::uint8_t kPlainForm = 0x42;
constexpr std::uint8_t kMultipliedForm = 0x43;
constexpr std::uint8_t kCompressedFlag = 0x20;
constexpr std::uint8_t kLotFlag = 0x04;
constexpr std::uint8_t kPlainBits = 0xc0;

// The fields that both forms share: 01, form, flags, address hash (4), and 32 bytes that differ.
struct Sealed {
  std::uint8_t form = 0;
  std::uint8_t flags = 0;
  Bytes address_hash;
  Bytes rest;

  [[nodiscard]] bool compressed() const { return (flags & kCompressedFlag) != 0; }
};

Result<Sealed> parse(std::string_view text) {
  COFFER_TRY(const Bytes bytes, crypto::parse_base58check(text));
  if (bytes.size() != 39 || bytes[0] != 0x01) return fail(invalid("BIP-38: must be 39 bytes that begin with 01"));
  Sealed out{.form = bytes[1],
             .flags = bytes[2],
             .address_hash = Bytes(bytes.begin() + 3, bytes.begin() + 7),
             .rest = Bytes(bytes.begin() + 7, bytes.end())};
  const bool plain = out.form == kPlainForm && (out.flags & ~kCompressedFlag) == kPlainBits;
  const bool multiplied = out.form == kMultipliedForm && (out.flags & ~(kCompressedFlag | kLotFlag)) == 0;
  if (!plain && !multiplied) return fail(invalid("BIP-38: unknown form or flags"));
  return out;
}

void exclusive_or(std::span<std::uint8_t> target, BytesView mask) {
  for (std::size_t i = 0; i < target.size(); ++i) target[i] ^= mask[i];
}

// BIP-38 seals the first four bytes of the double SHA-256 of the P2PKH address, as text.
Result<void> check_address(const secp256k1::Context& context, const Sealed& sealed, const Secret<32>& key) {
  COFFER_TRY(const secp256k1::PublicKey point, context.public_key(key));
  const crypto::Hash160 hash =
      sealed.compressed() ? crypto::hash160(point.compressed()) : crypto::hash160(point.uncompressed());
  Bytes payload = {0x00};
  append(payload, hash);
  const crypto::Hash256 checksum = crypto::double_sha256(as_bytes(crypto::base58check(payload)));
  if (!std::equal(sealed.address_hash.begin(), sealed.address_hash.end(), checksum.begin())) {
    return fail(invalid_field("passphrase", "BIP-38: not the passphrase of this key"));
  }
  return {};
}

Result<Secret<32>> decrypt_plain(const Sealed& sealed, BytesView passphrase) {
  COFFER_TRY(const SecretBytes derived, crypto::scrypt(passphrase, sealed.address_hash, kPassphraseCost, 64));
  COFFER_TRY(const Secret<32> cipher_key, Secret<32>::from(derived.expose().subspan(32)));
  COFFER_TRY(SecretBytes key, crypto::aes_256_decrypt_blocks(cipher_key, sealed.rest));
  exclusive_or(key.expose_mutable(), derived.expose().first(32));
  return Secret<32>::from(key.expose());
}

Result<Secret<32>> pass_factor(const Sealed& sealed, BytesView owner_entropy, BytesView passphrase) {
  const bool has_lot = (sealed.flags & kLotFlag) != 0;
  COFFER_TRY(const SecretBytes before,
             crypto::scrypt(passphrase, has_lot ? owner_entropy.first(4) : owner_entropy, kPassphraseCost, 32));
  if (!has_lot) return Secret<32>::from(before.expose());
  const crypto::Hash256 first = crypto::sha256({before.expose(), owner_entropy});
  return Secret<32>::from(crypto::sha256(first));
}

// The seed that was sealed in two halves, the second block holding the end of the first.
Result<SecretBytes> seed_b(BytesView derived, BytesView part1_head, BytesView part2) {
  COFFER_TRY(const Secret<32> cipher_key, Secret<32>::from(derived.subspan(32)));
  COFFER_TRY(SecretBytes tail, crypto::aes_256_decrypt_blocks(cipher_key, part2));
  exclusive_or(tail.expose_mutable(), derived.subspan(16, 16));
  Bytes part1 = to_bytes(part1_head);
  append(part1, tail.expose().first(8));
  COFFER_TRY(SecretBytes head, crypto::aes_256_decrypt_blocks(cipher_key, part1));
  exclusive_or(head.expose_mutable(), derived.first(16));
  SecretBytes seed(24);
  const auto rest = std::ranges::copy(head.expose(), seed.expose_mutable().begin()).out;
  std::ranges::copy(tail.expose().subspan(8), rest);
  return seed;
}

Result<Secret<32>> decrypt_multiplied(const secp256k1::Context& context, const Sealed& sealed, BytesView passphrase) {
  const BytesView rest = sealed.rest;
  const BytesView owner_entropy = rest.first(8);
  COFFER_TRY(Secret<32> factor, pass_factor(sealed, owner_entropy, passphrase));
  COFFER_TRY(const secp256k1::PublicKey point, context.public_key(factor));
  Bytes salt = sealed.address_hash;
  append(salt, owner_entropy);
  COFFER_TRY(const SecretBytes derived, crypto::scrypt(point.compressed(), salt, kPointCost, 64));
  COFFER_TRY(const SecretBytes seed, seed_b(derived.expose(), rest.subspan(8, 8), rest.subspan(16)));
  COFFER_TRY(const Secret<32> factor_b, Secret<32>::from(crypto::double_sha256(seed.expose())));
  COFFER_CHECK(secp256k1::multiply(factor, factor_b));
  return factor;
}

}  // namespace

Result<Bip38Key> bip38_decrypt(const secp256k1::Context& context, std::string_view encrypted,
                               std::string_view passphrase) {
  COFFER_TRY(const Sealed sealed, parse(encrypted));
  COFFER_TRY(const SecretBytes normal, nfc(passphrase));
  COFFER_TRY(Secret<32> key, sealed.form == kPlainForm ? decrypt_plain(sealed, normal.expose())
                                                       : decrypt_multiplied(context, sealed, normal.expose()));
  COFFER_CHECK(check_address(context, sealed, key));
  return Bip38Key{.key = std::move(key), .compressed = sealed.compressed()};
}

}  // namespace coffer::keys
