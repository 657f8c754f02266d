#include "services/wallets/store.h"

#include <gtest/gtest.h>

#include "platform/sql/testing/engines.h"

namespace coffer::wallets {
namespace {

constexpr Time kNow = Time{std::chrono::seconds{1'700'000'000}};

WalletRow wallet(std::string id, std::string owner, std::string idempotency_key = "") {
  return {.id = std::move(id),
          .owner = std::move(owner),
          .label = "First",
          .kind = "hd",
          .key_kind = "seed",
          .xpub = {},
          .idempotency_key = std::move(idempotency_key),
          .created_at = kNow};
}

AccountRow account(std::string id, const WalletRow& of, std::int32_t index = 0) {
  return {.id = std::move(id),
          .wallet_id = of.id,
          .owner = of.owner,
          .network = "ethereum",
          .chain = "eip155:1",
          .address = "0x0000000000000000000000000000000000000001",
          .path = "m/44'/60'/0'/0/" + std::to_string(index),
          .index = index,
          .scanned_block = 7,
          .created_at = kNow};
}

class WalletStoreTest : public sql::testing::OnEveryEngine {
 protected:
  WalletStoreTest() : OnEveryEngine({migrations()}), store(database()) {}

  void make(const WalletRow& row, std::vector<AccountRow> accounts) {
    ASSERT_TRUE(run(store.begin_wallet(row)));
    ASSERT_TRUE(finish(row, std::move(accounts)));
  }

  Result<bool> finish(WalletRow row, std::vector<AccountRow> accounts) {
    return run(database().transaction([&](sql::Transaction& transaction) -> awaitable<Result<bool>> {
      co_return co_await store.finish_wallet(transaction, row, accounts);
    }));
  }

  Store store;
};

TEST_P(WalletStoreTest, shows_a_wallet_only_once_its_accounts_stand) {
  const WalletRow row = wallet("w1", "alice");
  ASSERT_TRUE(run(store.begin_wallet(row)));
  EXPECT_FALSE(run(store.find_wallet("alice", "w1"))->has_value());
  EXPECT_TRUE(*finish(row, {account("a1", row)}));
  EXPECT_EQ(run(store.find_wallet("alice", "w1"))->value().key_kind, "seed");
  EXPECT_EQ(run(store.accounts_of_wallet("w1"))->size(), 1U);
}

TEST_P(WalletStoreTest, finishing_twice_makes_the_accounts_once) {
  const WalletRow row = wallet("w1", "alice");
  ASSERT_TRUE(run(store.begin_wallet(row)));
  EXPECT_TRUE(*finish(row, {account("a1", row)}));
  EXPECT_FALSE(*finish(row, {account("a2", row)}));
  EXPECT_EQ(run(store.accounts_of_wallet("w1"))->size(), 1U);
}

TEST_P(WalletStoreTest, the_same_idempotency_key_finds_the_same_wallet) {
  ASSERT_TRUE(run(store.begin_wallet(wallet("w1", "alice", "key"))));
  EXPECT_EQ(run(store.begin_wallet(wallet("w2", "alice", "key")))->id, "w1");
  EXPECT_EQ(run(store.begin_wallet(wallet("w3", "bob", "key")))->id, "w3");
  EXPECT_EQ(run(store.begin_wallet(wallet("w4", "alice")))->id, "w4");
  EXPECT_EQ(run(store.begin_wallet(wallet("w5", "alice")))->id, "w5");
}

TEST_P(WalletStoreTest, a_strangers_wallet_is_not_found) {
  const WalletRow row = wallet("w1", "alice");
  make(row, {account("a1", row)});
  EXPECT_FALSE(run(store.find_wallet("bob", "w1"))->has_value());
  ASSERT_TRUE(run(store.rename_wallet("bob", "w1", "Stolen")));
  EXPECT_EQ(run(store.find_wallet("alice", "w1"))->value().label, "First");
}

TEST_P(WalletStoreTest, lists_newest_first_page_by_page) {
  const auto id = [](int number) { return "00000000-0000-7000-8000-00000000000" + std::to_string(number); };
  for (const int number : {1, 2, 3}) make(wallet(id(number), "alice"), {});
  make(wallet(id(4), "bob"), {});
  sql::Page page = *sql::parse_page(2, "");
  auto rows = *run(store.list_wallets("alice", page));
  const std::string next = sql::cut_page(rows, page, [](const WalletRow& row) { return row.id; });
  ASSERT_EQ(rows.size(), 2U);
  EXPECT_EQ(rows[0].id, id(3));
  page = *sql::parse_page(2, next);
  rows = *run(store.list_wallets("alice", page));
  EXPECT_EQ(sql::cut_page(rows, page, [](const WalletRow& row) { return row.id; }), "");
  ASSERT_EQ(rows.size(), 1U);
  EXPECT_EQ(rows[0].id, id(1));
}

TEST_P(WalletStoreTest, refuses_a_second_account_with_the_same_index) {
  const WalletRow row = wallet("w1", "alice");
  make(row, {account("a1", row)});
  const auto again = run(database().transaction([&](sql::Transaction& transaction) -> awaitable<Result<void>> {
    co_return co_await store.add_account(transaction, account("a2", row));
  }));
  EXPECT_EQ(again.error().code, ErrorCode::kConflict);
}

TEST_P(WalletStoreTest, an_account_knows_its_owner_and_its_key) {
  const WalletRow row = wallet("w1", "alice");
  make(row, {account("a1", row), account("a2", row, 1)});
  const auto found = run(store.find_account("a2"))->value();
  EXPECT_EQ(found.account.owner, "alice");
  EXPECT_EQ(found.account.index, 1);
  EXPECT_EQ(found.key_kind, "seed");
  EXPECT_EQ(run(store.accounts_of_user("alice", "ethereum"))->size(), 2U);
  EXPECT_EQ(run(store.accounts_of_user("alice", "polygon"))->size(), 0U);
}

TEST_P(WalletStoreTest, remembers_tokens_and_how_far_the_chain_was_searched) {
  const WalletRow row = wallet("w1", "alice");
  make(row, {account("a1", row)});
  const TokenRow token{.account_id = "a1", .contract = "0xc", .symbol = "TKN", .name = "Token", .decimals = 6};
  ASSERT_TRUE(run(store.add_tokens("a1", {token, token}, 12, kNow)));
  ASSERT_TRUE(run(store.add_tokens("a1", {}, 9, kNow)));
  const auto tokens = *run(store.tokens_of_wallet("w1"));
  ASSERT_EQ(tokens.size(), 1U);
  EXPECT_EQ(tokens[0].decimals, 6);
  EXPECT_EQ(run(store.find_account("a1"))->value().account.scanned_block, 12);
}

TEST_P(WalletStoreTest, an_abandoned_wallet_leaves_nothing) {
  ASSERT_TRUE(run(store.begin_wallet(wallet("w1", "alice", "key"))));
  ASSERT_TRUE(run(store.abandon_wallet("w1")));
  EXPECT_EQ(run(store.begin_wallet(wallet("w2", "alice", "key")))->id, "w2");
  EXPECT_EQ(*run(store.count_wallets("alice")), 1);
}

COFFER_ON_EVERY_ENGINE(WalletStoreTest);

}  // namespace
}  // namespace coffer::wallets
