#include "services/wallets/balance_watch.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "platform/sql/testing/engines.h"
#include "services/wallets/testing.h"

namespace coffer::wallets {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr char kAddress[] = "0x0000000000000000000000000000000000000001";
constexpr char kCoin[] = "0x00000000000000000000000000000000000000C1";

class Silent final : public telemetry::LogSink {
 public:
  void write(std::string_view /*line*/) override {}
};

/// What lies at every address, as of a block.
class BalanceChains final : public testing::TokenChains {
 public:
  std::map<std::string, std::string> amounts;  // by contract; a missing one no node could tell
  std::int64_t block = 1;

  awaitable<Result<chains::v1::Network>> get_network(const CallContext&,
                                                     chains::v1::GetNetworkRequest request) override {
    chains::v1::Network out;
    out.set_id(request.network());
    out.set_kind("evm");
    out.mutable_native()->set_symbol("ETH");
    out.mutable_native()->set_decimals(18);
    co_return out;
  }
  awaitable<Result<chains::v1::GetBalancesReply>> get_balances(const CallContext&,
                                                               chains::v1::GetBalancesRequest request) override {
    chains::v1::GetBalancesReply out;
    out.set_block(block);
    for (const std::string& address : request.addresses()) {
      add(out, address, "");
      for (const std::string& contract : request.contracts()) add(out, address, contract);
    }
    co_return out;
  }

 private:
  void add(chains::v1::GetBalancesReply& out, const std::string& address, const std::string& contract) const {
    const auto amount = amounts.find(contract);
    if (amount == amounts.end()) return;
    auto* item = out.add_balances();
    item->set_address(address);
    item->set_contract(contract);
    item->set_amount(amount->second);
  }
};

class BalanceWatchTest : public sql::testing::OnEveryEngine {
 protected:
  BalanceWatchTest() : OnEveryEngine({migrations()}) {
    EXPECT_TRUE(run(sql::migrate(database(), outbox_.migrations())));
    WalletRow wallet;
    wallet.id = "w1";
    wallet.owner = "alice";
    wallet.kind = "hd";
    wallet.key_kind = "seed";
    account_.id = "a1";
    account_.wallet_id = "w1";
    account_.owner = "alice";
    account_.network = "ethereum";
    account_.chain = "eip155:1";
    account_.address = kAddress;
    run(store_.begin_wallet(wallet)).value();
    run(database().transaction([&](sql::Transaction& transaction) -> awaitable<Result<bool>> {
      co_return co_await store_.finish_wallet(transaction, wallet, {account_});
    })).value();
  }

  void look() { ASSERT_TRUE(run(watch_.look_at({account_}))); }
  void check() { ASSERT_TRUE(run(watch_.check("ethereum"))); }
  /// `contract=amount@block` of each event so far.
  std::vector<std::string> told() {
    EXPECT_TRUE(run(outbox_.sequence(database(), 100)));
    std::vector<std::string> out;
    for (const events::Envelope& event : *run(outbox_.after(database(), 0, 100))) {
      EXPECT_EQ(event.type, "balance.changed");
      EXPECT_EQ(event.key, "a1");
      const auto data = nlohmann::json::parse(event.data);
      EXPECT_EQ(data["owner"], "alice");
      EXPECT_EQ(data["account_id"], "a1");
      out.push_back(data["asset"].value("contract", "") + "=" + data["amount"].get<std::string>() + "@" +
                    std::to_string(data["block"].get<std::int64_t>()));
    }
    return out;
  }

  ManualClock clock_{from_micros(1'800'000'000'000'000)};
  async::SteadySleeper sleeper_{clock_};
  SeededEntropy entropy_{1};
  Silent sink_;
  telemetry::Log log_{clock_, sink_, telemetry::Level::kError};
  BalanceChains chains_;
  events::Outbox outbox_{"wallets", clock_, entropy_};
  Store store_{database()};
  BalanceWatch watch_{database(), store_, outbox_, chains_, clock_, sleeper_, log_};
  AccountRow account_;
};

TEST_P(BalanceWatchTest, tells_an_amount_once) {
  look();
  chains_.amounts[""] = "5";
  check();
  chains_.block = 2;
  check();
  EXPECT_THAT(told(), ElementsAre("=5@1"));
}

TEST_P(BalanceWatchTest, tells_each_change_until_there_is_nothing_left) {
  look();
  for (const char* amount : {"5", "7", "0"}) {
    chains_.amounts[""] = amount;
    check();
    ++chains_.block;
  }
  EXPECT_THAT(told(), ElementsAre("=5@1", "=7@2", "=0@3"));
}

TEST_P(BalanceWatchTest, says_nothing_of_an_account_that_is_empty_from_the_start) {
  look();
  chains_.amounts[""] = "0";
  check();
  EXPECT_THAT(told(), IsEmpty());
}

TEST_P(BalanceWatchTest, says_nothing_where_no_node_could_tell) {
  look();
  check();
  EXPECT_THAT(told(), IsEmpty());
}

TEST_P(BalanceWatchTest, a_node_that_lags_changes_nothing) {
  look();
  chains_.amounts[""] = "7";
  chains_.block = 10;
  check();
  chains_.amounts[""] = "5";
  chains_.block = 9;
  check();
  EXPECT_THAT(told(), ElementsAre("=7@10"));
  chains_.block = 11;
  check();
  EXPECT_THAT(told(), ElementsAre("=7@10", "=5@11"));
}

TEST_P(BalanceWatchTest, remembers_over_a_restart_what_it_told) {
  look();
  chains_.amounts[""] = "5";
  check();
  BalanceWatch restarted{database(), store_, outbox_, chains_, clock_, sleeper_, log_};
  ASSERT_TRUE(run(restarted.check("ethereum")));
  EXPECT_THAT(told(), ElementsAre("=5@1"));
}

TEST_P(BalanceWatchTest, tells_of_tokens_that_the_account_shows) {
  ASSERT_TRUE(run(
      store_.add_tokens("a1", {{.account_id = "a1", .contract = kCoin, .symbol = "TCN", .name = "Coin", .decimals = 6}},
                        1, clock_.now())));
  look();
  chains_.amounts[kCoin] = "9";
  check();
  EXPECT_THAT(told(), ElementsAre(std::string(kCoin) + "=9@1"));
}

TEST_P(BalanceWatchTest, leaves_accounts_alone_at_which_nobody_looks) {
  chains_.amounts[""] = "5";
  check();
  look();
  clock_.advance(std::chrono::hours(25));
  check();
  EXPECT_THAT(told(), IsEmpty());
}

TEST_P(BalanceWatchTest, tells_whoever_a_transaction_of_ours_concerns) {
  chains_.amounts[""] = "5";
  ASSERT_TRUE(run(watch_.check_addresses("ethereum", {"0x00000000000000000000000000000000000000ff", kAddress})));
  EXPECT_THAT(told(), ElementsAre("=5@1"));
}

COFFER_ON_EVERY_ENGINE(BalanceWatchTest);

}  // namespace
}  // namespace coffer::wallets
