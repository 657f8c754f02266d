#include "services/transactions/lane.h"

#include <gtest/gtest.h>

namespace coffer::transactions {
namespace {

using namespace chains::v1;
using namespace std::chrono_literals;

const Time kNow = from_micros(1'800'000'000'000'000);
const LaneRules kRules;

evm::Hash hash(std::uint8_t name) {
  evm::Hash out;
  out.bytes[0] = name;
  return out;
}

Attempt attempt(int number, std::uint8_t name, std::uint64_t fee = 100) {
  Attempt out;
  out.number = number;
  out.hash = hash(name);
  out.fees = {U256(fee), U256(fee / 10)};
  out.cost = U256(1000);
  out.sends = 1;
  out.first_sent_at = out.last_sent_at = kNow;
  out.sent_block = 10;
  out.verdict = VERDICT_ACCEPTED;
  out.accepted = true;
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

ChainView chain(std::uint64_t latest_nonce, std::uint64_t final_nonce, std::uint64_t head = 20) {
  ChainView out;
  out.latest_nonce = out.pending_nonce = latest_nonce;
  out.final_nonce = final_nonce;
  out.head = head;
  out.balance = U256(1'000'000);
  for (FeeTerms& level : out.fees.levels) level = {U256(50), U256(5)};
  return out;
}

Sighting in_block(std::uint64_t block, std::uint8_t branch, bool final = false) {
  Sighting out;
  out.place = Sighting::Place::kMined;
  out.block_number = block;
  out.block_hash = hash(branch);
  out.final = final;
  out.succeeded = true;
  return out;
}

// ---- judging

TEST(Judge, sees_any_of_the_attempts_in_a_block) {
  ChainView view = chain(6, 5);
  view.sightings[hash(1)] = in_block(12, 100);
  const Slot both = slot(5, SlotState::kSubmitted, {attempt(1, 1), attempt(2, 2)});
  const SlotNews news = judge(both, view, kRules, kNow);
  ASSERT_TRUE(std::holds_alternative<SlotMined>(news));
  EXPECT_EQ(std::get<SlotMined>(news).attempt->number, 1);
}

TEST(Judge, has_no_news_of_a_block_it_knows_until_that_is_final) {
  Slot known = slot(5, SlotState::kMined, {attempt(1, 1)});
  known.inclusion = Inclusion{12, hash(100), hash(1)};
  ChainView view = chain(6, 5);
  view.sightings[hash(1)] = in_block(12, 100);
  EXPECT_TRUE(std::holds_alternative<SlotUnchanged>(judge(known, view, kRules, kNow)));
  view.sightings[hash(1)] = in_block(12, 100, true);
  EXPECT_TRUE(std::holds_alternative<SlotMined>(judge(known, view, kRules, kNow)));
}

TEST(Judge, notices_that_the_block_is_another_now) {
  Slot known = slot(5, SlotState::kMined, {attempt(1, 1)});
  known.inclusion = Inclusion{12, hash(100), hash(1)};
  ChainView view = chain(6, 5);
  view.sightings[hash(1)] = in_block(13, 101);
  EXPECT_TRUE(std::holds_alternative<SlotMined>(judge(known, view, kRules, kNow)));
}

TEST(Judge, sends_a_mined_slot_back_when_its_block_is_gone) {
  Slot known = slot(5, SlotState::kMined, {attempt(1, 1)});
  known.inclusion = Inclusion{12, hash(100), hash(1)};
  ChainView view = chain(5, 5);
  view.sightings[hash(1)] = Sighting{};
  EXPECT_TRUE(std::holds_alternative<SlotReorganised>(judge(known, view, kRules, kNow)));
}

TEST(Judge, does_not_take_a_missing_answer_for_a_reorganisation) {
  Slot known = slot(5, SlotState::kMined, {attempt(1, 1)});
  known.inclusion = Inclusion{12, hash(100), hash(1)};
  EXPECT_TRUE(std::holds_alternative<SlotUnchanged>(judge(known, chain(5, 5), kRules, kNow)));
}

/// A chain where that nonce is used and final, and no node knows attempt 1.
ChainView used_by_others(std::uint64_t final_nonce = 6) {
  ChainView view = chain(6, final_nonce);
  view.sightings[hash(1)] = Sighting{};
  return view;
}

TEST(Judge, gives_a_ticket_up_only_when_the_foreign_use_is_final_and_was_seen_for_a_while) {
  Slot used = slot(5, SlotState::kSubmitted, {attempt(1, 1)});
  EXPECT_TRUE(std::holds_alternative<SlotSuspected>(judge(used, used_by_others(), kRules, kNow)));
  used.suspected_at = kNow - 1s;
  EXPECT_TRUE(std::holds_alternative<SlotUnchanged>(judge(used, used_by_others(), kRules, kNow)));
  used.suspected_at = kNow - 10s;
  EXPECT_TRUE(std::holds_alternative<SlotUnchanged>(judge(used, used_by_others(5), kRules, kNow)));
  EXPECT_TRUE(std::holds_alternative<SlotVoid>(judge(used, used_by_others(), kRules, kNow)));
}

TEST(Judge, begins_to_suspect_again_when_the_clock_was_set_back) {
  Slot used = slot(5, SlotState::kSubmitted, {attempt(1, 1)});
  used.suspected_at = kNow + 3600s;
  EXPECT_TRUE(std::holds_alternative<SlotSuspected>(judge(used, used_by_others(), kRules, kNow)));
}

TEST(Judge, gives_no_ticket_up_while_a_node_knows_one_of_its_attempts) {
  Slot used = slot(5, SlotState::kSubmitted, {attempt(1, 1), attempt(2, 2)});
  used.suspected_at = kNow - 10s;
  ChainView view = used_by_others();
  view.sightings[hash(2)].place = Sighting::Place::kPending;
  EXPECT_TRUE(std::holds_alternative<SlotUnchanged>(judge(used, view, kRules, kNow)));
}

TEST(Judge, gives_no_ticket_up_without_having_looked_for_every_attempt) {
  Slot used = slot(5, SlotState::kSubmitted, {attempt(1, 1), attempt(2, 2)});
  used.suspected_at = kNow - 10s;
  EXPECT_TRUE(std::holds_alternative<SlotUnchanged>(judge(used, used_by_others(), kRules, kNow)));
}

// ---- further attempts

TEST(NextAttempt, waits_as_long_as_the_speed_is_patient) {
  const Slot sent = slot(5, SlotState::kSubmitted, {attempt(1, 1)});
  EXPECT_TRUE(
      std::holds_alternative<NoAttempt>(next_attempt(sent, {.speed = Speed::kNormal}, true, chain(5, 5, 24), kRules)));
  EXPECT_TRUE(std::holds_alternative<NextAttempt>(
      next_attempt(sent, {.speed = Speed::kNormal}, true, chain(5, 5, 25), kRules)));
}

TEST(NextAttempt, does_not_bump_what_waits_behind_a_lower_nonce) {
  const Slot sent = slot(5, SlotState::kSubmitted, {attempt(1, 1)});
  EXPECT_TRUE(std::holds_alternative<NoAttempt>(next_attempt(sent, {}, false, chain(4, 4, 1000), kRules)));
}

TEST(NextAttempt, bumps_behind_others_too_where_the_base_fee_has_passed_it) {
  const Slot sent = slot(5, SlotState::kSubmitted, {attempt(1, 1)});
  ChainView view = chain(4, 4, 1000);
  view.fees.base_fee = U256(101);
  EXPECT_TRUE(std::holds_alternative<NextAttempt>(next_attempt(sent, {}, false, view, kRules)));
}

TEST(NextAttempt, raises_above_all_earlier_attempts) {
  const Slot sent = slot(5, SlotState::kSubmitted, {attempt(1, 1, 200), attempt(2, 2, 100)});
  const auto decision = next_attempt(sent, {.raise_above = 2}, true, chain(5, 5), kRules);
  ASSERT_TRUE(std::holds_alternative<NextAttempt>(decision));
  EXPECT_EQ(std::get<NextAttempt>(decision).fees.max_fee_per_gas, U256(220));
  EXPECT_EQ(std::get<NextAttempt>(decision).fees.max_priority_fee_per_gas, U256(22));
}

TEST(NextAttempt, does_what_was_asked_for_once) {
  const Slot sent = slot(5, SlotState::kSubmitted, {attempt(1, 1), attempt(2, 2)});
  EXPECT_TRUE(std::holds_alternative<NoAttempt>(next_attempt(sent, {.raise_above = 1}, true, chain(5, 5, 11), kRules)));
}

TEST(NextAttempt, cancels_with_a_higher_offer_and_goes_on_cancelling) {
  Slot sent = slot(5, SlotState::kSubmitted, {attempt(1, 1)});
  auto decision = next_attempt(sent, {.cancel = true}, true, chain(5, 5, 11), kRules);
  ASSERT_TRUE(std::holds_alternative<NextAttempt>(decision));
  EXPECT_EQ(std::get<NextAttempt>(decision).kind, AttemptKind::kCancel);
  sent.attempts.push_back(attempt(2, 2, 110));
  sent.attempts.back().kind = AttemptKind::kCancel;
  decision = next_attempt(sent, {.cancel = true}, true, chain(5, 5, 1000), kRules);
  ASSERT_TRUE(std::holds_alternative<NextAttempt>(decision));
  EXPECT_EQ(std::get<NextAttempt>(decision).kind, AttemptKind::kCancel);
}

TEST(NextAttempt, keeps_to_the_owners_cap_unless_the_owner_asks) {
  const Slot sent = slot(5, SlotState::kSubmitted, {attempt(1, 1)});
  Wish wish{.limits = {.max_fee_per_gas = U256(105)}};
  const auto decision = next_attempt(sent, wish, true, chain(5, 5, 1000), kRules);
  ASSERT_TRUE(std::holds_alternative<NoAttempt>(decision));
  EXPECT_EQ(std::get<NoAttempt>(decision).why, NoAttempt::Why::kCapped);
  wish.raise_above = 1;
  EXPECT_TRUE(std::holds_alternative<NextAttempt>(next_attempt(sent, wish, true, chain(5, 5, 11), kRules)));
}

TEST(NextAttempt, signs_nothing_for_a_nonce_that_is_used) {
  const Slot sent = slot(5, SlotState::kSubmitted, {attempt(1, 1)});
  EXPECT_TRUE(std::holds_alternative<NoAttempt>(next_attempt(sent, {.cancel = true}, true, chain(6, 5), kRules)));
}

TEST(NextAttempt, beats_a_rival_at_once) {
  Slot sent = slot(5, SlotState::kSigned, {attempt(1, 1)});
  sent.attempts[0].verdict = VERDICT_UNDERPRICED_REPLACEMENT;
  EXPECT_TRUE(std::holds_alternative<NextAttempt>(next_attempt(sent, {}, true, chain(5, 5, 10), kRules)));
}

// ---- sending

TEST(Send, is_due_at_once_for_new_bytes) {
  Slot fresh = slot(5, SlotState::kSigned, {attempt(1, 1)});
  fresh.attempts[0].last_sent_at.reset();
  EXPECT_EQ(send_due(fresh, fresh.attempts[0], chain(5, 5), kRules, kNow, 0), kNow);
}

TEST(Send, repeats_the_same_bytes_with_back_off_while_the_answer_is_unknown) {
  Slot sent = slot(5, SlotState::kSigned, {attempt(1, 1)});
  sent.attempts[0].verdict = VERDICT_UNKNOWN;
  EXPECT_EQ(send_due(sent, sent.attempts[0], chain(5, 5), kRules, kNow, 0), kNow + 500ms);
  sent.attempts[0].sends = 3;
  EXPECT_EQ(send_due(sent, sent.attempts[0], chain(5, 5), kRules, kNow, 0), kNow + 2s);
  sent.attempts[0].sends = 100;
  EXPECT_EQ(send_due(sent, sent.attempts[0], chain(5, 5), kRules, kNow, 0), kNow + 30s);
}

TEST(Send, does_not_repeat_what_a_node_has) {
  const Slot sent = slot(5, SlotState::kSubmitted, {attempt(1, 1)});
  EXPECT_EQ(send_due(sent, sent.attempts[0], chain(5, 5), kRules, kNow, 0), std::nullopt);
}

TEST(Send, repeats_what_every_node_has_forgotten) {
  const Slot sent = slot(5, SlotState::kSubmitted, {attempt(1, 1)});
  ChainView view = chain(5, 5);
  view.sightings[hash(1)] = Sighting{};
  EXPECT_TRUE(send_due(sent, sent.attempts[0], view, kRules, kNow, 0));
}

TEST(Send, repeats_what_a_rival_beats_as_long_as_no_higher_offer_follows) {
  Slot sent = slot(5, SlotState::kSigned, {attempt(1, 1)});
  sent.attempts[0].verdict = VERDICT_UNDERPRICED_REPLACEMENT;
  EXPECT_EQ(send_due(sent, sent.attempts[0], chain(5, 5), kRules, kNow, 0), kNow + 500ms);
}

TEST(Send, does_not_wait_for_a_clock_that_was_set_back) {
  Slot sent = slot(5, SlotState::kSigned, {attempt(1, 1)});
  sent.attempts[0].verdict = VERDICT_UNKNOWN;
  sent.attempts[0].last_sent_at = kNow + 3600s;
  EXPECT_LE(send_due(sent, sent.attempts[0], chain(5, 5), kRules, kNow, 0), kNow);
  EXPECT_TRUE(needs_sighting(sent, 5, kRules, kNow));
}

TEST(Send, never_repeats_under_a_used_nonce) {
  Slot sent = slot(5, SlotState::kSubmitted, {attempt(1, 1)});
  sent.attempts[0].verdict = VERDICT_UNKNOWN;
  EXPECT_EQ(send_due(sent, sent.attempts[0], chain(6, 5), kRules, kNow, 0), std::nullopt);
}

// ---- reactions

TEST(React, releases_the_nonce_only_when_all_nodes_refuse_for_good_at_once) {
  Slot fresh = slot(5, SlotState::kSigned, {attempt(1, 1)});
  fresh.attempts[0].sends = 0;
  fresh.attempts[0].accepted = false;
  EXPECT_EQ(react(fresh, fresh.attempts[0], VERDICT_NEVER_VALID, true), Reaction::kFailed);
  EXPECT_EQ(react(fresh, fresh.attempts[0], VERDICT_NEVER_VALID, false), Reaction::kGiveUp);
  fresh.attempts[0].sends = 1;
  EXPECT_EQ(react(fresh, fresh.attempts[0], VERDICT_NEVER_VALID, true), Reaction::kGiveUp);
  fresh.attempts[0].accepted = true;
  EXPECT_EQ(react(fresh, fresh.attempts[0], VERDICT_NEVER_VALID, true), Reaction::kNone);
}

TEST(React, stops_the_lane_where_the_chain_or_signature_is_wrong) {
  const Slot sent = slot(5, SlotState::kSigned, {attempt(1, 1)});
  EXPECT_EQ(react(sent, sent.attempts[0], VERDICT_WRONG_CHAIN, true), Reaction::kFreeze);
}

}  // namespace
}  // namespace coffer::transactions
