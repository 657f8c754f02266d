#include <gtest/gtest.h>

#include <optional>

#include "apps/tool/vectors_harness.h"
#include "domain/testing/vectors.h"

namespace coffer::tool {
namespace {

using nlohmann::json;
using testing::text_of;

/// A tree as tr() writes it; nothing where a leaf is more than one key's signature.
std::optional<std::string> tree_of(const json& tree) {
  if (tree.is_array()) {
    const auto left = tree_of(tree[0]);
    const auto right = tree_of(tree[1]);
    if (!left || !right) return std::nullopt;
    return "{" + *left + "," + *right + "}";
  }
  std::string key;
  if (tree.contains("output")) {
    const std::string words = text_of(tree["output"]);
    if (words.size() == 76 && words.ends_with(" OP_CHECKSIG")) key = words.substr(0, 64);
  } else {
    const std::string script = text_of(tree["script"]);
    if (script.size() == 68 && script.starts_with("20") && script.ends_with("ac")) key = script.substr(2, 64);
  }
  const bool tapscript = tree.value("version", tree.value("leafVersion", 192)) == 192;
  return tapscript && !key.empty() ? std::optional("pk(" + key + ")") : std::nullopt;
}

void expect_both_ways(const std::string& script, const std::string& address) {
  EXPECT_EQ(call({{"op", "bitcoin.address.encode"}, {"script", script}, {"network", "mainnet"}})["result"]["address"],
            address);
  const json decoded = call({{"op", "bitcoin.address.decode"}, {"address", address}, {"network", "mainnet"}});
  EXPECT_EQ(decoded["result"]["script"], script) << decoded;
  EXPECT_EQ(decoded["result"]["type"], "p2tr");
}

void expect_descriptor(const std::string& key, const json& tree, const std::string& script) {
  const auto leaves = tree.is_null() ? std::optional<std::string>() : tree_of(tree);
  if (!tree.is_null() && !leaves) return;
  const std::string descriptor = "tr(" + key + (leaves ? "," + *leaves : "") + ")";
  const json answer =
      call({{"op", "bitcoin.descriptor.derive"}, {"descriptor", descriptor}, {"index", 0}, {"network", "mainnet"}});
  // Some of the leaves hold 32 bytes that are no key; a descriptor of them is refused.
  if (answer["ok"] == false) {
    EXPECT_NE(text_of(answer["error"]["message"]).find("no point of the curve"), std::string::npos) << answer;
    return;
  }
  EXPECT_EQ(answer["result"]["script"], script) << descriptor << answer;
}

TEST(BitcoinToolVectors, p2tr) {
  COFFER_VECTORS_OR_SKIP(text, "bitcoin/p2tr.json");
  Count count("bitcoin/p2tr.json valid");
  for (const json& vector : json::parse(text)["valid"]) {
    const json& given = vector["arguments"];
    const json& expected = vector["expected"];
    const json output = given.contains("output") ? given["output"] : expected["output"];
    const std::string script = "0x5120" + text_of(output).substr(5);
    expect_both_ways(script, text_of(given.contains("address") ? given["address"] : expected["address"]));
    if (given.contains("internalPubkey") && !(given.contains("hash") && !given.contains("scriptTree")))
      expect_descriptor(text_of(given["internalPubkey"]), given.value("scriptTree", json()), script);
    count.add();
  }
}

TEST(BitcoinToolVectors, bip341_outputs) {
  COFFER_VECTORS_OR_SKIP(text, "bip341/wallet-test-vectors.json");
  Count count("bip341 scriptPubKey");
  for (const json& vector : json::parse(text)["scriptPubKey"]) {
    const std::string script = with_prefix(text_of(vector["expected"]["scriptPubKey"]));
    expect_both_ways(script, text_of(vector["expected"]["bip350Address"]));
    expect_descriptor(text_of(vector["given"]["internalPubkey"]), vector["given"]["scriptTree"], script);
    count.add();
  }
}

}  // namespace
}  // namespace coffer::tool
