#include "services/wallets/balances.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "coffer/chains/v1/chains.rpc.h"
#include "platform/rpc/formats.h"
#include "platform/sql/testing/engines.h"
#include "services/wallets/testing.h"

namespace coffer::wallets {
namespace {

using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr char kCoin[] = "0x00000000000000000000000000000000000000C1";

class AnyFormats final : public rpc::Formats {
 public:
  [[nodiscard]] bool is_evm_address(std::string_view /*text*/) const override { return true; }
  [[nodiscard]] bool is_address(std::string_view /*text*/) const override { return true; }
};

class Silent final : public telemetry::LogSink {
 public:
  void write(std::string_view /*line*/) override {}
};

/// Chains is asked through the guard of the contract, as in the program.
class BalancesTest : public sql::testing::OnEveryEngine {
 protected:
  BalancesTest() : OnEveryEngine({migrations()}), store(database()) {
    const WalletRow wallet{.id = "w1",
                           .owner = "alice",
                           .label = "First",
                           .kind = "hd",
                           .key_kind = "seed",
                           .xpub = {},
                           .idempotency_key = {},
                           .created_at = clock.now()};
    const AccountRow account{.id = "a1",
                             .wallet_id = "w1",
                             .owner = "alice",
                             .network = "ethereum",
                             .chain = "eip155:1",
                             .address = "0x0000000000000000000000000000000000000001",
                             .path = "m/44'/60'/0'/0/0",
                             .index = 0,
                             .scanned_block = 7,
                             .created_at = clock.now()};
    run(store.begin_wallet(wallet)).value();
    run(database().transaction([&](sql::Transaction& transaction) -> awaitable<Result<bool>> {
      co_return co_await store.finish_wallet(transaction, wallet, {account});
    })).value();
  }

  std::vector<TokenRow> discover() {
    AccountRow account = run(store.find_account("a1"))->value().account;
    CallContext call;
    call.principal.kind = Principal::Kind::kUser;
    call.principal.id = "alice";
    return run(balances.discover(std::move(call), std::move(account)));
  }
  std::int64_t scanned_block() { return run(store.find_account("a1"))->value().account.scanned_block; }

  SystemClock clock;
  async::SteadySleeper sleeper{clock};
  AnyFormats formats;
  telemetry::Metrics metrics;
  Silent sink;
  rpc::GuardParts parts{clock, sleeper, formats, metrics, telemetry::Log(clock, sink, telemetry::Level::kError)};
  testing::TokenChains scripted;
  chains::v1::ChainsLocal chains{scripted, parts, rpc::Caller::service("wallets")};
  Store store;
  std::unique_ptr<cache::Cache> cache = cache::memory_cache(100);
  Balances balances{chains, store, *cache, clock};
};

TEST_P(BalancesTest, shows_a_token_that_arrived_from_then_on) {
  scripted.arrived = {kCoin};
  scripted.standard = "erc20";
  EXPECT_THAT(discover(), SizeIs(1));
  EXPECT_EQ(scanned_block(), testing::TokenChains::kHead);
  EXPECT_EQ(run(store.tokens_of_wallet("w1"))->at(0).contract, kCoin);
}

TEST_P(BalancesTest, does_not_show_what_is_no_erc20) {
  scripted.arrived = {kCoin};
  scripted.standard = "erc721";
  EXPECT_THAT(discover(), IsEmpty());
  EXPECT_EQ(scanned_block(), testing::TokenChains::kHead);
}

TEST_P(BalancesTest, searches_blocks_again_whose_tokens_no_node_could_describe) {
  scripted.arrived = {kCoin};
  EXPECT_THAT(discover(), IsEmpty());
  EXPECT_EQ(scanned_block(), 7);
  scripted.standard = "erc20";
  EXPECT_THAT(discover(), SizeIs(1));
}

COFFER_ON_EVERY_ENGINE(BalancesTest);

}  // namespace
}  // namespace coffer::wallets
