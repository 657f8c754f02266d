#include "services/signer/account_cache.h"

#include <gtest/gtest.h>

namespace coffer::signer {
namespace {

using std::chrono::seconds;

const Time kStart = from_micros(1'000'000);

std::shared_ptr<const Account> account() {
  Secret<32> key;
  key.expose_mutable()[31] = 1;
  const auto public_key = crypto::secp256k1::Context(Secret<32>()).public_key(key).value();
  return std::make_shared<const Account>(std::move(key), public_key, evm::Address{});
}

AccountName name(const std::string& id) { return {.key_id = id, .owner = "owner", .path = "m/0"}; }

TEST(AccountCache, finds_under_all_three_parts_of_the_name) {
  AccountCache cache(4, seconds(10));
  cache.put(name("a"), account(), kStart);
  EXPECT_NE(cache.find(name("a"), kStart), nullptr);
  EXPECT_EQ(cache.find({.key_id = "a", .owner = "other", .path = "m/0"}, kStart), nullptr);
  EXPECT_EQ(cache.find({.key_id = "a", .owner = "owner", .path = "m/1"}, kStart), nullptr);
}

TEST(AccountCache, forgets_after_its_time_even_what_is_used) {
  AccountCache cache(4, seconds(10));
  cache.put(name("a"), account(), kStart);
  EXPECT_NE(cache.find(name("a"), kStart + seconds(9)), nullptr);
  EXPECT_EQ(cache.find(name("a"), kStart + seconds(10)), nullptr);
}

TEST(AccountCache, the_least_recently_used_gives_way) {
  AccountCache cache(2, seconds(10));
  cache.put(name("a"), account(), kStart);
  cache.put(name("b"), account(), kStart);
  EXPECT_NE(cache.find(name("a"), kStart), nullptr);
  cache.put(name("c"), account(), kStart);
  EXPECT_EQ(cache.find(name("b"), kStart), nullptr);
  EXPECT_NE(cache.find(name("a"), kStart), nullptr);
}

TEST(AccountCache, sweeping_wipes_what_is_too_old) {
  AccountCache cache(4, seconds(10));
  const auto kept = account();
  const std::weak_ptr<const Account> watched = [&] {
    auto old = account();
    cache.put(name("old"), old, kStart);
    return std::weak_ptr<const Account>(old);
  }();
  cache.put(name("new"), kept, kStart + seconds(5));
  cache.sweep(kStart + seconds(12));
  EXPECT_TRUE(watched.expired());
  EXPECT_NE(cache.find(name("new"), kStart + seconds(12)), nullptr);
}

TEST(AccountCache, of_size_zero_keeps_nothing) {
  AccountCache cache(0, seconds(10));
  cache.put(name("a"), account(), kStart);
  EXPECT_EQ(cache.find(name("a"), kStart), nullptr);
}

}  // namespace
}  // namespace coffer::signer
