#include <gtest/gtest.h>

#include "base/entropy.h"
#include "domain/bitcoin/bip21.h"
#include "domain/bitcoin/bip322.h"
#include "domain/bitcoin/coin_selection.h"

namespace coffer::bitcoin {
namespace {

// ---- BIP-322: the standard's test vectors

constexpr const char* kAddress = "bc1q9vza2e8x573nczrlzms0wvx3gsqjx7vavgkx0l";

bool verifies(const char* address, std::string_view message, std::string_view signature) {
  return verify_message(address, as_bytes(message), parse_base64(signature).value(), Network::kMainnet).has_value();
}

TEST(Bip322, hashes_messages_as_the_standard) {
  EXPECT_EQ(hex(bip322_message_hash(as_bytes(""))), "c90c269c4f8fcbe6880f72a721ddfbf1914268a794cbb21cfafee13770ae19f1");
  EXPECT_EQ(hex(bip322_message_hash(as_bytes("Hello World"))),
            "f0eb03b1a75ac6d9847f55c624a99169b5dccba2a31f5b23bea77ba270de0a7a");
}

TEST(Bip322, verifies_the_standards_signatures) {
  const char* empty =
      "AkcwRAIgM2gBAQqvZX15ZiysmKmQpDrG83avLIT492QBzLnQIxYCIBaTpOaD20qRlEylyxFSeEA2ba9YOixpX8z46TSDtS40ASECx/"
      "EgAxlkQpQ9hYjgGu6EBCPMVPwVIVJqO4XCsMvViHI=";
  const char* hello =
      "AkcwRAIgZRfIY3p7/DoVTty6YZbWS71bc5Vct9p9Fia83eRmw2QCICK/ENGfwLtptFluMGs2KsqoNSk89pO7F29zJLUx9a/sASECx/"
      "EgAxlkQpQ9hYjgGu6EBCPMVPwVIVJqO4XCsMvViHI=";
  EXPECT_TRUE(verifies(kAddress, "", empty));
  EXPECT_TRUE(verifies(kAddress, "Hello World", hello));
  EXPECT_FALSE(verifies(kAddress, "Hello World", empty));
  EXPECT_FALSE(verifies("bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4", "Hello World", hello));
}

TEST(Bip322, refuses_bytes_that_are_no_signature) {
  for (const char* signature : {"", "AA==", "AQA=", "////"})
    EXPECT_FALSE(verifies(kAddress, "", signature)) << signature;
}

// ---- coin selection

SelectionRequest request(std::uint64_t target) {
  return {
      .target_sats = target, .fee_rate = 10'000, .long_term_fee_rate = 5'000, .change_weight = 124, .dust_sats = 294};
}

TEST(CoinSelection, finds_the_exact_sum_without_change) {
  // Each input of 272 weight costs 680 sats at 10 sat/vB.
  const std::vector<Coin> coins = {{10'680, 272}, {20'680, 272}, {30'680, 272}, {500'000, 272}};
  const auto found = select_coins(coins, request(50'000)).value();
  EXPECT_EQ(found.coins, (std::vector<std::size_t>{1, 2}));
  EXPECT_EQ(found.change_sats, 0U);
  EXPECT_EQ(found.fee_sats, 1'360U);
  EXPECT_EQ(found.algorithm, SelectionAlgorithm::kBranchAndBound);
}

TEST(CoinSelection, says_what_is_missing) {
  const auto found = select_coins({{1'000, 272}, {700, 272}, {600, 272}}, request(50'000));
  ASSERT_FALSE(found);
  EXPECT_EQ(found.error().code, ErrorCode::kInsufficientFunds);
  EXPECT_EQ(found.error().details.at("available"), "340");
}

/// Whatever is chosen pays the target, its own inputs and its change, and never makes dust.
TEST(CoinSelection, always_balances) {
  SeededEntropy entropy(5);
  for (int round = 0; round < 400; ++round) {
    ByteArray<64> raw{};
    ASSERT_TRUE(entropy.fill(raw));
    std::vector<Coin> coins;
    std::uint64_t total = 0;
    for (std::size_t i = 0; i + 3 < raw.size() && i < std::size_t{raw[0]}; i += 3) {
      coins.push_back({1'000U + raw[i] * 4'001U + raw[i + 1] * 17U, raw[i + 2] % 2 == 0 ? 272U : 230U});
      total += coins.back().amount_sats;
    }
    const auto wanted = request(1 + total * raw[1] / 256);
    const auto found = select_coins(coins, wanted);
    if (!found) continue;
    std::uint64_t amount = 0;
    std::uint64_t weight = found->change_sats > 0 ? wanted.change_weight : 0;
    for (const std::size_t index : found->coins) {
      amount += coins[index].amount_sats;
      weight += coins[index].weight;
    }
    ASSERT_EQ(amount, wanted.target_sats + found->change_sats + found->fee_sats);
    ASSERT_GE(found->fee_sats * 4, weight * 10);
    ASSERT_TRUE(found->change_sats == 0 || found->change_sats >= wanted.dust_sats);
  }
}

TEST(CoinSelection, gives_the_same_answer_each_time) {
  std::vector<Coin> coins;
  for (std::uint64_t i = 1; i <= 60; ++i) coins.push_back({i * 7'919 % 50'000 + 1'000, 272});
  EXPECT_EQ(select_coins(coins, request(333'333)).value().coins, select_coins(coins, request(333'333)).value().coins);
}

// ---- BIP-21: the standard's examples

TEST(Bip21, reads_and_writes_payment_requests) {
  const auto uri =
      parse_payment_uri(
          "BITCOIN:1BgGZ9tcN4rm9KBzDn7KprQz87SZ26SAMH?amount=20.3&label=Luke-Jr&message=Donation%20for%20xyz",
          Network::kMainnet)
          .value();
  EXPECT_EQ(uri.amount_sats, 2'030'000'000U);
  EXPECT_EQ(uri.message, "Donation for xyz");
  EXPECT_EQ(parse_payment_uri(print_payment_uri(uri), Network::kMainnet).value(), uri);
}

TEST(Bip21, refuses_what_it_cannot_honour) {
  const std::string base = "bitcoin:1BgGZ9tcN4rm9KBzDn7KprQz87SZ26SAMH";
  for (const char* query :
       {"?amount=1,5", "?amount=-1", "?amount=0.123456789", "?amount=1&amount=1", "?req-somethingyoudontunderstand=50",
        "?label=%zz", "?label=%ff", "?amount=22000000", "?label=a&label=b"})
    EXPECT_FALSE(parse_payment_uri(base + query, Network::kMainnet)) << query;
  EXPECT_FALSE(parse_payment_uri(base, Network::kTestnet));
  EXPECT_FALSE(parse_payment_uri("ethereum:0x0", Network::kMainnet));
}

}  // namespace
}  // namespace coffer::bitcoin
