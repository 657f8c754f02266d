#include "services/transactions/explain.h"

#include <algorithm>
#include <array>

namespace coffer::transactions {
namespace {

constexpr std::array<std::string_view, 6> kTroubles{"none", "funds", "signer", "nodes", "frozen", "full"};

std::string coins(const U256& wei, const std::string& symbol) {
  const auto division = wei.divide(U256(1'000'000'000'000'000'000ULL));
  std::string fraction = division.remainder.decimal();
  fraction.insert(0, 18 - fraction.size(), '0');
  while (fraction.size() > 1 && fraction.back() == '0') fraction.pop_back();
  return division.quotient.decimal() + "." + fraction + " " + symbol;
}

std::string gwei(const U256& wei) {
  const auto division = wei.divide(U256(1'000'000'000ULL));
  std::string fraction = division.remainder.decimal();
  fraction.insert(0, 9 - fraction.size(), '0');
  while (fraction.size() > 1 && fraction.back() == '0') fraction.pop_back();
  return division.quotient.decimal() + "." + fraction + " gwei";
}

Explained final_words(const Situation& s) {
  const std::string because = s.failure.empty() ? "" : ": " + s.failure;
  switch (s.status) {
    case Status::kConfirmed:
      return {"confirmed", "It is in a block deep enough to count as final.", "", std::nullopt};
    case Status::kFailed:
      return {"failed", "It did not succeed" + because + ". It is not repeated by itself.", "", std::nullopt};
    case Status::kReplaced:
      return {"replaced", "Another transaction of the same account used its nonce, and it was to end then.", "",
              std::nullopt};
    case Status::kCancelled:
      return {"cancelled", "It was cancelled; nothing was moved.", "", std::nullopt};
    case Status::kExpired:
      return {"expired", "Its time was over before it was mined" + because + "; nothing was moved.", "", std::nullopt};
    default:
      return {"rejected", "The signing policy refused it" + because + ".", "", std::nullopt};
  }
}

Explained lane_words(const Situation& s) {
  const std::string state(status_name(s.status));
  switch (s.trouble) {
    case LaneTrouble::kFunds:
      return {state,
              "The account cannot pay: " + coins(s.needed, s.symbol) + " are needed, " + coins(s.available, s.symbol) +
                  " are free, " + coins(s.needed.minus(s.available).value_or(U256()), s.symbol) + " are missing.",
              "The balance is read again; it goes on by itself once the funds are there.", s.next_look};
    case LaneTrouble::kSigner:
      return {state, "The signer does not answer.", "Signing is tried again.", s.next_look};
    case LaneTrouble::kNodes:
      return {state, "No trusted node of this network answers.", "The nodes are asked again.", s.next_look};
    case LaneTrouble::kFrozen:
      return {state, "Sending from this account is stopped: " + s.trouble_text,
              "An operator looks into it; nothing is sent until then.", s.next_look};
    default:
      return {state, "As many transactions of this account are under way as are allowed at once.",
              "It is signed as soon as one of them is mined.", s.next_look};
  }
}

Explained queued_words(const Situation& s, Time now) {
  if (s.cancel_requested) return {"queued", "It is about to be cancelled.", "It ends without being signed.", now};
  if (s.ahead > 0) {
    return {"queued", std::to_string(s.ahead) + " earlier transactions of this account come first.",
            "It is signed when they have been.", s.next_look.value_or(now)};
  }
  return {"queued", "It was accepted and is next in line.", "It gets a nonce and is signed.",
          s.next_look.value_or(now)};
}

Explained mined_words(const Situation& s, Time now) {
  const std::uint64_t block = s.slot && s.slot->inclusion ? s.slot->inclusion->block_number : s.head;
  const std::uint64_t depth = s.head >= block ? s.head - block + 1 : 0;
  const std::uint64_t left = s.confirmations_wanted > depth ? s.confirmations_wanted - depth : 1;
  return {"mined",
          "It is in block " + std::to_string(block) + " with " + std::to_string(depth) + " of " +
              std::to_string(std::max(s.confirmations_wanted, depth)) + " confirmations.",
          "It counts as confirmed when the network regards the block as final.",
          now + s.block_time * static_cast<std::int64_t>(left)};
}

std::string answer_words(const Situation& s, const Attempt& newest) {
  using namespace chains::v1;
  switch (newest.verdict) {
    case VERDICT_FEE_TOO_LOW:
      return "The nodes find its fee of " + gwei(newest.fees.max_fee_per_gas) + " too low; the base fee is " +
             gwei(s.base_fee) + ".";
    case VERDICT_UNDERPRICED_REPLACEMENT:
      return "A node holds another transaction with its nonce that offers more.";
    case VERDICT_INSUFFICIENT_FUNDS:
      return "The nodes say that the account cannot pay for it now.";
    case VERDICT_NONCE_TOO_LOW:
      return "Its nonce " + std::to_string(s.slot->nonce) + " is already used on chain; it is being found out by what.";
    case VERDICT_NONCE_TOO_HIGH:
      return "A transaction with a lower nonce has to arrive first; it is sent again.";
    case VERDICT_NEVER_VALID:
      return "No node can take it: " + newest.message + ".";
    case VERDICT_UNKNOWN:
      return newest.sends == 0 ? "It is signed and about to be sent."
                               : "It was sent, but no node has said that it has it.";
    default:
      return {};
  }
}

Explained sent_words(const Situation& s, const LaneRules& rules, Time now) {
  const std::string state(status_name(s.status));
  const Attempt* newest = s.slot ? s.slot->newest() : nullptr;
  if (newest == nullptr) return {state, "Its nonce is taken and it is being signed.", "It is signed and sent.", now};
  if (s.slot->suspected_at) {
    return {state, "Its nonce is used on chain, by none of its own transactions.",
            "Once that is final it takes another nonce, or ends if its owner chose so.", now + s.block_time};
  }
  const std::string cancelling = s.slot->has_kind(AttemptKind::kCancel)
                                     ? std::string(s.expiring ? "Its time is over" : "It is being cancelled") +
                                           ": a race between it and an empty transaction with its nonce. "
                                     : "";
  if (const std::string answer = answer_words(s, *newest); !answer.empty()) {
    return {state, cancelling + answer, "The same bytes are sent again, or the fee is raised where that helps.",
            std::max(now, newest->last_sent_at.value_or(now) + rules.resend_after)};
  }
  if (s.slot->nonce > s.lowest_waiting_nonce) {
    return {state,
            cancelling + "It waits behind nonce " + std::to_string(s.lowest_waiting_nonce) + " of the same account.",
            "It is mined after that one.", now + s.block_time};
  }
  const std::uint64_t patience = rules.patience_blocks.at(static_cast<std::size_t>(s.speed));
  const std::uint64_t waited = s.head > newest->sent_block ? s.head - newest->sent_block : 0;
  const std::string waits = cancelling + "The nodes have it with a fee of at most " +
                            gwei(newest->fees.max_fee_per_gas) + "; the base fee is " + gwei(s.base_fee) + ". ";
  if (s.fee_capped) {
    return {state, waits + "Its own fee cap forbids a higher offer.",
            "It is mined when the network becomes cheaper; speed_up raises the cap.", now + s.block_time};
  }
  const auto left = static_cast<std::int64_t>(patience > waited ? patience - waited : 1);
  return {state, waits + std::to_string(waited) + " blocks have passed.",
          "Unless it is mined before, the fee is raised.", now + s.block_time * left};
}

}  // namespace

std::string_view lane_trouble_name(LaneTrouble trouble) { return kTroubles.at(static_cast<std::size_t>(trouble)); }

LaneTrouble lane_trouble_from(std::string_view name) {
  const auto found = std::ranges::find(kTroubles, name);
  return found == kTroubles.end() ? LaneTrouble::kNone : static_cast<LaneTrouble>(found - kTroubles.begin());
}

Explained explain(const Situation& s, const LaneRules& rules, Time now) {
  if (is_final(s.status)) return final_words(s);
  if (s.status == Status::kMined) return mined_words(s, now);
  if (s.trouble == LaneTrouble::kFrozen || s.trouble == LaneTrouble::kNodes) return lane_words(s);
  if (s.status != Status::kQueued) return sent_words(s, rules, now);
  if (s.slot) return s.trouble == LaneTrouble::kSigner ? lane_words(s) : sent_words(s, rules, now);
  if (s.trouble != LaneTrouble::kNone && !s.cancel_requested) return lane_words(s);
  return queued_words(s, now);
}

}  // namespace coffer::transactions
