#include "apps/tool/operations.h"

#include <gtest/gtest.h>

#include <array>
#include <sstream>
#include <string>

#include "apps/tool/registry.h"

namespace coffer::tool {
namespace {

/// What scripts were promised: the names of operations and of their fields, `?` behind those that may be left out.
struct Promise {
  const char* name;
  const char* fields;
};
constexpr auto kPromises = std::to_array<Promise>({
    {"bip39.encode", "entropy language?"},
    {"bip39.decode", "mnemonic language?"},
    {"bip39.seed", "mnemonic passphrase?"},
    {"bip32.derive", "seed? xprv? xpub? path network?"},
    {"slip10.derive", "curve seed path"},
    {"slip39.combine", "shares passphrase?"},
    {"slip39.split", "secret group_threshold groups passphrase? identifier iteration_exponent extendable entropy"},
    {"ecdsa.sign", "curve private_key digest"},
    {"ecdsa.verify", "curve public_key digest signature"},
    {"ecdsa.recover", "digest signature"},
    {"schnorr.sign", "private_key message aux"},
    {"schnorr.verify", "public_key message signature"},
    {"ed25519.sign", "private_key message"},
    {"ed25519.verify", "public_key message signature"},
    {"keccak256", "data"},
    {"hash", "algorithm data"},
    {"hmac", "hash key data"},
    {"hkdf", "hash key salt info length"},
    {"pbkdf2", "hash password salt iterations length"},
    {"scrypt", "password salt n r p length"},
    {"aead.seal", "algorithm key nonce aad plaintext"},
    {"aead.open", "algorithm key nonce aad ciphertext tag"},
    {"totp", "secret time digits period hash"},
    {"hotp", "secret counter digits"},
    {"jws.verify", "jws jwk"},
    {"evm.address", "public_key? private_key?"},
    {"evm.rlp.encode", "value"},
    {"evm.rlp.decode", "data"},
    {"evm.tx.decode", "raw"},
    {"evm.tx.sign", "tx private_key"},
    {"evm.message.hash", "message"},
    {"evm.message.sign", "message private_key"},
    {"evm.typed_data.hash", "typed_data"},
    {"evm.typed_data.sign", "typed_data private_key"},
    {"evm.abi.encode", "types? signature? values"},
    {"evm.abi.decode", "types? signature? data"},
    {"evm.error.decode", "data abi?"},
    {"evm.create_address", "from nonce"},
    {"evm.create2_address", "from salt init_code? init_code_hash?"},
    {"evm.namehash", "name"},
    {"evm.userop.hash", "user_operation entry_point version chain_id"},
    {"keystore.decrypt", "keystore password"},
    {"keystore.encrypt", "private_key password kdf entropy"},
    {"siwe.parse", "message"},
    {"siwe.verify", "message signature time domain? nonce?"},
    {"bitcoin.address.decode", "address network"},
    {"bitcoin.address.encode", "script network"},
    {"bitcoin.tx.decode", "raw"},
    {"bitcoin.sighash", "raw input type version script? amount? prevouts? leaf_script? annex?"},
    {"bitcoin.psbt.decode", "psbt"},
    {"bitcoin.psbt.combine", "psbts"},
    {"bitcoin.psbt.sign", "psbt private_key"},
    {"bitcoin.psbt.finalize", "psbt"},
    {"bitcoin.psbt.extract", "psbt"},
    {"bitcoin.descriptor.derive", "descriptor index network"},
    {"bitcoin.wif.decode", "wif"},
    {"bitcoin.bip38.decrypt", "encrypted passphrase"},
    {"bitcoin.bip322.verify", "address message signature network"},
    {"bitcoin.coin_select", "utxos target fee_rate long_term_fee_rate change_weight dust"},
    {"tron.address", "public_key"},
    {"tron.tx.decode", "raw"},
    {"tron.tx.sign", "raw private_key"},
    {"money.parse", "text decimals"},
    {"money.format", "amount decimals"},
});

std::string fields_of(const Operation& operation) {
  std::string out;
  for (const Field& field : operation.fields)
    out.append(out.empty() ? "" : " ").append(field.name).append(field.required ? "" : "?");
  return out;
}

std::vector<std::string> sorted(const std::string& words) {
  std::istringstream in(words);
  std::vector<std::string> out;
  for (std::string word; in >> word;) out.push_back(word);
  std::ranges::sort(out);
  return out;
}

TEST(Operations, are_there_by_the_names_and_fields_that_were_promised) {
  const Registry registry(all_operations());
  for (const Promise& promise : kPromises) {
    const Operation* operation = registry.find(promise.name);
    ASSERT_NE(operation, nullptr) << promise.name;
    EXPECT_EQ(sorted(fields_of(*operation)), sorted(promise.fields)) << promise.name;
  }
}

TEST(Operations, each_has_help_for_itself_and_for_every_field_of_json) {
  for (const Operation& operation : all_operations()) {
    EXPECT_FALSE(operation.help.empty()) << operation.name;
    for (const Field& field : operation.fields)
      EXPECT_TRUE(field.form != Form::kJson || !field.help.empty()) << operation.name << " " << field.name;
  }
}

TEST(Operations, ask_for_no_private_key_that_is_not_marked_as_secret) {
  for (const Operation& operation : all_operations())
    for (const Field& field : operation.fields)
      if (field.name == "private_key" || field.name == "password" || field.name == "passphrase" ||
          field.name == "mnemonic" || field.name == "seed" || field.name == "xprv" || field.name == "shares")
        EXPECT_TRUE(field.secret) << operation.name << " " << field.name;
}

}  // namespace
}  // namespace coffer::tool
