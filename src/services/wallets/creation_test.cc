#include "services/wallets/creation.h"

#include <gtest/gtest.h>

namespace coffer::wallets {
namespace {

v1::CreateWalletRequest request(std::string kind) {
  v1::CreateWalletRequest out;
  out.set_kind(std::move(kind));
  return out;
}

std::string field_of(const Result<Origin>& result) { return result ? "" : result.error().details.at("field"); }

TEST(OriginOf, is_a_new_seed_unless_something_was_brought) {
  EXPECT_EQ(origin_of(request("")), Origin::kNewSeed);
  EXPECT_EQ(origin_of(request("hd")), Origin::kNewSeed);
}

TEST(OriginOf, tells_what_an_imported_wallet_was_made_from) {
  auto words = request("imported");
  words.set_mnemonic("abandon");
  EXPECT_EQ(origin_of(words), Origin::kMnemonic);
  auto key = request("imported");
  key.set_private_key("0x01");
  EXPECT_EQ(origin_of(key), Origin::kPrivateKey);
}

TEST(OriginOf, refuses_an_import_of_nothing_and_of_two_things) {
  EXPECT_EQ(field_of(origin_of(request("imported"))), "mnemonic");
  auto both = request("imported");
  both.set_mnemonic("abandon");
  both.set_private_key("0x01");
  EXPECT_EQ(field_of(origin_of(both)), "private_key");
  EXPECT_EQ(field_of(origin_of(request("watch"))), "address");
}

TEST(OriginOf, refuses_secrets_that_belong_to_another_kind_by_field) {
  auto hd = request("hd");
  hd.set_mnemonic("abandon");
  EXPECT_EQ(field_of(origin_of(hd)), "mnemonic");
  auto watch = request("watch");
  watch.set_address("0x0000000000000000000000000000000000000001");
  watch.set_passphrase("secret");
  EXPECT_EQ(field_of(origin_of(watch)), "passphrase");
  watch.clear_passphrase();
  watch.set_exportable(true);
  EXPECT_EQ(field_of(origin_of(watch)), "exportable");
}

TEST(EntropyBits, follow_the_number_of_words) {
  EXPECT_EQ(entropy_bits(0), 256);
  EXPECT_EQ(entropy_bits(12), 128);
  EXPECT_EQ(entropy_bits(24), 256);
  EXPECT_FALSE(entropy_bits(13));
  EXPECT_FALSE(entropy_bits(27));
}

TEST(AccountPath, gives_one_key_the_same_address_on_every_evm_network) {
  chains::v1::Network ethereum;
  ethereum.set_kind("evm");
  ethereum.set_id("ethereum");
  chains::v1::Network polygon = ethereum;
  polygon.set_id("polygon");
  EXPECT_EQ(account_path(ethereum, Origin::kNewSeed, 3), "m/44'/60'/0'/0/3");
  EXPECT_EQ(account_path(ethereum, Origin::kNewSeed, 3), account_path(polygon, Origin::kNewSeed, 3));
}

TEST(AccountPath, is_relative_under_an_xpub_and_empty_for_a_single_key) {
  chains::v1::Network ethereum;
  ethereum.set_kind("evm");
  EXPECT_EQ(account_path(ethereum, Origin::kXpub, 2), "0/2");
  EXPECT_EQ(account_path(ethereum, Origin::kPrivateKey, 0), "");
  EXPECT_EQ(account_path(ethereum, Origin::kAddress, 0), "");
}

}  // namespace
}  // namespace coffer::wallets
