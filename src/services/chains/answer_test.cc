#include "services/chains/answer.h"

#include <gtest/gtest.h>

namespace coffer::chains {
namespace {

using namespace v1;

Verdict said(std::string_view message) { return classify(-32000, message); }

TEST(Answer, takes_a_hash_for_acceptance) {
  EXPECT_EQ(classify(RpcReply('"' + std::string("0x").append(64, 'a') + '"')), VERDICT_ACCEPTED);
}

TEST(Answer, takes_anything_else_than_a_hash_for_no_answer) {
  EXPECT_EQ(classify(RpcReply("null")), VERDICT_UNKNOWN);
  EXPECT_EQ(classify(RpcReply("\"0x\"")), VERDICT_UNKNOWN);
}

TEST(Answer, knows_that_a_node_has_it_already) {
  EXPECT_EQ(said("already known"), VERDICT_ACCEPTED);                 // geth, erigon, reth
  EXPECT_EQ(said("Known transaction"), VERDICT_ACCEPTED);             // besu
  EXPECT_EQ(said("AlreadyKnown"), VERDICT_ACCEPTED);                  // nethermind
  EXPECT_EQ(said("transaction already imported"), VERDICT_ACCEPTED);  // anvil
}

TEST(Answer, knows_a_used_nonce) {
  EXPECT_EQ(said("nonce too low: next nonce 5, tx nonce 4"), VERDICT_NONCE_TOO_LOW);  // geth, reth, anvil
  EXPECT_EQ(said("OldNonce, Current nonce: 5, nonce of rejected tx: 4"), VERDICT_NONCE_TOO_LOW);
  EXPECT_EQ(said("Nonce too low"), VERDICT_NONCE_TOO_LOW);  // besu
}

TEST(Answer, knows_a_gap) {
  EXPECT_EQ(said("nonce too high"), VERDICT_NONCE_TOO_HIGH);
  EXPECT_EQ(said("NonceGap, Future nonce. Expected nonce: 5"), VERDICT_NONCE_TOO_HIGH);
}

TEST(Answer, knows_a_rival_with_a_higher_offer) {
  EXPECT_EQ(said("replacement transaction underpriced"), VERDICT_UNDERPRICED_REPLACEMENT);
  EXPECT_EQ(said("ReplacementNotAllowed"), VERDICT_UNDERPRICED_REPLACEMENT);
  EXPECT_EQ(said("could not replace existing tx"), VERDICT_UNDERPRICED_REPLACEMENT);
}

TEST(Answer, knows_too_low_a_fee) {
  EXPECT_EQ(said("max fee per gas less than block base fee: address 0x, maxFeePerGas: 1 baseFee: 7"),
            VERDICT_FEE_TOO_LOW);
  EXPECT_EQ(said("transaction underpriced"), VERDICT_FEE_TOO_LOW);
  EXPECT_EQ(said("FeeTooLow, MaxFeePerGas too low"), VERDICT_FEE_TOO_LOW);
}

TEST(Answer, knows_missing_funds) {
  EXPECT_EQ(said("insufficient funds for gas * price + value: balance 0, tx cost 1"), VERDICT_INSUFFICIENT_FUNDS);
  EXPECT_EQ(said("Insufficient funds for gas * price + value"), VERDICT_INSUFFICIENT_FUNDS);
  EXPECT_EQ(said("Upfront cost exceeds account balance"), VERDICT_INSUFFICIENT_FUNDS);
}

TEST(Answer, knows_what_can_never_be_valid) {
  EXPECT_EQ(said("intrinsic gas too low: gas 21000, minimum needed 53000"), VERDICT_NEVER_VALID);
  EXPECT_EQ(said("exceeds block gas limit"), VERDICT_NEVER_VALID);
  EXPECT_EQ(said("oversized data"), VERDICT_NEVER_VALID);
  EXPECT_EQ(said("transaction type not supported"), VERDICT_NEVER_VALID);
}

TEST(Answer, knows_another_chain_or_sender) {
  EXPECT_EQ(said("invalid chain id for signer: have 1 want 5"), VERDICT_WRONG_CHAIN);
  EXPECT_EQ(said("invalid sender"), VERDICT_WRONG_CHAIN);
}

TEST(Answer, takes_what_may_pass_by_itself_for_unknown) {
  EXPECT_EQ(said("txpool is full"), VERDICT_UNKNOWN);
  EXPECT_EQ(classify(-32005, "limit exceeded"), VERDICT_UNKNOWN);
  EXPECT_EQ(said("something nobody has seen"), VERDICT_UNKNOWN);
}

TEST(Answer, believes_the_best_that_any_node_says) {
  EXPECT_EQ(best_of({VERDICT_UNKNOWN, VERDICT_ACCEPTED, VERDICT_NONCE_TOO_LOW}), VERDICT_ACCEPTED);
}

TEST(Answer, gives_up_only_when_all_nodes_agree) {
  EXPECT_EQ(best_of({VERDICT_NEVER_VALID, VERDICT_UNKNOWN}), VERDICT_UNKNOWN);
  EXPECT_EQ(best_of({VERDICT_WRONG_CHAIN, VERDICT_NEVER_VALID}), VERDICT_NEVER_VALID);
  EXPECT_EQ(best_of({VERDICT_WRONG_CHAIN, VERDICT_WRONG_CHAIN}), VERDICT_WRONG_CHAIN);
}

}  // namespace
}  // namespace coffer::chains
