#include "apps/tool/input.h"
#include "apps/tool/operations.h"
#include "domain/keys/bip32.h"
#include "domain/keys/bip39.h"
#include "domain/keys/slip10.h"

namespace coffer::tool {
namespace {

using nlohmann::json;

Result<std::optional<keys::Language>> language_of(const Input& input) {
  if (!input.has("language")) return std::nullopt;
  COFFER_TRY(const keys::Language language, input.parsed("language", keys::parse_language));
  return language;
}

Result<std::string> optional_text(const Input& input, std::string_view name) {
  return input.has(name) ? input.text(name) : Result<std::string>("");
}

Result<json> run_bip39_encode(const Toolbox& /*toolbox*/, const Input& input) {
  COFFER_TRY(const SecretBytes entropy, input.secret("entropy"));
  COFFER_TRY(const auto language, language_of(input));
  COFFER_TRY(const SecretBytes mnemonic,
             keys::encode_mnemonic(entropy.expose(), language.value_or(keys::Language::kEnglish)));
  return json{{"mnemonic", mnemonic.expose_text()}};
}

Result<json> run_bip39_decode(const Toolbox& /*toolbox*/, const Input& input) {
  COFFER_TRY(const std::string mnemonic, input.text("mnemonic"));
  COFFER_TRY(const auto language, language_of(input));
  auto decoded = keys::decode_mnemonic(mnemonic, language);
  if (!decoded) return fail(std::move(decoded).error().with("field", "mnemonic"));
  return json{{"entropy", hex0x(decoded->entropy.expose())}};
}

Result<json> run_bip39_seed(const Toolbox& /*toolbox*/, const Input& input) {
  COFFER_TRY(const std::string mnemonic, input.text("mnemonic"));
  COFFER_TRY(const std::string passphrase, optional_text(input, "passphrase"));
  COFFER_TRY(const Secret<64> seed, keys::mnemonic_seed(mnemonic, passphrase));
  return json{{"seed", hex0x(seed.expose())}};
}

Result<keys::KeyNetwork> parse_network(std::string_view name) {
  if (name == "mainnet") return keys::KeyNetwork::kMainnet;
  if (name == "testnet" || name == "signet" || name == "regtest") return keys::KeyNetwork::kTestnet;
  return fail(invalid("must be mainnet, testnet, signet or regtest"));
}

json node_json(const keys::ExtendedPublicKey& node) {
  return {{"xpub", node.text()},
          {"public_key", hex0x(node.key().compressed())},
          {"chain_code", hex0x(node.chain_code())},
          {"fingerprint", hex0x(node.fingerprint())},
          {"depth", node.position().depth}};
}

Result<keys::ExtendedPrivateKey> private_root(const Input& input) {
  if (input.has("xprv")) {
    COFFER_TRY(auto root, input.parsed("xprv", keys::ExtendedPrivateKey::parse));
    return root;
  }
  keys::KeyNetwork network = keys::KeyNetwork::kMainnet;
  if (input.has("network")) {
    COFFER_TRY(network, input.parsed("network", parse_network));
  }
  COFFER_TRY(const SecretBytes seed, input.secret("seed"));
  return keys::ExtendedPrivateKey::from_seed(seed.expose(), network);
}

// An extended key says for itself which network it is of; another one beside it is a mistake.
Result<void> check_network(const Input& input, keys::KeyNetwork actual) {
  if (!input.has("network")) return {};
  COFFER_TRY(const keys::KeyNetwork wanted, input.parsed("network", parse_network));
  if (wanted != actual) return fail(invalid_field("network", "is not the extended key's"));
  return {};
}

Result<json> run_bip32_derive(const Toolbox& toolbox, const Input& input) {
  if (input.has("seed") + input.has("xprv") + input.has("xpub") != 1) {
    return fail(invalid_field("seed", "exactly one of seed, xprv and xpub is needed"));
  }
  COFFER_TRY(const keys::DerivationPath path, input.parsed("path", keys::DerivationPath::parse));
  if (input.has("xpub")) {
    COFFER_TRY(const auto root, input.parsed("xpub", keys::ExtendedPublicKey::parse));
    COFFER_CHECK(check_network(input, root.network()));
    COFFER_TRY(const auto node, root.derive(path));
    return node_json(node);
  }
  COFFER_TRY(const auto root, private_root(input));
  COFFER_CHECK(check_network(input, root.network()));
  COFFER_TRY(const auto node, root.derive(toolbox.curve, path));
  COFFER_TRY(const auto public_node, node.neuter(toolbox.curve));
  json out = node_json(public_node);
  out["xprv"] = node.text().expose_text();
  out["private_key"] = hex0x(node.key().expose());
  return out;
}

Result<json> run_slip10_derive(const Toolbox& toolbox, const Input& input) {
  COFFER_TRY(const auto curve, input.parsed("curve", keys::parse_slip10_curve));
  COFFER_TRY(const SecretBytes seed, input.secret("seed"));
  COFFER_TRY(const keys::DerivationPath path, input.parsed("path", keys::DerivationPath::parse));
  COFFER_TRY(const auto node, keys::slip10_derive(toolbox.curve, curve, seed.expose(), path));
  COFFER_TRY(const auto public_key, keys::slip10_public_key(toolbox.curve, curve, node.key));
  return json{{"private_key", hex0x(node.key.expose())},
              {"public_key", hex0x(public_key)},
              {"chain_code", hex0x(node.chain_code.expose())}};
}

constexpr Field kLanguage{.name = "language", .form = Form::kText, .help = "english, japanese, …", .required = false};
constexpr Field kMnemonic{
    .name = "mnemonic", .form = Form::kText, .help = "12 to 24 words", .required = true, .secret = true};
constexpr Field kPath{.name = "path", .form = Form::kText, .help = "as m/44'/60'/0'/0/0"};

Field optional_field(std::string_view name, Form form, std::string_view help, bool secret = false) {
  return {.name = name, .form = form, .help = help, .required = false, .secret = secret};
}

}  // namespace

std::vector<Operation> key_tree_operations() {
  return {
      {"bip39.encode",
       "Words for entropy of 16 to 32 bytes",
       {{"entropy", Form::kBytes, "16, 20, 24, 28 or 32 bytes", true, true}, kLanguage},
       run_bip39_encode},
      {"bip39.decode", "The entropy of words, their checksum verified", {kMnemonic, kLanguage}, run_bip39_decode},
      {"bip39.seed",
       "The 64-byte seed of words and passphrase",
       {kMnemonic, optional_field("passphrase", Form::kText, "empty when absent", true)},
       run_bip39_seed},
      {"bip32.derive",
       "The node at a path below a seed or an extended key",
       {optional_field("seed", Form::kBytes, "16 to 64 bytes", true),
        optional_field("xprv", Form::kText, "instead of a seed", true),
        optional_field("xpub", Form::kText, "for public derivation"), kPath,
        optional_field("network", Form::kText, "mainnet, testnet, signet or regtest")},
       run_bip32_derive},
      {"slip10.derive",
       "The node at a path below a seed, on another curve",
       {{"curve", Form::kText, "ed25519, p256 or secp256k1"},
        {"seed", Form::kBytes, "16 to 64 bytes", true, true},
        kPath},
       run_slip10_derive},
  };
}

}  // namespace coffer::tool
