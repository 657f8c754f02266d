#include <gtest/gtest.h>

#include "apps/tool/vectors_harness.h"
#include "domain/crypto/base58.h"
#include "domain/testing/vectors.h"

namespace coffer::tool {
namespace {

using nlohmann::json;
using testing::text_of;

TEST(BitcoinToolVectors, addresses) {
  COFFER_VECTORS_OR_SKIP(text, "bitcoin/address.json");
  Count count("bitcoin/address.json");
  for (const json& vector : json::parse(text)["standard"]) {
    std::string network = text_of(vector["network"]);
    count.add();
    if (network == "litecoin") {  // another chain's addresses are nobody's here
      for (const char* ours : {"mainnet", "testnet", "regtest"})
        EXPECT_EQ(call({{"op", "bitcoin.address.decode"}, {"address", vector["base58check"]}, {"network", ours}})["ok"],
                  false);
      continue;
    }
    if (network == "bitcoin") network = "mainnet";
    const json address = vector[vector.contains("base58check") ? "base58check" : "bech32"];
    const json decoded = call({{"op", "bitcoin.address.decode"}, {"address", address}, {"network", network}});
    ASSERT_EQ(decoded["ok"], true) << decoded;
    const json encoded =
        call({{"op", "bitcoin.address.encode"}, {"script", decoded["result"]["script"]}, {"network", network}});
    const std::string data = text_of(vector[vector.contains("hash") ? "hash" : "data"]);
    EXPECT_NE(text_of(decoded["result"]["script"]).find(data), std::string::npos);
    EXPECT_EQ(call({{"op", "bitcoin.address.decode"}, {"address", encoded["result"]["address"]}, {"network", network}}),
              decoded);
  }
}

TEST(BitcoinToolVectors, invalid_addresses) {
  COFFER_VECTORS_OR_SKIP(text, "bitcoin/address.json");
  Count count("bitcoin/address.json invalid");
  const json invalid = json::parse(text)["invalid"];
  for (const char* list : {"bech32", "fromBase58Check", "toOutputScript"})
    for (const json& vector : invalid[list]) {
      // One is refused for a made-up network alone: it is a witness program of mainnet without rules yet.
      const bool made_up = vector.contains("network") && vector["network"]["bech32"] == "foo";
      for (const char* network : {"mainnet", "testnet", "regtest"})
        EXPECT_EQ(call({{"op", "bitcoin.address.decode"}, {"address", vector["address"]}, {"network", network}})["ok"],
                  made_up && std::string_view(network) == "mainnet")
            << vector;
      count.add();
    }
}

json psbt_section(const std::string& text, const char* name) { return json::parse(text)["bip174"][name]; }

TEST(BitcoinToolVectors, psbt_parsing) {
  COFFER_VECTORS_OR_SKIP(text, "bitcoin/psbt.json");
  Count count("bitcoin/psbt.json valid and invalid");
  for (const json& vector : psbt_section(text, "valid")) {
    EXPECT_EQ(call({{"op", "bitcoin.psbt.decode"}, {"psbt", vector["psbt"]}})["ok"], true) << vector["description"];
    count.add();
  }
  for (const json& vector : psbt_section(text, "invalid")) {
    EXPECT_EQ(call({{"op", "bitcoin.psbt.decode"}, {"psbt", vector["psbt"]}})["ok"], false) << vector["description"];
    count.add();
  }
}

std::string key_of_wif(const json& wif) {
  const Bytes payload = crypto::parse_base58check(text_of(wif)).value();
  return hex0x(BytesView(payload).subspan(1, 32));
}

TEST(BitcoinToolVectors, psbt_signing) {
  COFFER_VECTORS_OR_SKIP(text, "bitcoin/psbt.json");
  Count count("bitcoin/psbt.json signer");
  for (const json& vector : psbt_section(text, "signer")) {
    json psbt = vector["psbt"];
    for (const json& key : vector["keys"]) {
      const json answer = call({{"op", "bitcoin.psbt.sign"}, {"psbt", psbt}, {"private_key", key_of_wif(key["WIF"])}});
      ASSERT_EQ(answer["ok"], true) << answer;
      EXPECT_GE(answer["result"]["signed"].get<int>(), 1);
      psbt = answer["result"]["psbt"];
    }
    // One vector signs one of two leaves by its hash; a key here signs every leaf that names it.
    if (!vector["keys"][0].contains("tapLeafHashToSign")) EXPECT_EQ(psbt, vector["result"]);
    count.add();
  }
  for (const json& vector : psbt_section(text, "failSignChecks")) {
    const std::string key = "0x" + std::string(63, '0') + "1";
    EXPECT_EQ(call({{"op", "bitcoin.psbt.sign"}, {"psbt", vector["psbt"]}, {"private_key", key}})["ok"], false);
    count.add();
  }
}

TEST(BitcoinToolVectors, psbt_combining_finalizing_and_extracting) {
  COFFER_VECTORS_OR_SKIP(text, "bitcoin/psbt.json");
  Count count("bitcoin/psbt.json combiner, finalizer and extractor");
  for (const json& vector : psbt_section(text, "combiner")) {
    EXPECT_EQ(call({{"op", "bitcoin.psbt.combine"}, {"psbts", vector["psbts"]}})["result"]["psbt"], vector["result"]);
    count.add();
  }
  json finalized = psbt_section(text, "finalizer");
  for (const json& vector : json::parse(text)["finalizeAllInputs"]) finalized.push_back(vector);
  for (const json& vector : finalized) {
    EXPECT_EQ(call({{"op", "bitcoin.psbt.finalize"}, {"psbt", vector["psbt"]}})["result"]["psbt"], vector["result"])
        << vector.value("description", "");
    count.add();
  }
  for (const json& vector : psbt_section(text, "extractor")) {
    const json answer = call({{"op", "bitcoin.psbt.extract"}, {"psbt", vector["psbt"]}});
    EXPECT_EQ(answer["result"]["raw"], with_prefix(text_of(vector["transaction"])));
    EXPECT_EQ(call({{"op", "bitcoin.tx.decode"}, {"raw", answer["result"]["raw"]}})["result"]["txid"],
              answer["result"]["txid"]);
    count.add();
  }
}

TEST(BitcoinToolVectors, bip341_key_path) {
  COFFER_VECTORS_OR_SKIP(text, "bip341/wallet-test-vectors.json");
  Count count("bip341 keyPathSpending");
  for (const json& spending : json::parse(text)["keyPathSpending"]) {
    json prevouts = json::array();
    for (const json& utxo : spending["given"]["utxosSpent"])
      prevouts.push_back({{"script", with_prefix(text_of(utxo["scriptPubKey"]))},
                          {"amount", std::to_string(utxo["amountSats"].get<std::uint64_t>())}});
    for (const json& input : spending["inputSpending"]) {
      const json answer = call({{"op", "bitcoin.sighash"},
                                {"raw", with_prefix(text_of(spending["given"]["rawUnsignedTx"]))},
                                {"input", input["given"]["txinIndex"]},
                                {"type", input["given"]["hashType"]},
                                {"version", "taproot"},
                                {"prevouts", prevouts}});
      EXPECT_EQ(answer["result"]["digest"], with_prefix(text_of(input["intermediary"]["sigHash"]))) << answer;
      count.add();
    }
  }
}

TEST(BitcoinTool, derives_descriptors_with_public_and_private_extended_keys) {
  // BIP-84's example: its account's keys and its first receiving address.
  const std::string xpub =
      "xpub6CatWdiZiodmUeTDp8LT5or8nmbKNcuyvz7WyksVFkKB4RHwCD3XyuvPEbvqAQY3rAPshWcMLoP2fMFMKHPJ4ZeZXYVUhLv1VMrjPC7PW6V";
  const json answer = call({{"op", "bitcoin.descriptor.derive"},
                            {"descriptor", "wpkh(" + xpub + "/0/*)"},
                            {"index", 0},
                            {"network", "mainnet"}});
  EXPECT_EQ(answer["result"]["address"], "bc1qcr8te4kr609gcawutmrza0j4xv80jy8z306fyu") << answer;
}

TEST(BitcoinTool, selects_coins) {
  const json utxo = {{"txid", std::string(64, 'a')}, {"vout", 0}, {"amount", "100000"}, {"weight", 272}};
  const json answer = call({{"op", "bitcoin.coin_select"},
                            {"utxos", {utxo}},
                            {"target", "50000"},
                            {"fee_rate", 1.5},
                            {"long_term_fee_rate", "1"},
                            {"change_weight", 124},
                            {"dust", "294"}});
  EXPECT_EQ(answer["result"]["selected"], json::array({utxo})) << answer;
  EXPECT_EQ(answer["result"]["fee"], "149");
  EXPECT_EQ(answer["result"]["change"], "49851");
}

}  // namespace
}  // namespace coffer::tool
