#include "domain/keys/keystore.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "domain/crypto/aes.h"
#include "domain/crypto/hkdf.h"
#include "domain/crypto/keccak.h"
#include "domain/crypto/pbkdf2.h"
#include "domain/crypto/scrypt.h"
#include "domain/crypto/secp256k1.h"
#include "domain/keys/normal_form.h"

namespace coffer::keys {
namespace {

using nlohmann::json;

constexpr std::size_t kMaxJson = 64 * 1024;
constexpr std::size_t kDerivedSize = 32;
constexpr crypto::ScryptCost kScryptCost{.n = 131072, .r = 8, .p = 1};
constexpr std::uint32_t kPbkdf2Rounds = 262144;

Result<const json*> member(const json& object, const char* name) {
  const auto found = object.is_object() ? object.find(name) : object.end();
  if (found == object.end()) return fail(invalid_field(name, "is required"));
  return &*found;
}

Result<std::string> text(const json& object, const char* name) {
  COFFER_TRY(const json* value, member(object, name));
  if (!value->is_string()) return fail(invalid_field(name, "must be a string"));
  return value->get<std::string>();
}

Result<Bytes> bytes(const json& object, const char* name) {
  COFFER_TRY(const std::string value, text(object, name));
  auto parsed = parse_hex(value);
  if (!parsed) return fail(invalid_field(name, "must be hex"));
  return parsed;
}

Result<std::uint64_t> number(const json& object, const char* name) {
  COFFER_TRY(const json* value, member(object, name));
  if (!value->is_number_unsigned()) return fail(invalid_field(name, "must be a whole number"));
  return value->get<std::uint64_t>();
}

Result<std::uint32_t> number32(const json& object, const char* name) {
  COFFER_TRY(const std::uint64_t value, number(object, name));
  if (value > 0xffffffffU) return fail(invalid_field(name, "is too large"));
  return static_cast<std::uint32_t>(value);
}

Result<SecretBytes> derive(const json& crypto_object, std::string_view password) {
  COFFER_TRY(const std::string kdf, text(crypto_object, "kdf"));
  COFFER_TRY(const json* parameters, member(crypto_object, "kdfparams"));
  COFFER_TRY(const Bytes salt, bytes(*parameters, "salt"));
  COFFER_TRY(const std::uint64_t size, number(*parameters, "dklen"));
  if (size < kDerivedSize || size > 1024) return fail(invalid_field("dklen", "must be 32 to 1024"));
  COFFER_TRY(const SecretBytes normal, nfkd(password));
  if (kdf == "scrypt") {
    crypto::ScryptCost cost;
    COFFER_TRY(cost.n, number(*parameters, "n"));
    COFFER_TRY(cost.r, number32(*parameters, "r"));
    COFFER_TRY(cost.p, number32(*parameters, "p"));
    return crypto::scrypt(normal.expose(), salt, cost, size);
  }
  if (kdf != "pbkdf2") return fail(invalid_field("kdf", "must be scrypt or pbkdf2"));
  COFFER_TRY(const std::string prf, text(*parameters, "prf"));
  if (prf != "hmac-sha256") return fail(invalid_field("prf", "must be hmac-sha256"));
  COFFER_TRY(const std::uint32_t rounds, number32(*parameters, "c"));
  return crypto::pbkdf2(crypto::HashAlgorithm::kSha256, normal.expose(), salt, rounds, size);
}

crypto::Hash256 mac_of(BytesView derived, BytesView ciphertext) {
  return crypto::Keccak256().update(derived.subspan(16, 16)).update(ciphertext).finish();
}

Result<Secret<32>> open(const json& crypto_object, std::string_view password) {
  COFFER_TRY(const std::string cipher, text(crypto_object, "cipher"));
  if (cipher != "aes-128-ctr") return fail(invalid_field("cipher", "must be aes-128-ctr"));
  COFFER_TRY(const json* parameters, member(crypto_object, "cipherparams"));
  COFFER_TRY(const Bytes counter, bytes(*parameters, "iv"));
  COFFER_TRY(const Bytes ciphertext, bytes(crypto_object, "ciphertext"));
  COFFER_TRY(const Bytes mac, bytes(crypto_object, "mac"));
  if (ciphertext.size() != 32) return fail(invalid_field("ciphertext", "must be 32 bytes"));
  COFFER_TRY(const SecretBytes derived, derive(crypto_object, password));
  if (!equal_constant_time(mac_of(derived.expose(), ciphertext), mac)) {
    return fail(invalid_field("password", "keystore: the MAC does not hold"));
  }
  COFFER_TRY(const SecretBytes key, crypto::aes_128_ctr(derived.expose().first(16), counter, ciphertext));
  COFFER_TRY(Secret<32> out, Secret<32>::from(key.expose()));
  if (!crypto::secp256k1::is_private_key(out)) return fail(invalid("keystore: private key not in 1…n−1"));
  return out;
}

json kdf_parameters(KeystoreKdf kdf, BytesView salt) {
  if (kdf == KeystoreKdf::kScrypt) {
    return {
        {"dklen", kDerivedSize}, {"n", kScryptCost.n}, {"r", kScryptCost.r}, {"p", kScryptCost.p}, {"salt", hex(salt)}};
  }
  return {{"dklen", kDerivedSize}, {"c", kPbkdf2Rounds}, {"prf", "hmac-sha256"}, {"salt", hex(salt)}};
}

// RFC 9562 version 4 from 16 random bytes.
std::string uuid(ByteArray<16> random) {
  random[6] = static_cast<std::uint8_t>((random[6] & 0x0fU) | 0x40U);
  random[8] = static_cast<std::uint8_t>((random[8] & 0x3fU) | 0x80U);
  const std::string digits = hex(random);
  return fmt::format("{}-{}-{}-{}-{}", digits.substr(0, 8), digits.substr(8, 4), digits.substr(12, 4),
                     digits.substr(16, 4), digits.substr(20));
}

}  // namespace

Result<KeystoreKdf> parse_keystore_kdf(std::string_view name) {
  if (name == "scrypt") return KeystoreKdf::kScrypt;
  if (name == "pbkdf2") return KeystoreKdf::kPbkdf2;
  return fail(invalid_field("kdf", "must be scrypt or pbkdf2"));
}

Result<Secret<32>> keystore_decrypt(std::string_view document, std::string_view password) {
  if (document.size() > kMaxJson) return fail(invalid("keystore: longer than 64 KiB"));
  const json object = json::parse(document, nullptr, /*allow_exceptions=*/false);
  COFFER_TRY(const std::uint64_t version, number(object, "version"));
  if (version != 3) return fail(invalid_field("version", "must be 3"));
  // Some older clients write the member with a capital letter.
  const auto sealed = member(object, object.contains("Crypto") ? "Crypto" : "crypto");
  if (!sealed) return fail(sealed.error());
  return open(**sealed, password);
}

Result<std::string> keystore_encrypt(const Secret<32>& key, BytesView address, std::string_view password,
                                     KeystoreKdf kdf, BytesView entropy) {
  if (entropy.size() < 32) return fail(invalid_field("entropy", "must be at least 32 bytes"));
  if (address.size() != 20) return fail(invalid_field("address", "must be 20 bytes"));
  COFFER_TRY(const SecretBytes random,
             crypto::hkdf(crypto::HashAlgorithm::kSha256, entropy, {}, as_bytes("coffer.keystore.v3"), 64));
  const BytesView salt = random.expose().first(32);
  const BytesView counter = random.expose().subspan(32, 16);
  ByteArray<16> id_bytes;
  std::ranges::copy(random.expose().subspan(48), id_bytes.begin());

  json sealed = {{"cipher", "aes-128-ctr"},
                 {"cipherparams", {{"iv", hex(counter)}}},
                 {"kdf", kdf == KeystoreKdf::kScrypt ? "scrypt" : "pbkdf2"},
                 {"kdfparams", kdf_parameters(kdf, salt)}};
  COFFER_TRY(const SecretBytes derived, derive(sealed, password));
  COFFER_TRY(const SecretBytes ciphertext, crypto::aes_128_ctr(derived.expose().first(16), counter, key.expose()));
  sealed["ciphertext"] = hex(ciphertext.expose());
  sealed["mac"] = hex(mac_of(derived.expose(), ciphertext.expose()));
  return json{{"version", 3}, {"id", uuid(id_bytes)}, {"address", hex(address)}, {"crypto", std::move(sealed)}}.dump();
}

}  // namespace coffer::keys
