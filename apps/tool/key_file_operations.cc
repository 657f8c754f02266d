#include "apps/tool/input.h"
#include "apps/tool/operations.h"
#include "domain/evm/address.h"
#include "domain/keys/bip38.h"
#include "domain/keys/keystore.h"
#include "domain/keys/wif.h"

namespace coffer::tool {
namespace {

using nlohmann::json;

Result<evm::Address> address_of(const Toolbox& toolbox, const Secret<32>& key) {
  const auto point = toolbox.curve.public_key(key);
  if (!point) return fail(invalid_field("private_key", point.error().message));
  return evm::Address::from_public_key(point->uncompressed());
}

Result<json> run_keystore_decrypt(const Toolbox& toolbox, const Input& input) {
  const json& field = input.json("keystore");
  COFFER_TRY(const std::string password, input.text("password"));
  const std::string document = field.is_string() ? field.get<std::string>() : field.dump();
  COFFER_TRY(const Secret<32> key, keys::keystore_decrypt(document, password));
  COFFER_TRY(const evm::Address address, address_of(toolbox, key));
  return json{{"private_key", hex0x(key.expose())}, {"address", address.text()}};
}

Result<json> run_keystore_encrypt(const Toolbox& toolbox, const Input& input) {
  COFFER_TRY(const Secret<32> key, input.secret32("private_key"));
  COFFER_TRY(const std::string password, input.text("password"));
  COFFER_TRY(const auto kdf, input.parsed("kdf", keys::parse_keystore_kdf));
  COFFER_TRY(const SecretBytes entropy, input.secret("entropy"));
  COFFER_TRY(const evm::Address address, address_of(toolbox, key));
  COFFER_TRY(const std::string keystore, keys::keystore_encrypt(key, address.bytes, password, kdf, entropy.expose()));
  return json{{"keystore", json::parse(keystore)}};
}

Result<json> run_wif_decode(const Toolbox& /*toolbox*/, const Input& input) {
  COFFER_TRY(const auto wif, input.parsed("wif", keys::parse_wif));
  return json{{"private_key", hex0x(wif.key.expose())},
              {"compressed", wif.compressed},
              {"network", wif.network == keys::KeyNetwork::kMainnet ? "mainnet" : "testnet"}};
}

Result<json> run_bip38_decrypt(const Toolbox& toolbox, const Input& input) {
  COFFER_TRY(const std::string encrypted, input.text("encrypted"));
  COFFER_TRY(const std::string passphrase, input.text("passphrase"));
  COFFER_TRY(const auto opened, keys::bip38_decrypt(toolbox.curve, encrypted, passphrase));
  return json{{"private_key", hex0x(opened.key.expose())}, {"compressed", opened.compressed}};
}

constexpr Field kPassword{.name = "password", .form = Form::kText, .help = {}, .required = true, .secret = true};

}  // namespace

std::vector<Operation> key_file_operations() {
  return {
      {"keystore.decrypt",
       "The key in a keystore of version 3",
       {{"keystore", Form::kJson, "the JSON of the file"}, kPassword},
       run_keystore_decrypt},
      {"keystore.encrypt",
       "A keystore of version 3 for a key",
       {{"private_key", Form::kBytes, "32 bytes", true, true},
        kPassword,
        {"kdf", Form::kText, "scrypt or pbkdf2"},
        {"entropy", Form::kBytes, "32 fresh random bytes or more", true, true}},
       run_keystore_encrypt},
      {"bitcoin.wif.decode", "The key in Wallet Import Format", {{"wif", Form::kText, {}, true, true}}, run_wif_decode},
      {"bitcoin.bip38.decrypt",
       "The key that BIP-38 sealed",
       {{"encrypted", Form::kText, "6P…"}, {"passphrase", Form::kText, {}, true, true}},
       run_bip38_decrypt},
  };
}

}  // namespace coffer::tool
