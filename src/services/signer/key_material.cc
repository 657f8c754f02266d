#include "services/signer/key_material.h"

#include <algorithm>

#include "domain/crypto/secp256k1.h"

namespace coffer::signer {
namespace {

constexpr std::uint8_t kFormat = 1;
constexpr std::uint8_t kSeedTag = 1;
constexpr std::uint8_t kSingleTag = 2;
constexpr std::size_t kSeedHeader = 2 + 64 + 1;  // format, kind, seed, language; the entropy follows

}  // namespace

std::string_view kind_name(const KeyMaterial& material) {
  return std::holds_alternative<Seed>(material) ? "seed" : "secp256k1";
}

SecretBytes serialize(const KeyMaterial& material) {
  if (const auto* single = std::get_if<SingleKey>(&material)) {
    SecretBytes out(2 + 32);
    auto cursor = out.expose_mutable().begin();
    *cursor++ = kFormat;
    *cursor++ = kSingleTag;
    std::ranges::copy(single->key.expose(), cursor);
    return out;
  }
  const Seed& seed = std::get<Seed>(material);
  SecretBytes out(kSeedHeader + seed.entropy.size());
  auto cursor = out.expose_mutable().begin();
  *cursor++ = kFormat;
  *cursor++ = kSeedTag;
  cursor = std::ranges::copy(seed.seed.expose(), cursor).out;
  *cursor++ = static_cast<std::uint8_t>(seed.language);
  std::ranges::copy(seed.entropy.expose(), cursor);
  return out;
}

Result<KeyMaterial> parse_material(BytesView bytes) {
  const auto refuse = [] { return fail(internal("signer: sealed key material of an unknown format")); };
  if (bytes.size() < 2 || bytes[0] != kFormat) return refuse();
  if (bytes[1] == kSingleTag) return single_key(bytes.subspan(2));
  if (bytes[1] != kSeedTag || bytes.size() < kSeedHeader + 16) return refuse();
  const std::uint8_t language = bytes[kSeedHeader - 1];
  if (language >= keys::kLanguageCount) return refuse();
  return Seed{.seed = Secret<64>::copy_of(bytes.subspan<2, 64>()),
              .entropy = SecretBytes::copy_of(bytes.subspan(kSeedHeader)),
              .language = static_cast<keys::Language>(language)};
}

Result<KeyMaterial> seed_from_entropy(SecretBytes entropy, keys::Language language, std::string_view passphrase) {
  COFFER_TRY(const SecretBytes mnemonic, keys::encode_mnemonic(entropy.expose(), language));
  COFFER_TRY(Secret<64> seed, keys::mnemonic_seed(mnemonic.expose_text(), passphrase));
  return Seed{.seed = std::move(seed), .entropy = std::move(entropy), .language = language};
}

Result<KeyMaterial> seed_from_mnemonic(std::string_view mnemonic, std::string_view passphrase) {
  auto decoded = keys::decode_mnemonic(mnemonic, std::nullopt);
  if (!decoded) return fail(std::move(decoded).error().with("field", "mnemonic"));
  // The seed is that of the canonical text: one space between words, however they were typed.
  return seed_from_entropy(std::move(decoded->entropy), decoded->language, passphrase);
}

Result<KeyMaterial> single_key(BytesView private_key) {
  auto key = Secret<32>::from(private_key);
  if (!key || !crypto::secp256k1::is_private_key(*key)) {
    return fail(invalid_field("private_key", "must be 32 bytes, 1 to n−1 of secp256k1"));
  }
  return SingleKey{.key = *std::move(key)};
}

bool same_material(const KeyMaterial& a, const KeyMaterial& b) {
  const SecretBytes first = serialize(a);
  const SecretBytes second = serialize(b);
  return equal_constant_time(first.expose(), second.expose());
}

}  // namespace coffer::signer
