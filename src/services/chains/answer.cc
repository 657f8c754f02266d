#include "services/chains/answer.h"

#include <algorithm>
#include <array>
#include <string>

namespace coffer::chains {
namespace {

using namespace v1;

struct Wording {
  std::string_view part;  // lower case
  Verdict verdict;
};

// The order decides where one message contains several parts: the more specific stands first.
constexpr std::array kWordings{
    // It is there.
    Wording{"already known", VERDICT_ACCEPTED},
    Wording{"already imported", VERDICT_ACCEPTED},
    Wording{"alreadyknown", VERDICT_ACCEPTED},
    Wording{"known transaction", VERDICT_ACCEPTED},
    Wording{"already exists in", VERDICT_ACCEPTED},
    Wording{"owntxalreadyexists", VERDICT_ACCEPTED},
    // A rival of the same nonce.
    Wording{"replacement transaction underpriced", VERDICT_UNDERPRICED_REPLACEMENT},
    Wording{"replacement fee too low", VERDICT_UNDERPRICED_REPLACEMENT},
    Wording{"replacementnotallowed", VERDICT_UNDERPRICED_REPLACEMENT},
    Wording{"replacement not allowed", VERDICT_UNDERPRICED_REPLACEMENT},
    Wording{"could not replace existing", VERDICT_UNDERPRICED_REPLACEMENT},
    Wording{"replace existing transaction", VERDICT_UNDERPRICED_REPLACEMENT},
    Wording{"insufficient fee bump", VERDICT_UNDERPRICED_REPLACEMENT},
    Wording{"replace existing tx", VERDICT_UNDERPRICED_REPLACEMENT},
    // The nonce.
    Wording{"nonce too low", VERDICT_NONCE_TOO_LOW},
    Wording{"nonce is too low", VERDICT_NONCE_TOO_LOW},
    Wording{"oldnonce", VERDICT_NONCE_TOO_LOW},
    Wording{"old nonce", VERDICT_NONCE_TOO_LOW},
    Wording{"nonce_too_low", VERDICT_NONCE_TOO_LOW},
    Wording{"invalid transaction nonce", VERDICT_NONCE_TOO_LOW},
    Wording{"nonce below", VERDICT_NONCE_TOO_LOW},
    Wording{"nonce too high", VERDICT_NONCE_TOO_HIGH},
    Wording{"nonce is too high", VERDICT_NONCE_TOO_HIGH},
    Wording{"nonce gap", VERDICT_NONCE_TOO_HIGH},
    Wording{"noncegap", VERDICT_NONCE_TOO_HIGH},
    Wording{"nonce_too_far", VERDICT_NONCE_TOO_HIGH},
    Wording{"nonce too distant", VERDICT_NONCE_TOO_HIGH},
    Wording{"noncetoofarinfuture", VERDICT_NONCE_TOO_HIGH},
    Wording{"gapped transactions", VERDICT_NONCE_TOO_HIGH},
    Wording{"gapped-nonce", VERDICT_NONCE_TOO_HIGH},
    // Full pools before fees: "txpool is full, fee too low" may pass by itself.
    Wording{"txpool is full", VERDICT_UNKNOWN},
    Wording{"transaction pool is full", VERDICT_UNKNOWN},
    Wording{"pool is full", VERDICT_UNKNOWN},
    Wording{"pool overflow", VERDICT_UNKNOWN},
    Wording{"account limit exceeded", VERDICT_UNKNOWN},
    Wording{"exceeds txpool", VERDICT_UNKNOWN},
    Wording{"rate limit", VERDICT_UNKNOWN},
    Wording{"too many requests", VERDICT_UNKNOWN},
    Wording{"timeout", VERDICT_UNKNOWN},
    // The transaction itself, before "fee" and "gas" are read more loosely.
    Wording{"intrinsic gas", VERDICT_NEVER_VALID},
    Wording{"gas limit below intrinsic", VERDICT_NEVER_VALID},
    Wording{"exceeds block gas limit", VERDICT_NEVER_VALID},
    Wording{"exceeds the block gas limit", VERDICT_NEVER_VALID},
    Wording{"exceeds_block_gas_limit", VERDICT_NEVER_VALID},
    Wording{"exceeds max transaction gas limit", VERDICT_NEVER_VALID},
    Wording{"exceeds transaction gas limit", VERDICT_NEVER_VALID},
    Wording{"transaction gas limit too high", VERDICT_NEVER_VALID},
    Wording{"gas limit too high", VERDICT_NEVER_VALID},
    Wording{"gaslimitexceeded", VERDICT_NEVER_VALID},
    Wording{"floor data gas", VERDICT_NEVER_VALID},
    Wording{"oversized data", VERDICT_NEVER_VALID},
    Wording{"max initcode size", VERDICT_NEVER_VALID},
    Wording{"initcode size", VERDICT_NEVER_VALID},
    Wording{"transaction type not supported", VERDICT_NEVER_VALID},
    Wording{"tx type not supported", VERDICT_NEVER_VALID},
    Wording{"invalid transaction type", VERDICT_NEVER_VALID},
    Wording{"unsupported transaction type", VERDICT_NEVER_VALID},
    Wording{"priority fee per gas higher than max fee", VERDICT_NEVER_VALID},
    Wording{"tip above fee cap", VERDICT_NEVER_VALID},
    Wording{"tip higher than fee cap", VERDICT_NEVER_VALID},
    // Somebody else's transaction.
    Wording{"invalid chain id", VERDICT_WRONG_CHAIN},
    Wording{"wrong chain", VERDICT_WRONG_CHAIN},
    Wording{"incompatible eip-155", VERDICT_WRONG_CHAIN},
    Wording{"chain id does not match", VERDICT_WRONG_CHAIN},
    Wording{"chainid", VERDICT_WRONG_CHAIN},
    Wording{"replay-protected", VERDICT_WRONG_CHAIN},
    Wording{"invalid sender", VERDICT_WRONG_CHAIN},
    Wording{"invalid signature", VERDICT_WRONG_CHAIN},
    Wording{"signature is invalid", VERDICT_WRONG_CHAIN},
    Wording{"invalid transaction v, r, s values", VERDICT_WRONG_CHAIN},
    // Funds, then fees.
    Wording{"insufficient funds", VERDICT_INSUFFICIENT_FUNDS},
    Wording{"insufficientfunds", VERDICT_INSUFFICIENT_FUNDS},
    Wording{"upfront cost exceeds account balance", VERDICT_INSUFFICIENT_FUNDS},
    Wording{"insufficient balance", VERDICT_INSUFFICIENT_FUNDS},
    Wording{"doesn't have enough funds", VERDICT_INSUFFICIENT_FUNDS},
    Wording{"not enough funds", VERDICT_INSUFFICIENT_FUNDS},
    Wording{"overshot", VERDICT_INSUFFICIENT_FUNDS},
    Wording{"less than block base fee", VERDICT_FEE_TOO_LOW},
    Wording{"below base fee", VERDICT_FEE_TOO_LOW},
    Wording{"below current base fee", VERDICT_FEE_TOO_LOW},
    Wording{"fee cap less than", VERDICT_FEE_TOO_LOW},
    Wording{"feetoolow", VERDICT_FEE_TOO_LOW},
    Wording{"fee too low", VERDICT_FEE_TOO_LOW},
    Wording{"underpriced", VERDICT_FEE_TOO_LOW},
    Wording{"gas tip cap", VERDICT_FEE_TOO_LOW},
    Wording{"gas price too low", VERDICT_FEE_TOO_LOW},
    Wording{"gas price below", VERDICT_FEE_TOO_LOW},
    Wording{"below configured minimum", VERDICT_FEE_TOO_LOW},
    Wording{"max fee per gas", VERDICT_FEE_TOO_LOW},
    Wording{"minimum needed", VERDICT_FEE_TOO_LOW},
};

// What a round means, best first; the last two only when every node agrees on nothing better.
constexpr std::array kBestFirst{
    VERDICT_ACCEPTED,           VERDICT_UNDERPRICED_REPLACEMENT, VERDICT_NONCE_TOO_LOW, VERDICT_FEE_TOO_LOW,
    VERDICT_INSUFFICIENT_FUNDS, VERDICT_NONCE_TOO_HIGH,          VERDICT_UNKNOWN,       VERDICT_NEVER_VALID,
    VERDICT_WRONG_CHAIN};

}  // namespace

Verdict classify(std::int64_t code, std::string_view message) {
  constexpr std::int64_t kLimitExceeded = -32005;  // EIP-1474
  if (code == kLimitExceeded) return VERDICT_UNKNOWN;
  std::string lower(message.substr(0, 1000));
  std::ranges::transform(lower, lower.begin(),
                         [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  for (const Wording& wording : kWordings) {
    if (lower.find(wording.part) != std::string::npos) return wording.verdict;
  }
  return VERDICT_UNKNOWN;
}

Verdict classify(const RpcReply& reply) {
  // The result is the hash; a node that answers null or an empty hash has said nothing.
  if (reply) return reply->size() == 68 ? VERDICT_ACCEPTED : VERDICT_UNKNOWN;
  return classify(reply.error().code, reply.error().message);
}

Verdict best_of(const std::vector<Verdict>& verdicts) {
  if (verdicts.empty()) return VERDICT_UNKNOWN;
  for (const Verdict verdict : kBestFirst) {
    if (std::ranges::find(verdicts, verdict) != verdicts.end()) return verdict;
  }
  return VERDICT_UNKNOWN;
}

}  // namespace coffer::chains
