#include "services/transactions/explain.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace coffer::transactions {
namespace {

using ::testing::HasSubstr;
using namespace chains::v1;

const Time kNow = from_micros(1'800'000'000'000'000);
const LaneRules kRules;

Situation sent(Verdict verdict) {
  Situation out;
  out.status = Status::kSubmitted;
  out.symbol = "ETH";
  out.head = 20;
  Attempt attempt;
  attempt.sends = 1;
  attempt.verdict = verdict;
  attempt.fees = {U256(2'000'000'000), U256(1)};
  attempt.first_sent_at = attempt.last_sent_at = kNow;
  attempt.sent_block = 18;
  Slot slot;
  slot.nonce = 5;
  slot.state = SlotState::kSubmitted;
  slot.attempts.push_back(attempt);
  out.slot = slot;
  out.lowest_waiting_nonce = 5;
  return out;
}

TEST(Explain, says_how_much_is_missing) {
  Situation s;
  s.symbol = "ETH";
  s.trouble = LaneTrouble::kFunds;
  s.needed = U256(1'500'000'000'000'000'000ULL);
  s.available = U256(1'000'000'000'000'000'000ULL);
  EXPECT_THAT(explain(s, kRules, kNow).reason, HasSubstr("0.5 ETH are missing"));
}

TEST(Explain, leaves_out_the_next_step_when_all_is_over) {
  for (const Status status : {Status::kConfirmed, Status::kFailed, Status::kCancelled, Status::kExpired,
                              Status::kRejected, Status::kReplaced}) {
    Situation s;
    s.status = status;
    EXPECT_EQ(explain(s, kRules, kNow).next_step, "");
    EXPECT_EQ(explain(s, kRules, kNow).next_step_at, std::nullopt);
  }
}

TEST(Explain, names_the_nonce_that_comes_first) {
  Situation s = sent(VERDICT_ACCEPTED);
  s.lowest_waiting_nonce = 3;
  EXPECT_THAT(explain(s, kRules, kNow).reason, HasSubstr("waits behind nonce 3"));
}

TEST(Explain, says_when_the_fee_is_raised) {
  const Explained words = explain(sent(VERDICT_ACCEPTED), kRules, kNow);
  EXPECT_THAT(words.reason, HasSubstr("2.0 gwei"));
  EXPECT_THAT(words.next_step, HasSubstr("the fee is raised"));
  EXPECT_EQ(words.next_step_at, kNow + std::chrono::seconds(12 * 13));
}

TEST(Explain, says_that_the_owners_cap_forbids_more) {
  Situation s = sent(VERDICT_ACCEPTED);
  s.fee_capped = true;
  EXPECT_THAT(explain(s, kRules, kNow).reason, HasSubstr("cap forbids"));
}

TEST(Explain, tells_a_frozen_lane_from_one_that_waits) {
  Situation s = sent(VERDICT_ACCEPTED);
  s.trouble = LaneTrouble::kFrozen;
  s.trouble_text = "a node says: invalid chain id";
  EXPECT_THAT(explain(s, kRules, kNow).reason, HasSubstr("invalid chain id"));
}

TEST(Explain, reports_a_cancel_as_a_race) {
  Situation s = sent(VERDICT_ACCEPTED);
  s.slot->attempts.back().kind = AttemptKind::kCancel;
  EXPECT_THAT(explain(s, kRules, kNow).reason, HasSubstr("race"));
}

}  // namespace
}  // namespace coffer::transactions
