#include "services/gateway/idempotency.h"

#include <gtest/gtest.h>

#include "platform/sql/testing/engines.h"

namespace coffer::gateway {
namespace {

using namespace std::chrono_literals;
using Outcome = std::variant<StoredAnswer, Idempotency::Turn>;

class IdempotencyTest : public sql::testing::OnEveryEngine {
 protected:
  IdempotencyTest() : OnEveryEngine({migrations()}) {}

  static Idempotency::Request request(std::string key, std::uint8_t body = 1) {
    return {.scope = "alice Create", .key = std::move(key), .hash = Bytes{body}};
  }
  Result<Outcome> begin(Idempotency& store, std::string key, std::uint8_t body = 1) {
    return run(store.begin(request(std::move(key), body)));
  }
  /// Makes the call of a key and stores its answer.
  void answer(Idempotency& store, std::string key, std::string body) {
    auto begun = begin(store, std::move(key)).value();
    EXPECT_TRUE(run(std::get<Idempotency::Turn>(begun).complete(201, std::move(body))).has_value());
  }
  static bool is_turn(const Result<Outcome>& outcome) {
    return std::holds_alternative<Idempotency::Turn>(outcome.value());
  }

  ManualClock clock_{Time{1000s}};
  Idempotency store_{database(), clock_, 48h};
};

TEST_P(IdempotencyTest, gives_a_repetition_the_first_answer) {
  answer(store_, "k", "body");
  const auto repeated = begin(store_, "k");
  EXPECT_EQ(std::get<StoredAnswer>(*repeated).status, 201);
  EXPECT_EQ(std::get<StoredAnswer>(*repeated).body, "body");
}

TEST_P(IdempotencyTest, refuses_the_same_key_with_another_body) {
  answer(store_, "k", "body");
  EXPECT_EQ(begin(store_, "k", 2).error().code, ErrorCode::kConflict);
}

TEST_P(IdempotencyTest, keeps_keys_apart) {
  answer(store_, "k", "body");
  EXPECT_TRUE(is_turn(begin(store_, "other")));
}

TEST_P(IdempotencyTest, lets_what_ended_without_an_answer_be_done_again_with_the_same_body) {
  {
    const auto lost = begin(store_, "k");
  }
  Idempotency restarted(database(), clock_, 48h);
  EXPECT_EQ(begin(restarted, "k", 2).error().code, ErrorCode::kConflict);
  EXPECT_TRUE(is_turn(begin(restarted, "k")));
}

TEST_P(IdempotencyTest, forgets_what_was_refused) {
  {
    auto begun = begin(store_, "k");
    EXPECT_TRUE(run(std::get<Idempotency::Turn>(*begun).forget()).has_value());
  }
  EXPECT_TRUE(is_turn(begin(store_, "k", 2)));
}

TEST_P(IdempotencyTest, removes_what_is_old) {
  answer(store_, "k", "body");
  clock_.advance(47h);
  EXPECT_EQ(run(store_.purge()), Result<std::uint64_t>(0));
  clock_.advance(2h);
  EXPECT_EQ(run(store_.purge()), Result<std::uint64_t>(1));
  EXPECT_TRUE(is_turn(begin(store_, "k", 2)));
}

COFFER_ON_EVERY_ENGINE(IdempotencyTest);

TEST(IdempotencyKey, is_1_to_255_printable_ascii_characters) {
  for (const std::string& good : {std::string("k"), std::string(255, 'k'), std::string("a b~!")})
    EXPECT_TRUE(check_idempotency_key(good).has_value());
  for (const std::string& bad : {std::string{}, std::string(256, 'k'), std::string("a\tb"), std::string("\xc3\xa4")})
    EXPECT_EQ(check_idempotency_key(bad).error().details.at("field"), "Idempotency-Key");
}

}  // namespace
}  // namespace coffer::gateway
