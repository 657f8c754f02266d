#include "services/transactions/lane.h"

#include <gtest/gtest.h>

/// Who gets a nonce, what is reserved, and what becomes of nonces that are given back.
namespace coffer::transactions {
namespace {

const LaneRules kRules;

Attempt attempt(int number) {
  Attempt out;
  out.number = number;
  out.cost = U256(1000);
  return out;
}

Slot slot(std::uint64_t nonce, SlotState state, std::vector<Attempt> attempts = {}) {
  Slot out;
  out.nonce = nonce;
  out.intent_id = "intent-" + std::to_string(nonce);
  out.state = state;
  out.attempts = std::move(attempts);
  return out;
}

TEST(Admit, gives_nonces_in_order) {
  const std::vector<Candidate> candidates{{"a", 10}, {"b", 10}};
  const Admission admission = admit({}, 7, candidates, U256(100), kRules);
  ASSERT_EQ(admission.tickets.size(), 2U);
  EXPECT_EQ(admission.tickets[0].nonce, 7U);
  EXPECT_EQ(admission.tickets[1].nonce, 8U);
  EXPECT_EQ(admission.next_nonce, 9U);
}

TEST(Admit, closes_gaps_first_the_lowest_before_others) {
  const std::vector<Slot> slots{slot(3, SlotState::kReleased), slot(4, SlotState::kSubmitted, {attempt(1)}),
                                slot(5, SlotState::kReleased), slot(6, SlotState::kSubmitted, {attempt(1)})};
  const std::vector<Candidate> candidates{{"a", 1}, {"b", 1}, {"c", 1}};
  const Admission admission = admit(slots, 7, candidates, U256(1'000'000), kRules);
  ASSERT_EQ(admission.tickets.size(), 3U);
  EXPECT_EQ(admission.tickets[0].nonce, 3U);
  EXPECT_EQ(admission.tickets[1].nonce, 5U);
  EXPECT_EQ(admission.tickets[2].nonce, 7U);
}

TEST(Admit, reserves_what_live_attempts_may_cost) {
  const std::vector<Slot> slots{slot(3, SlotState::kSubmitted, {attempt(1), attempt(2)})};
  const std::vector<Candidate> candidates{{"a", 600}};
  const Admission admission = admit(slots, 4, candidates, U256(1500), kRules);
  EXPECT_TRUE(admission.tickets.empty());
  ASSERT_TRUE(admission.shortage);
  EXPECT_EQ(admission.shortage->needed, U256(600));
  EXPECT_EQ(admission.shortage->available, U256(500));
}

TEST(Admit, reserves_for_nonces_that_wait_for_their_signature) {
  std::vector<Slot> slots{slot(3, SlotState::kReserved)};
  slots[0].expected_cost = U256(1000);
  const Admission admission = admit(slots, 4, std::vector<Candidate>{{"a", 600}}, U256(1500), kRules);
  EXPECT_TRUE(admission.tickets.empty());
  ASSERT_TRUE(admission.shortage);
  EXPECT_EQ(admission.shortage->available, U256(500));
}

TEST(Admit, does_not_reserve_for_what_is_mined) {
  const std::vector<Slot> slots{slot(3, SlotState::kMined, {attempt(1)})};
  EXPECT_EQ(admit(slots, 4, std::vector<Candidate>{{"a", 600}}, U256(600), kRules).tickets.size(), 1U);
}

TEST(Admit, lets_nobody_pass_one_that_waits_for_funds) {
  const std::vector<Candidate> candidates{{"large", 1000}, {"small", 1}};
  EXPECT_TRUE(admit({}, 0, candidates, U256(10), kRules).tickets.empty());
}

TEST(Admit, bounds_what_is_in_flight) {
  LaneRules rules;
  rules.max_in_flight = 2;
  const std::vector<Slot> slots{slot(3, SlotState::kSubmitted, {attempt(1)})};
  const std::vector<Candidate> candidates{{"a", 1}, {"b", 1}};
  EXPECT_EQ(admit(slots, 4, candidates, U256(1'000'000), rules).tickets.size(), 1U);
}

Slot waiting_for_signature(std::uint64_t nonce, std::uint64_t cost) {
  Slot out = slot(nonce, SlotState::kReserved);
  out.expected_cost = U256(cost);
  return out;
}

TEST(Unpayable, are_the_highest_nonces_without_bytes_until_the_rest_fits) {
  const std::vector<Slot> slots{slot(3, SlotState::kSubmitted, {attempt(1)}), waiting_for_signature(4, 300),
                                waiting_for_signature(5, 300), waiting_for_signature(6, 300)};
  EXPECT_EQ(unpayable(slots, U256(1900)), std::vector<std::uint64_t>());
  EXPECT_EQ(unpayable(slots, U256(1300)), (std::vector<std::uint64_t>{6, 5}));
}

TEST(Unpayable, are_never_what_has_bytes_and_never_fillers) {
  std::vector<Slot> slots{slot(3, SlotState::kSubmitted, {attempt(1)}), waiting_for_signature(4, 300)};
  slots[1].intent_id.clear();
  EXPECT_TRUE(unpayable(slots, U256(0)).empty());
}

TEST(Gaps, are_released_nonces_below_live_ones) {
  const std::vector<Slot> slots{slot(3, SlotState::kReleased), slot(4, SlotState::kSubmitted, {attempt(1)}),
                                slot(5, SlotState::kReleased)};
  EXPECT_EQ(gaps(slots), (std::vector<std::uint64_t>{3}));
}

TEST(Gaps, at_the_top_are_given_back) {
  const std::vector<Slot> slots{slot(3, SlotState::kReleased), slot(4, SlotState::kSubmitted, {attempt(1)}),
                                slot(5, SlotState::kReleased), slot(6, SlotState::kReleased)};
  EXPECT_EQ(next_after_release(slots, 7), 5U);
}

}  // namespace
}  // namespace coffer::transactions
