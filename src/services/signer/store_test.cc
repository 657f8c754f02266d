#include "services/signer/store.h"

#include <gtest/gtest.h>

#include "services/signer/signer_fixture.h"

namespace coffer::signer {
namespace {

using std::chrono::hours;

class SignerStore : public sql::testing::OnEveryEngine {
 protected:
  SignerStore() : OnEveryEngine({migrations()}) {}

  HierarchyTools tools() {
    return {.store = store_,
            .clock = clock_,
            .entropy = entropy_,
            .workers = workers_,
            .passphrase_cost = {.memory_kib = 64, .passes = 1}};
  }

  Result<KeyRing> open_with(const RootSecret& root) { return std::move(*run(boxed(open_hierarchy(tools(), root)))); }

  StoredKey stored(const std::string& id, const KeyRing& ring) {
    KeyIdentity identity{.key_id = id, .owner = "owner", .kind = "seed"};
    SealedKey sealed = ring.seal(identity, as_bytes("secret of " + id), entropy_).value();
    return {.identity = identity, .exportable = true, .sealed = std::move(sealed), .created_at = clock_.now()};
  }

  std::optional<Spend> spend(const std::string& intent, std::uint64_t amount) {
    return run(store_.record_spends("owner", intent, {{.chain = "eip155:1", .asset = "", .amount = amount}}, {100},
                                    clock_.now() - hours(24), clock_.now()))
        .value();
  }

  Store store_{database()};
  ManualClock clock_{from_micros(1'700'000'000'000'000)};
  SeededEntropy entropy_{7};
  async::Workers workers_{1};
  RootSecret passphrase_ = RootSecret::passphrase(SecretBytes::copy_of("correct horse battery")).value();
  RootSecret key_file_ = RootSecret::key_file(SecretBytes::copy_of("0123456789abcdef0123456789abcdef")).value();
};

TEST_P(SignerStore, the_first_opening_makes_the_hierarchy_and_later_ones_open_it) {
  const KeyRing made = open_with(passphrase_).value();
  const StoredKey key = stored("k", made);
  const KeyRing opened = open_with(passphrase_).value();
  EXPECT_EQ(opened.open(key.identity, key.sealed)->expose_text(), "secret of k");
}

TEST_P(SignerStore, another_passphrase_or_kind_of_root_opens_nothing) {
  ASSERT_TRUE(open_with(passphrase_));
  const RootSecret wrong = RootSecret::passphrase(SecretBytes::copy_of("another passphrase")).value();
  EXPECT_EQ(open_with(wrong).error().code, ErrorCode::kAuthentication);
  EXPECT_EQ(open_with(key_file_).error().code, ErrorCode::kAuthentication);
}

TEST_P(SignerStore, the_root_can_be_changed_without_touching_a_wallet) {
  const StoredKey key = stored("k", open_with(passphrase_).value());
  ASSERT_TRUE(run(change_root(tools(), passphrase_, key_file_)));
  EXPECT_FALSE(open_with(passphrase_));
  EXPECT_EQ(open_with(key_file_)->open(key.identity, key.sealed)->expose_text(), "secret of k");
  EXPECT_FALSE(run(change_root(tools(), passphrase_, key_file_))) << "the old secret opens nothing";
}

TEST_P(SignerStore, a_new_kek_takes_over_every_wallet) {
  const KeyRing first = open_with(key_file_).value();
  for (const std::string id : {"a", "b", "c"}) ASSERT_TRUE(run(store_.insert_key(stored(id, first))).value());
  const KeyRing second = std::move(run(boxed(add_kek(tools(), key_file_)))->value());
  EXPECT_EQ(second.active_version(), 2);
  EXPECT_EQ(run(rewrap_all(tools(), second)).value(), 3);
  EXPECT_EQ(run(rewrap_all(tools(), second)).value(), 0);
  const StoredKey key = run(store_.find_key("b", "owner")).value().value();
  EXPECT_EQ(key.sealed.kek_version, 2);
  const KeyRing reopened = open_with(key_file_).value();
  EXPECT_EQ(reopened.open(key.identity, key.sealed)->expose_text(), "secret of b");
}

TEST_P(SignerStore, finds_what_it_stored_for_its_owner_alone) {
  const KeyRing ring = open_with(key_file_).value();
  const StoredKey key = stored("k", ring);
  ASSERT_TRUE(run(store_.insert_key(key)).value());
  const auto found = run(store_.find_key("k", "owner")).value();
  ASSERT_TRUE(found);
  EXPECT_EQ(found->identity, key.identity);
  EXPECT_EQ(found->sealed.sealed_secret, key.sealed.sealed_secret);
  EXPECT_EQ(found->created_at, key.created_at);
  EXPECT_TRUE(found->exportable);
  EXPECT_FALSE(run(store_.find_key("k", "other")).value());
  EXPECT_FALSE(run(store_.find_key("x", "owner")).value());
}

TEST_P(SignerStore, an_id_is_taken_once) {
  const KeyRing ring = open_with(key_file_).value();
  EXPECT_TRUE(run(store_.insert_key(stored("k", ring))).value());
  EXPECT_FALSE(run(store_.insert_key(stored("k", ring))).value());
}

TEST_P(SignerStore, refuses_the_spend_that_passes_the_day_and_records_nothing_of_it) {
  EXPECT_EQ(spend("i1", 60), std::nullopt);
  ASSERT_TRUE(spend("i2", 41));
  EXPECT_EQ(spend("i3", 40), std::nullopt) << "the refused one did not count";
  ASSERT_TRUE(spend("i4", 1));
}

TEST_P(SignerStore, counts_an_intent_once_at_its_largest) {
  EXPECT_EQ(spend("i1", 60), std::nullopt);
  EXPECT_EQ(spend("i1", 60), std::nullopt) << "a bump";
  EXPECT_EQ(spend("i1", 10), std::nullopt) << "the first attempt can still be mined";
  ASSERT_TRUE(spend("i2", 41));
}

TEST_P(SignerStore, forgets_spends_after_24_hours) {
  EXPECT_EQ(spend("i1", 100), std::nullopt);
  clock_.advance(hours(24) - Duration(1));
  ASSERT_TRUE(spend("i2", 1));
  clock_.advance(Duration(1));
  EXPECT_EQ(spend("i2", 100), std::nullopt);
  ASSERT_TRUE(run(store_.purge_spends(clock_.now())));
}

TEST_P(SignerStore, a_question_records_nothing) {
  const auto ask = [&](std::uint64_t amount) {
    return run(store_.check_spends("owner", "i9", {{.chain = "eip155:1", .asset = "", .amount = amount}}, {100},
                                   clock_.now() - hours(24)))
        .value();
  };
  EXPECT_EQ(ask(100), std::nullopt);
  EXPECT_EQ(ask(100), std::nullopt);
  EXPECT_EQ(spend("i1", 50), std::nullopt);
  EXPECT_TRUE(ask(51));
}

COFFER_ON_EVERY_ENGINE(SignerStore);

}  // namespace
}  // namespace coffer::signer
