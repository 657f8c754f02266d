#include <gtest/gtest.h>

#include <sstream>

#include "domain/bitcoin/address.h"
#include "domain/bitcoin/script.h"
#include "domain/bitcoin/taproot.h"
#include "domain/testing/vectors.h"

// bitcoinjs-lib's fixtures of P2TR outputs and witnesses.
namespace coffer::bitcoin {
namespace {

using nlohmann::json;
using testing::from_hex;
using testing::text_of;

/// A leaf script from the words that bitcoinjs-lib prints.
Bytes leaf_script(const std::string& words) {
  ScriptBuilder builder;
  std::istringstream stream(words);
  for (std::string word; stream >> word;) {
    if (word == "OP_CHECKSIG")
      builder.op(Opcode::kCheckSig);
    else
      builder.push(from_hex(word));
  }
  return builder.take();
}

crypto::Hash256 root_of(const json& tree) {
  if (tree.is_array()) return tap_branch_hash(root_of(tree[0]), root_of(tree[1]));
  return tap_leaf_hash(leaf_script(text_of(tree["output"])), tree.value("version", kTapscriptVersion));
}

/// The script and control block of a witness, the annex left out.
std::pair<Bytes, Bytes> script_and_control(const json& witness) {
  std::size_t size = witness.size();
  if (text_of(witness.back()).starts_with("50")) --size;
  // One of the wrong ones has half a byte too many.
  return {from_hex(text_of(witness[size - 2])), parse_hex(text_of(witness[size - 1])).value_or(Bytes())};
}

Bytes output_of(const json& vector) {
  const json& given = vector["arguments"].contains("output") ? vector["arguments"] : vector["expected"];
  return from_hex("5120" + text_of(given["output"]).substr(5));
}

TEST(TaprootVectors, outputs_addresses_trees_and_witnesses) {
  COFFER_VECTORS_OR_SKIP(text, "bitcoin/p2tr.json");
  std::size_t count = 0;
  for (const json& vector : json::parse(text)["valid"]) {
    const json& given = vector["arguments"];
    const Bytes script = output_of(vector);
    const std::string address = text_of(given.contains("address") ? given["address"] : vector["expected"]["address"]);
    EXPECT_EQ(script_of_address(address, Network::kMainnet).value(), script);
    EXPECT_EQ(address_of_script(script, Network::kMainnet).value(), address);
    if (given.contains("internalPubkey")) {
      const auto key = crypto::schnorr::XOnlyPublicKey::parse(from_hex(text_of(given["internalPubkey"]))).value();
      Bytes root = given.contains("hash") ? from_hex(text_of(given["hash"])) : Bytes();
      if (given.contains("scriptTree")) root = to_bytes(BytesView(root_of(given["scriptTree"])));
      EXPECT_EQ(pay_to_taproot(crypto::schnorr::taproot_output(key, root)->key), script) << vector["description"];
    }
    if (given.contains("witness") && given["witness"].size() > 1) {
      const auto [leaf, control] = script_and_control(given["witness"]);
      EXPECT_TRUE(commits_to(BytesView(script).subspan(2), leaf, ControlBlock::parse(control).value()));
    }
    ++count;
  }
  EXPECT_EQ(count, 28U);
}

/// Whether there is an output that the witness's control block leads to.
bool leads_somewhere(const json& witness) {
  const auto [leaf, control_block] = script_and_control(witness);
  const auto control = ControlBlock::parse(control_block);
  if (!control) return false;
  const auto key = crypto::schnorr::XOnlyPublicKey::parse(control->internal_key);
  if (!key) return false;
  crypto::Hash256 node = tap_leaf_hash(leaf, control->leaf_version);
  for (const crypto::Hash256& hash : control->path) node = tap_branch_hash(node, hash);
  const auto output = crypto::schnorr::taproot_output(*key, node);
  return output && commits_to(output->key.bytes(), leaf, *control);
}

/// What is wrong in the bytes themselves; the other vectors give that library two arguments that disagree.
TEST(TaprootVectors, refuses_control_blocks_keys_and_addresses) {
  COFFER_VECTORS_OR_SKIP(text, "bitcoin/p2tr.json");
  std::size_t refused = 0;
  for (const json& vector : json::parse(text)["invalid"]) {
    const std::string why = text_of(vector["exception"]);
    const json& given = vector["arguments"];
    if (why.contains("control-block") || why.contains("script path") || why.contains("parity") ||
        why == "Invalid internalPubkey for p2tr witness") {
      EXPECT_FALSE(leads_somewhere(given["witness"])) << why;
    } else if (given.contains("address") && given.size() == 1) {
      const auto script = script_of_address(text_of(given["address"]), Network::kMainnet);
      EXPECT_FALSE(script && classify(*script) == ScriptType::kPayToTaproot) << given;
    } else if (why == "Expected Point" || why == "Invalid pubkey for p2tr") {
      const json& key = given.contains("output") ? given["output"] : given.begin().value();
      const std::string hex = text_of(key);
      EXPECT_FALSE(crypto::schnorr::XOnlyPublicKey::parse(from_hex(hex.substr(hex.size() - 64)))) << given;
    } else {
      continue;
    }
    ++refused;
  }
  EXPECT_EQ(refused, 12U);
}

}  // namespace
}  // namespace coffer::bitcoin
