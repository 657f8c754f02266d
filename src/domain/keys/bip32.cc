#include "domain/keys/bip32.h"

#include <algorithm>

#include "domain/crypto/base58.h"
#include "domain/crypto/hmac.h"
#include "domain/crypto/ripemd160.h"

namespace coffer::keys {
namespace {

namespace secp256k1 = crypto::secp256k1;

constexpr std::size_t kSerializedSize = 78;
constexpr std::uint32_t kXprv = 0x0488ADE4;
constexpr std::uint32_t kXpub = 0x0488B21E;
constexpr std::uint32_t kTprv = 0x04358394;
constexpr std::uint32_t kTpub = 0x043587CF;

ByteArray<4> big_endian(std::uint32_t value) {
  return {static_cast<std::uint8_t>(value >> 24), static_cast<std::uint8_t>(value >> 16),
          static_cast<std::uint8_t>(value >> 8), static_cast<std::uint8_t>(value)};
}

std::uint32_t from_big_endian(BytesView bytes) {
  return static_cast<std::uint32_t>(bytes[0]) << 24 | static_cast<std::uint32_t>(bytes[1]) << 16 |
         static_cast<std::uint32_t>(bytes[2]) << 8 | bytes[3];
}

ByteArray<4> fingerprint_of(const secp256k1::PublicKey& key) {
  const crypto::Hash160 identifier = crypto::hash160(key.compressed());
  return {identifier[0], identifier[1], identifier[2], identifier[3]};
}

// BIP-32's 78 bytes: version, depth, parent, index, chain code, key.
void serialize(std::uint32_t version, const KeyPosition& position, std::span<const std::uint8_t, 32> chain_code,
               BytesView key, std::span<std::uint8_t, kSerializedSize> out) {
  auto cursor = std::ranges::copy(big_endian(version), out.begin()).out;
  *cursor++ = position.depth;
  cursor = std::ranges::copy(position.parent_fingerprint, cursor).out;
  cursor = std::ranges::copy(big_endian(position.child_number), cursor).out;
  cursor = std::ranges::copy(chain_code, cursor).out;
  std::ranges::copy(key, cursor);
}

struct Parsed {
  std::uint32_t version = 0;
  KeyPosition position;
  BytesView chain_code;
  BytesView key;
};

Result<Parsed> parse_serialized(BytesView bytes) {
  if (bytes.size() != kSerializedSize) return fail(invalid("BIP-32: an extended key is 78 bytes"));
  Parsed out{
      .version = from_big_endian(bytes.first(4)),
      .position = {.depth = bytes[4], .parent_fingerprint = {}, .child_number = from_big_endian(bytes.subspan(9, 4))},
      .chain_code = bytes.subspan(13, 32),
      .key = bytes.subspan(45, 33)};
  std::ranges::copy(bytes.subspan(5, 4), out.position.parent_fingerprint.begin());
  const bool has_parent = out.position.parent_fingerprint != ByteArray<4>{} || out.position.child_number != 0;
  if (out.position.depth == 0 && has_parent) {
    return fail(invalid("BIP-32: a master key has neither a parent nor an index"));
  }
  return out;
}

Result<KeyNetwork> network_of(std::uint32_t version, std::uint32_t mainnet, std::uint32_t testnet) {
  if (version == mainnet) return KeyNetwork::kMainnet;
  if (version == testnet) return KeyNetwork::kTestnet;
  return fail(invalid("BIP-32: not the version of such a key"));
}

Result<KeyPosition> child_position(const KeyPosition& parent, std::uint32_t child_number) {
  if (parent.depth == 255) return fail(invalid("BIP-32: the depth is at most 255"));
  return KeyPosition{
      .depth = static_cast<std::uint8_t>(parent.depth + 1), .parent_fingerprint = {}, .child_number = child_number};
}

}  // namespace

Result<ExtendedPublicKey> ExtendedPublicKey::parse(std::string_view text) {
  COFFER_TRY(const Bytes bytes, crypto::parse_base58check(text));
  COFFER_TRY(const Parsed parsed, parse_serialized(bytes));
  COFFER_TRY(const KeyNetwork network, network_of(parsed.version, kXpub, kTpub));
  COFFER_TRY(const secp256k1::PublicKey key, secp256k1::PublicKey::parse(parsed.key));
  ByteArray<32> chain_code;
  std::ranges::copy(parsed.chain_code, chain_code.begin());
  return ExtendedPublicKey(key, chain_code, parsed.position, network);
}

std::string ExtendedPublicKey::text() const {
  ByteArray<kSerializedSize> out;
  serialize(network_ == KeyNetwork::kMainnet ? kXpub : kTpub, position_, chain_code_, key_.compressed(), out);
  return crypto::base58check(out);
}

Result<ExtendedPublicKey> ExtendedPublicKey::derive(std::uint32_t child_number) const {
  if (child_number >= kHardened) return fail(invalid("BIP-32: a hardened child needs the private key"));
  COFFER_TRY(KeyPosition position, child_position(position_, child_number));
  const ByteArray<33> own = key_.compressed();
  ByteArray<64> material;
  crypto::hmac_sha512(chain_code_, {own, big_endian(child_number)}, material);
  ByteArray<32> tweak;
  ByteArray<32> chain_code;
  std::copy_n(material.begin(), 32, tweak.begin());
  std::copy_n(material.begin() + 32, 32, chain_code.begin());
  COFFER_TRY(const secp256k1::PublicKey key, key_.plus_tweak(tweak));
  position.parent_fingerprint = fingerprint();
  return ExtendedPublicKey(key, chain_code, position, network_);
}

Result<ExtendedPublicKey> ExtendedPublicKey::derive(const DerivationPath& path) const {
  ExtendedPublicKey node = *this;
  for (const std::uint32_t step : path.steps()) {
    COFFER_TRY(node, node.derive(step));
  }
  return node;
}

ByteArray<4> ExtendedPublicKey::fingerprint() const { return fingerprint_of(key_); }

Result<ExtendedPrivateKey> ExtendedPrivateKey::from_seed(BytesView seed, KeyNetwork network) {
  if (seed.size() < 16 || seed.size() > 64) return fail(invalid_field("seed", "BIP-32: must be 16 to 64 bytes"));
  Secret<64> material;
  crypto::hmac_sha512(as_bytes("Bitcoin seed"), {seed}, material.expose_mutable());
  ExtendedPrivateKey out;
  std::ranges::copy(material.expose().first<32>(), out.key_.expose_mutable().begin());
  std::ranges::copy(material.expose().last<32>(), out.chain_code_.expose_mutable().begin());
  out.network_ = network;
  if (!secp256k1::is_private_key(out.key_)) return fail(invalid_field("seed", "BIP-32: this seed has no master key"));
  return out;
}

Result<ExtendedPrivateKey> ExtendedPrivateKey::parse(std::string_view text) {
  COFFER_TRY(Bytes bytes, crypto::parse_base58check(text));
  const auto read = [&]() -> Result<ExtendedPrivateKey> {
    COFFER_TRY(const Parsed parsed, parse_serialized(bytes));
    ExtendedPrivateKey out;
    COFFER_TRY(out.network_, network_of(parsed.version, kXprv, kTprv));
    if (parsed.key[0] != 0) return fail(invalid("BIP-32: a zero byte stands before a private key"));
    std::ranges::copy(parsed.key.subspan(1), out.key_.expose_mutable().begin());
    std::ranges::copy(parsed.chain_code, out.chain_code_.expose_mutable().begin());
    out.position_ = parsed.position;
    if (!secp256k1::is_private_key(out.key_)) return fail(invalid("BIP-32: private key not in 1…n−1"));
    return out;
  };
  Result<ExtendedPrivateKey> out = read();
  wipe_container(bytes);
  return out;
}

SecretBytes ExtendedPrivateKey::text() const {
  SecretBytes key(33);
  key.expose_mutable()[0] = 0;
  std::ranges::copy(key_.expose(), key.expose_mutable().begin() + 1);
  Secret<kSerializedSize> serialized;
  serialize(network_ == KeyNetwork::kMainnet ? kXprv : kTprv, position_, chain_code_.expose(), key.expose(),
            serialized.expose_mutable());
  std::string text = crypto::base58check(serialized.expose());
  SecretBytes out = SecretBytes::copy_of(text);
  wipe_container(text);
  return out;
}

// One level down in place, so that a path costs no allocation a step. The parent's fingerprint and the own public key
// are worked out for the last step alone: nobody sees the others, and each would cost a multiplication of the base
// point.
Result<void> ExtendedPrivateKey::step(const secp256k1::Context& context, std::uint32_t child_number, bool last) {
  COFFER_TRY(KeyPosition position, child_position(position_, child_number));
  const bool hardened = child_number >= kHardened;
  std::optional<secp256k1::PublicKey> own;
  if (!hardened || last) {
    COFFER_TRY(own, public_key(context));
  }
  public_key_.reset();
  ByteArray<64> material;
  if (hardened) {
    constexpr std::uint8_t kZero = 0;
    crypto::hmac_sha512(chain_code_.expose(), {BytesView(&kZero, 1), key_.expose(), big_endian(child_number)},
                        material);
  } else {
    crypto::hmac_sha512(chain_code_.expose(), {own->compressed(), big_endian(child_number)}, material);
  }
  ByteArray<32> tweak;
  std::copy_n(material.begin(), 32, tweak.begin());
  std::copy_n(material.begin() + 32, 32, chain_code_.expose_mutable().begin());
  const Result<void> added = secp256k1::add_tweak(key_, tweak);
  wipe(material.data(), material.size());
  wipe(tweak.data(), tweak.size());
  if (!added) return fail(invalid("BIP-32: this index has no key"));
  if (last) {
    position.parent_fingerprint = fingerprint_of(*own);
    COFFER_TRY(public_key_, context.public_key(key_));
  }
  position_ = position;
  return {};
}

Result<secp256k1::PublicKey> ExtendedPrivateKey::public_key(const secp256k1::Context& context) const {
  return public_key_ ? Result<secp256k1::PublicKey>(*public_key_) : context.public_key(key_);
}

Result<ExtendedPrivateKey> ExtendedPrivateKey::derive(const secp256k1::Context& context,
                                                      std::uint32_t child_number) const {
  return derive(context, DerivationPath({child_number}));
}

Result<ExtendedPrivateKey> ExtendedPrivateKey::derive(const secp256k1::Context& context,
                                                      const DerivationPath& path) const {
  ExtendedPrivateKey node = clone();
  for (std::size_t i = 0; i < path.steps().size(); ++i) {
    COFFER_CHECK(node.step(context, path.steps()[i], i + 1 == path.steps().size()));
  }
  return node;
}

Result<ExtendedPublicKey> ExtendedPrivateKey::neuter(const secp256k1::Context& context) const {
  COFFER_TRY(const secp256k1::PublicKey key, public_key(context));
  ByteArray<32> chain_code;
  std::ranges::copy(chain_code_.expose(), chain_code.begin());
  return ExtendedPublicKey(key, chain_code, position_, network_);
}

ExtendedPrivateKey ExtendedPrivateKey::clone() const {
  ExtendedPrivateKey out;
  out.key_ = key_.clone();
  out.chain_code_ = chain_code_.clone();
  out.position_ = position_;
  out.network_ = network_;
  out.public_key_ = public_key_;
  return out;
}

}  // namespace coffer::keys
