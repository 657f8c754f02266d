#include <gtest/gtest.h>

#include <filesystem>
#include <sstream>

#include "apps/tool/vectors_harness.h"
#include "base/u256.h"
#include "domain/testing/vectors.h"

namespace coffer::tool {
namespace {

using nlohmann::json;

/// The published RLP inputs in the tool's form; nothing for the one integer beyond 256 bits.
std::optional<json> rlp_value(const json& in) {
  if (in.is_number()) return hex0x(U256(in.get<std::uint64_t>()).minimal_big_endian());
  if (in.is_string()) {
    const auto text = in.get<std::string>();
    if (!text.starts_with('#')) return hex0x(as_bytes(text));
    const auto number = U256::parse_decimal(text.substr(1));
    return number ? std::optional<json>(hex0x(number->minimal_big_endian()))
                  : std::optional<json>("0x01" + std::string(64, '0'));
  }
  json out = json::array();
  for (const json& item : in) out.push_back(*rlp_value(item));
  return out;
}

TEST(ToolVectors, rlp) {
  COFFER_VECTORS_OR_SKIP(text, "ethereum-tests/rlptest.json");
  Count count("rlptest");
  for (const auto& [name, vector] : json::parse(text).items()) {
    const json value = *rlp_value(vector["in"]);
    EXPECT_EQ(call({{"op", "evm.rlp.encode"}, {"value", value}})["result"]["data"], vector["out"]) << name;
    EXPECT_EQ(call({{"op", "evm.rlp.decode"}, {"data", vector["out"]}})["result"]["value"], value) << name;
    count.add();
  }
}

TEST(ToolVectors, invalid_rlp) {
  COFFER_VECTORS_OR_SKIP(text, "ethereum-tests/invalidRLPTest.json");
  Count count("invalidRLPTest");
  for (const auto& [name, vector] : json::parse(text).items()) {
    EXPECT_EQ(call({{"op", "evm.rlp.decode"}, {"data", with_prefix(vector["out"].get<std::string>())}})["ok"], false)
        << name;
    count.add();
  }
}

TEST(ToolVectors, key_addresses) {
  COFFER_VECTORS_OR_SKIP(text, "ethereum-tests/keyaddrtest.json");
  Count count("keyaddrtest");
  for (const json& vector : json::parse(text)) {
    const json answer = call(
        {{"op", "evm.address"}, {"private_key", with_prefix(vector["key"].get<std::string>())}})["result"]["address"];
    std::string address = answer.get<std::string>();
    std::ranges::transform(address, address.begin(),
                           [](char c) { return c >= 'A' && c <= 'F' ? static_cast<char>(c + 32) : c; });
    EXPECT_EQ(address, with_prefix(vector["addr"].get<std::string>()));
    count.add();
  }
}

void check_transaction(const std::string& name, const json& vector) {
  const json& results = vector["result"];
  const json& expected = results.contains("Cancun")     ? results["Cancun"]
                         : results.contains("Shanghai") ? results["Shanghai"]
                                                        : results.front();
  const json answer = call({{"op", "evm.tx.decode"}, {"raw", vector["txbytes"]}});
  // The vectors are for chain 1: another chain's transaction is no error in the bytes.
  const bool accepted = answer["ok"] == true && answer["result"].value("chain_id", 1) == 1;
  EXPECT_EQ(accepted, !expected.contains("exception")) << name << answer;
  if (accepted) EXPECT_EQ(answer["result"]["hash"], expected["hash"]) << name;
}

TEST(ToolVectors, transactions) {
  const char* root = std::getenv("COFFER_VECTORS");
  const auto folder =
      std::filesystem::path(root == nullptr ? "../shared/vectors" : root) / "ethereum-tests/TransactionTests";
  if (!std::filesystem::exists(folder)) GTEST_SKIP() << "no vectors: " << folder;
  Count count("TransactionTests");
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    if (entry.path().extension() != ".json") continue;
    const auto relative = std::filesystem::relative(entry.path(), folder).string();
    for (const auto& [name, vector] :
         json::parse(*testing::vector_file("ethereum-tests/TransactionTests/" + relative)).items()) {
      check_transaction(name, vector);
      count.add();
    }
  }
  EXPECT_GE(count.value(), 100U);
}

TEST(ToolVectors, abi) {
  COFFER_VECTORS_OR_SKIP(text, "ethereum-tests/basic_abi_tests.json");
  Count count("basic_abi_tests");
  for (const auto& [name, vector] : json::parse(text).items()) {
    json values = vector["args"];
    for (std::size_t i = 0; i < values.size(); ++i)
      if (vector["types"][i].get<std::string>().starts_with("bytes"))
        values[i] = hex0x(as_bytes(values[i].get<std::string>()));
    const json answer = call({{"op", "evm.abi.encode"}, {"types", vector["types"]}, {"values", values}});
    EXPECT_EQ(answer["result"]["data"], with_prefix(vector["result"].get<std::string>())) << name << answer;
    count.add();
  }
}

TEST(ToolVectors, siwe) {
  COFFER_VECTORS_OR_SKIP(text, "siwe/parsing_positive.json");
  Count count("siwe parsing_positive");
  for (const auto& [name, vector] : json::parse(text).items()) {
    const json answer = call({{"op", "siwe.parse"}, {"message", vector["message"]}});
    for (const char* field : {"domain", "address", "uri", "version", "nonce"})
      EXPECT_EQ(answer["result"][field], vector["fields"][field]) << name << answer;
    EXPECT_EQ(answer["result"]["chain_id"], vector["fields"]["chainId"]) << name;
    count.add();
  }
}

std::vector<std::string> split(const std::string& line) {
  std::vector<std::string> out;
  std::istringstream cells(line);
  for (std::string cell; std::getline(cells, cell, ',');) out.push_back(cell);
  out.resize(8);
  return out;
}

TEST(ToolVectors, bip340) {
  COFFER_VECTORS_OR_SKIP(text, "bip340/test-vectors.csv");
  Count count("bip340");
  std::istringstream lines(text);
  std::string line;
  std::getline(lines, line);
  while (std::getline(lines, line)) {
    const auto cells = split(line);
    const json verified = call({{"op", "schnorr.verify"},
                                {"public_key", "0x" + cells[2]},
                                {"message", "0x" + cells[4]},
                                {"signature", "0x" + cells[5]}});
    EXPECT_EQ(verified["result"]["valid"], cells[6] == "TRUE") << cells[0];
    count.add();
    if (cells[1].empty()) continue;
    const json made = call({{"op", "schnorr.sign"},
                            {"private_key", "0x" + cells[1]},
                            {"message", "0x" + cells[4]},
                            {"aux", "0x" + cells[3]}});
    EXPECT_EQ(parse_hex0x(made["result"]["signature"].get<std::string>()), parse_hex(cells[5])) << cells[0];
  }
}

/// Wycheproof's ECDSA files give messages; the digest is made here, as a caller of the tool would.
void check_wycheproof(const char* file, const char* curve) {
  COFFER_VECTORS_OR_SKIP(text, std::string("wycheproof/") + file);
  Count count(file);
  for (const json& group : json::parse(text)["testGroups"])
    for (const json& test : group["tests"]) {
      const json digest =
          call({{"op", "hash"}, {"algorithm", "sha256"}, {"data", with_prefix(test["msg"].get<std::string>())}});
      const json answer = call({{"op", "ecdsa.verify"},
                                {"curve", curve},
                                {"public_key", with_prefix(group["publicKey"]["uncompressed"].get<std::string>())},
                                {"digest", digest["result"]["hash"]},
                                {"signature", with_prefix(test["sig"].get<std::string>())}});
      EXPECT_EQ(answer["result"]["valid"], test["result"] == "valid") << test["tcId"] << test["comment"] << answer;
      count.add();
    }
}

TEST(ToolVectors, wycheproof_secp256k1) { check_wycheproof("ecdsa_secp256k1_sha256_bitcoin_test.json", "secp256k1"); }
TEST(ToolVectors, wycheproof_p256) { check_wycheproof("ecdsa_secp256r1_sha256_test.json", "p256"); }

}  // namespace
}  // namespace coffer::tool
