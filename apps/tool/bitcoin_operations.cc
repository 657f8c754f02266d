#include <utility>

#include "apps/tool/bip32_deriver.h"
#include "apps/tool/bitcoin_json.h"
#include "apps/tool/input.h"
#include "apps/tool/operations.h"
#include "domain/bitcoin/address.h"
#include "domain/bitcoin/bip322.h"
#include "domain/bitcoin/descriptor.h"
#include "domain/bitcoin/script.h"
#include "domain/bitcoin/sighash.h"
#include "domain/bitcoin/taproot.h"
#include "domain/bitcoin/transaction.h"

namespace coffer::tool {
namespace {

using bitcoin::Network;
using nlohmann::json;

constexpr Field kNetwork{.name = "network", .form = Form::kText, .help = "mainnet, testnet, signet or regtest"};

Result<Network> network_of(const Input& input) { return input.parsed("network", bitcoin::parse_network); }

Result<json> run_address_decode(const Toolbox& /*toolbox*/, const Input& input) {
  COFFER_TRY(const Network network, network_of(input));
  COFFER_TRY(const Bytes script,
             input.parsed("address", [&](std::string_view text) { return bitcoin::script_of_address(text, network); }));
  return json{{"type", bitcoin::script_type_name(bitcoin::classify(script))}, {"script", hex0x(script)}};
}

Result<json> run_address_encode(const Toolbox& /*toolbox*/, const Input& input) {
  COFFER_TRY(const Network network, network_of(input));
  COFFER_TRY(const Bytes script, input.bytes("script"));
  COFFER_TRY(const std::string address, bitcoin::address_of_script(script, network));
  return json{{"address", address}};
}

Result<json> run_tx_decode(const Toolbox& /*toolbox*/, const Input& input) {
  COFFER_TRY(const Bytes raw, input.bytes("raw"));
  COFFER_TRY(const auto transaction, bitcoin::decode_transaction(raw));
  return bitcoin_transaction_json(transaction);
}

/// The outputs that all inputs spend: `prevouts:[{script,amount}]`.
Result<std::vector<bitcoin::TxOutput>> prevouts_of(const json& list) {
  if (!list.is_array()) return fail(invalid_field("prevouts", "must be an array"));
  std::vector<bitcoin::TxOutput> out;
  for (std::size_t i = 0; i < list.size(); ++i) {
    auto output = bitcoin_output_from_json(list[i]);
    if (!output) return fail(std::move(output).error().under("prevouts[" + std::to_string(i) + "]"));
    out.push_back(*std::move(output));
  }
  return out;
}

Result<crypto::Hash256> taproot_digest(const Input& input, const bitcoin::Transaction& transaction, std::size_t index,
                                       std::uint32_t type) {
  if (!input.has("prevouts")) return fail(invalid_field("prevouts", "is missing"));
  COFFER_TRY(const auto spent, prevouts_of(input.json("prevouts")));
  bitcoin::TaprootSighash options{.type = type, .annex = std::nullopt, .tapscript = std::nullopt};
  if (input.has("annex")) {
    COFFER_TRY(options.annex, input.bytes("annex"));
  }
  if (input.has("leaf_script")) {
    COFFER_TRY(const Bytes script, input.bytes("leaf_script"));
    options.tapscript = bitcoin::TapscriptContext{.leaf_hash = bitcoin::tap_leaf_hash(script)};
  }
  return bitcoin::taproot_sighash(transaction, index, spent, options);
}

Result<crypto::Hash256> ecdsa_digest(const Input& input, const std::string& version,
                                     const bitcoin::Transaction& transaction, std::size_t index, std::uint32_t type) {
  if (!input.has("script")) return fail(invalid_field("script", "is missing"));
  COFFER_TRY(const Bytes script, input.bytes("script"));
  if (version == "legacy") return bitcoin::legacy_sighash(transaction, index, script, type);
  if (version != "segwit_v0") return fail(invalid_field("version", "must be legacy, segwit_v0 or taproot"));
  if (!input.has("amount")) return fail(invalid_field("amount", "is missing"));
  COFFER_TRY(const std::uint64_t amount, input.number("amount"));
  return bitcoin::segwit_v0_sighash(transaction, index, script, amount, type);
}

Result<json> run_sighash(const Toolbox& /*toolbox*/, const Input& input) {
  COFFER_TRY(const Bytes raw, input.bytes("raw"));
  COFFER_TRY(const auto transaction, bitcoin::decode_transaction(raw));
  COFFER_TRY(const std::uint64_t index, input.number("input"));
  COFFER_TRY(const std::uint64_t type, input.number("type"));
  if (type > 0xffffffffU) return fail(invalid_field("type", "must be below 2^32"));
  COFFER_TRY(const std::string version, input.text("version"));
  const auto type32 = static_cast<std::uint32_t>(type);
  COFFER_TRY(const auto digest, version == "taproot" ? taproot_digest(input, transaction, index, type32)
                                                     : ecdsa_digest(input, version, transaction, index, type32));
  return json{{"digest", hex0x(digest)}};
}

Result<json> run_descriptor_derive(const Toolbox& toolbox, const Input& input) {
  COFFER_TRY(const auto descriptor, input.parsed("descriptor", bitcoin::Descriptor::parse));
  COFFER_TRY(const std::uint64_t index, input.number("index"));
  if (index >= 0x80000000U) return fail(invalid_field("index", "BIP-32: must be below 2^31"));
  COFFER_TRY(const Network network, network_of(input));
  COFFER_TRY(const Bytes script, descriptor.script(static_cast<std::uint32_t>(index), Bip32Deriver(toolbox.curve)));
  const auto address = bitcoin::address_of_script(script, network);
  return json{{"address", address ? json(*address) : json()}, {"script", hex0x(script)}};
}

Result<json> run_bip322_verify(const Toolbox& /*toolbox*/, const Input& input) {
  COFFER_TRY(const Network network, network_of(input));
  COFFER_TRY(const std::string address, input.text("address"));
  COFFER_TRY(const std::string message, input.text("message"));
  COFFER_TRY(const std::string text, input.text("signature"));
  const auto signature = text.starts_with("0x") ? parse_hex0x(text) : parse_base64(text);
  const bool valid = signature && bitcoin::verify_message(address, as_bytes(message), *signature, network).has_value();
  return json{{"valid", valid}};
}

}  // namespace

std::vector<Operation> bitcoin_operations() {
  return {
      {"bitcoin.address.decode",
       "The output script of an address",
       {{"address", Form::kText}, kNetwork},
       run_address_decode},
      {"bitcoin.address.encode", "The address of an output script", {{"script"}, kNetwork}, run_address_encode},
      {"bitcoin.tx.decode", "The fields of raw transaction bytes", {{"raw"}}, run_tx_decode},
      {"bitcoin.sighash",
       "What a signature of an input signs",
       {{"raw"},
        {"input", Form::kNumber, "which input"},
        {"type", Form::kNumber, "sighash type"},
        {"version", Form::kText, "legacy, segwit_v0 or taproot"},
        {"script", Form::kBytes, "script code; legacy and segwit_v0", false},
        {"amount", Form::kDecimal, "satoshi; segwit_v0", false},
        {"prevouts", Form::kJson, "[{script,amount}] of all inputs; taproot", false},
        {"leaf_script", Form::kBytes, "taproot script path", false},
        {"annex", Form::kBytes, "taproot", false}},
       run_sighash},
      {"bitcoin.descriptor.derive",
       "The output of a descriptor (BIP-380)",
       {{"descriptor", Form::kText}, {"index", Form::kNumber, "in the place of *"}, kNetwork},
       run_descriptor_derive},
      {"bitcoin.bip322.verify",
       "Whether a signed message is the address's",
       {{"address", Form::kText}, {"message", Form::kText}, {"signature", Form::kText, "base64 or 0x hex"}, kNetwork},
       run_bip322_verify},
  };
}

}  // namespace coffer::tool
