#include <gtest/gtest.h>

#include <sstream>

#include "domain/bitcoin/address.h"
#include "domain/bitcoin/script.h"
#include "domain/bitcoin/sighash.h"
#include "domain/bitcoin/taproot.h"
#include "domain/bitcoin/transaction.h"
#include "domain/testing/vectors.h"

namespace coffer::bitcoin {
namespace {

using nlohmann::json;
using testing::from_hex;
using testing::text_of;

/// A script from the words that bitcoinjs-lib prints.
Bytes script_from_words(const std::string& words) {
  ScriptBuilder builder;
  std::istringstream stream(words);
  for (std::string word; stream >> word;) {
    if (word == "OP_DUP")
      builder.op(Opcode::kDup);
    else if (word == "OP_HASH160")
      builder.op(Opcode::kHash160);
    else if (word == "OP_EQUAL")
      builder.op(Opcode::kEqual);
    else if (word == "OP_EQUALVERIFY")
      builder.op(Opcode::kEqualVerify);
    else if (word == "OP_CHECKSIG")
      builder.op(Opcode::kCheckSig);
    else if (word == "OP_CHECKMULTISIG")
      builder.op(Opcode::kCheckMultiSig);
    else if (word == "OP_RETURN")
      builder.op(Opcode::kReturn);
    else if (word == "OP_TRUE")
      builder.number(1);
    else if (word.starts_with("OP_"))
      builder.number(static_cast<std::uint32_t>(std::stoul(word.substr(3))));
    else
      builder.push(from_hex(word));
  }
  return builder.take();
}

std::optional<Network> network_of(const std::string& name) {
  if (name == "bitcoin") return Network::kMainnet;
  const auto parsed = parse_network(name);
  return parsed ? std::optional(*parsed) : std::nullopt;
}

std::string lower(std::string text) {
  std::ranges::transform(text, text.begin(),
                         [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return text;
}

TEST(Address, agrees_with_the_published_vectors_both_ways) {
  COFFER_VECTORS_OR_SKIP(text, "bitcoin/address.json");
  std::size_t count = 0;
  for (const json& vector : json::parse(text)["standard"]) {
    const auto network = network_of(text_of(vector["network"]));
    if (!network) continue;  // Litecoin
    const bool base58 = vector.contains("base58check");
    const std::string address = text_of(vector[base58 ? "base58check" : "bech32"]);
    const Bytes script = script_from_words(text_of(vector["script"]));
    EXPECT_EQ(script_of_address(address, *network).value(), script) << address;
    EXPECT_EQ(address_of_script(script, *network).value(), base58 ? address : lower(address));
    ++count;
  }
  EXPECT_GE(count, 14U);
}

TEST(Address, refuses_the_published_invalid_ones) {
  COFFER_VECTORS_OR_SKIP(text, "bitcoin/address.json");
  const json invalid = json::parse(text)["invalid"];
  for (const char* list : {"bech32", "fromBase58Check", "toOutputScript"})
    for (const json& vector : invalid[list])
      for (const Network network : {Network::kMainnet, Network::kTestnet, Network::kRegtest}) {
        const std::string address = text_of(vector["address"]);
        // One is refused for the made-up prefix of another network only.
        if (vector.contains("network") && vector["network"]["bech32"] == "foo") continue;
        EXPECT_FALSE(script_of_address(address, network)) << address;
      }
  for (const json& vector : invalid["fromOutputScript"])
    EXPECT_FALSE(address_of_script(script_from_words(text_of(vector["script"])), Network::kMainnet)) << vector;
}

TEST(Address, is_of_one_network) {
  const char* mainnet = "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4";
  EXPECT_TRUE(script_of_address(mainnet, Network::kMainnet));
  EXPECT_FALSE(script_of_address(mainnet, Network::kTestnet));
  EXPECT_FALSE(script_of_address("1BgGZ9tcN4rm9KBzDn7KprQz87SZ26SAMH", Network::kRegtest));
}

/// The leaves of a tree as the vectors write it, their hashes folded to the root.
crypto::Hash256 root_of(const json& tree) {
  if (tree.is_array()) return tap_branch_hash(root_of(tree[0]), root_of(tree[1]));
  return tap_leaf_hash(from_hex(text_of(tree["script"])), tree["leafVersion"].get<std::uint8_t>());
}

TEST(Taproot, gives_the_output_scripts_of_bip_341) {
  COFFER_VECTORS_OR_SKIP(text, "bip341/wallet-test-vectors.json");
  for (const json& vector : json::parse(text)["scriptPubKey"]) {
    const json& given = vector["given"];
    const auto key = crypto::schnorr::XOnlyPublicKey::parse(from_hex(text_of(given["internalPubkey"]))).value();
    const Bytes root = given["scriptTree"].is_null() ? Bytes() : to_bytes(BytesView(root_of(given["scriptTree"])));
    const auto output = crypto::schnorr::taproot_output(key, root).value();
    const Bytes script = pay_to_taproot(output.key);
    EXPECT_EQ(hex(script), text_of(vector["expected"]["scriptPubKey"]));
    EXPECT_EQ(address_of_script(script, Network::kMainnet).value(), text_of(vector["expected"]["bip350Address"]));
  }
}

TEST(Taproot, control_blocks_commit_to_their_scripts) {
  COFFER_VECTORS_OR_SKIP(text, "bip341/wallet-test-vectors.json");
  const json vector = json::parse(text)["scriptPubKey"][3];
  const Bytes output = from_hex(text_of(vector["intermediary"]["tweakedPubkey"]));
  const Bytes script = from_hex(text_of(vector["given"]["scriptTree"][0]["script"]));
  const Bytes block = from_hex(text_of(vector["expected"]["scriptPathControlBlocks"][0]));
  auto control = ControlBlock::parse(block).value();
  EXPECT_EQ(control.encode(), block);
  EXPECT_TRUE(commits_to(output, script, control));
  control.parity ^= 1U;
  EXPECT_FALSE(commits_to(output, script, control));
}

TEST(TaprootSighash, agrees_with_bip_341) {
  COFFER_VECTORS_OR_SKIP(text, "bip341/wallet-test-vectors.json");
  for (const json& spending : json::parse(text)["keyPathSpending"]) {
    const auto transaction = decode_transaction(from_hex(text_of(spending["given"]["rawUnsignedTx"]))).value();
    std::vector<TxOutput> spent;
    for (const json& utxo : spending["given"]["utxosSpent"])
      spent.push_back({utxo["amountSats"].get<std::uint64_t>(), from_hex(text_of(utxo["scriptPubKey"]))});
    for (const json& input : spending["inputSpending"]) {
      const TaprootSighash options{
          .type = input["given"]["hashType"].get<std::uint32_t>(), .annex = {}, .tapscript = {}};
      const auto digest = taproot_sighash(transaction, input["given"]["txinIndex"].get<std::size_t>(), spent, options);
      EXPECT_EQ(hex(digest.value()), text_of(input["intermediary"]["sigHash"]));
    }
  }
}

// The example of BIP-143, "Native P2WPKH".
TEST(SegwitSighash, agrees_with_bip_143) {
  const auto transaction = decode_transaction(
      from_hex("0100000002fff7f7881a8099afa6940d42d1e7f6362bec38171ea3edf433541db4e4ad969f0000000000eeffffffef51e1b804c"
               "c89d182d2796"
               "55c3aa89e815b1b309fe287d9b2b55d57b90ec68a0100000000ffffffff02202cb206000000001976a9148280b37df378db99f6"
               "6f85c95a783a"
               "76ac7a6d5988ac9093510d000000001976a9143bde42dbee7e4dbe6a21b2d50ce2f0167faa815988ac11000000"));
  ASSERT_TRUE(transaction);
  const Bytes code = from_hex("76a9141d0f172a0ecb48aee1be1f2687d2963ae33f71a188ac");
  EXPECT_EQ(hex(segwit_v0_sighash(*transaction, 1, code, 600'000'000, kSighashAll).value()),
            "c37af31116d1b27caf68aae9e3ac82f1477929014d5b917657d0eb49478cb670");
}

TEST(LegacySighash, signs_the_number_one_for_single_without_its_output) {
  Transaction transaction;
  transaction.inputs.resize(2);
  transaction.outputs.resize(1);
  EXPECT_EQ(hex(legacy_sighash(transaction, 1, {}, kSighashSingle).value()), "01" + std::string(62, '0'));
  EXPECT_FALSE(legacy_sighash(transaction, 2, {}, kSighashAll));
}

TEST(LegacySighash, leaves_code_separators_out) {
  Transaction transaction;
  transaction.inputs.resize(1);
  EXPECT_EQ(legacy_sighash(transaction, 0, from_hex("ab51ab"), kSighashAll),
            legacy_sighash(transaction, 0, from_hex("51"), kSighashAll));
  EXPECT_NE(legacy_sighash(transaction, 0, from_hex("01ab"), kSighashAll),
            legacy_sighash(transaction, 0, from_hex("01"), kSighashAll));
}

Transaction example() {
  Transaction out;
  out.inputs.resize(2);
  out.inputs[0].witness = {{1, 2}, {}};
  out.inputs[1].script_sig = {0x51};
  out.outputs = {{1000, {0x51}}, {kMaxMoney - 1000, {}}};
  out.lock_time = 7;
  return out;
}

TEST(BitcoinTransaction, comes_back_from_its_bytes) {
  const Bytes raw = encode(example());
  EXPECT_EQ(decode_transaction(raw).value(), example());
  EXPECT_NE(txid(example()), wtxid(example()));
  EXPECT_EQ(weight(example()), 3 * encode(example(), WitnessForm::kWithout).size() + raw.size());
}

TEST(BitcoinTransaction, refuses_what_is_not_exact) {
  const Bytes raw = encode(example());
  for (std::size_t i = 0; i < raw.size(); ++i) EXPECT_FALSE(decode_transaction(BytesView(raw).first(i))) << i;
  Bytes longer = raw;
  longer.push_back(0);
  EXPECT_FALSE(decode_transaction(longer));
  Transaction rich = example();
  rich.outputs[0].amount_sats = 1001;
  EXPECT_FALSE(decode_transaction(encode(rich)));
  // A witness marker, then no witness at all.
  EXPECT_FALSE(
      decode_transaction(from_hex("020000000001"
                                  "01" +
                                  std::string(64, '0') +
                                  "00000000"
                                  "00"
                                  "ffffffff"
                                  "00"
                                  "00"
                                  "00000000")));
  // The count of inputs in three bytes where one serves.
  EXPECT_FALSE(
      decode_transaction(from_hex("02000000"
                                  "fd0100" +
                                  std::string(64, '0') +
                                  "00000000"
                                  "00"
                                  "ffffffff"
                                  "00"
                                  "00000000")));
}

TEST(TxId, is_printed_reversed) {
  const std::string text = "0011223344556677889900112233445566778899001122334455667788990011";
  EXPECT_EQ(TxId::parse(text).value().text(), text);
  EXPECT_EQ(TxId::parse(text).value().bytes[0], 0x11);
}

TEST(Script, pushes_in_the_shortest_form) {
  EXPECT_EQ(hex(ScriptBuilder().push(Bytes(75, 7)).take()).substr(0, 2), "4b");
  EXPECT_EQ(hex(ScriptBuilder().push(Bytes(76, 7)).take()).substr(0, 4), "4c4c");
  EXPECT_EQ(hex(ScriptBuilder().push(Bytes(256, 7)).take()).substr(0, 6), "4d0001");
  EXPECT_EQ(hex(ScriptBuilder().number(144).take()), "029000");
  EXPECT_EQ(hex(ScriptBuilder().push(Bytes{16}).take()), "60");
}

TEST(Script, a_push_beyond_the_end_is_no_script) { EXPECT_FALSE(parse_script(from_hex("4c05ff"))); }

}  // namespace
}  // namespace coffer::bitcoin
