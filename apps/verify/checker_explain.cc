#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "apps/verify/checker.h"

namespace coffer::verify {
namespace {

constexpr auto kLately = std::chrono::seconds(40);
/// Nothing that an order of these plans can cost in gas comes near: 30,000 gas at 20 times the usual fee.
const U256 kDearestGas(100'000'000'000'000'000);

/// The number that follows these words.
std::optional<std::uint64_t> number_after(const std::string& text, std::string_view words) {
  const auto at = text.find(words);
  if (at == std::string::npos) return std::nullopt;
  const char* first = text.data() + at + words.size();
  std::uint64_t out = 0;
  const auto [end, error] = std::from_chars(first, text.data() + text.size(), out);
  return error == std::errc() ? std::optional(out) : std::nullopt;
}

bool has(const std::string& text, std::string_view words) { return text.find(words) != std::string::npos; }

}  // namespace

/// What a sender had at each head that somebody may still speak of.
std::vector<ModelAccount> Checker::lately(std::size_t sender) const {
  std::vector<ModelAccount> out;
  for (auto seen = seen_.rbegin(); seen != seen_.rend(); ++seen) {
    out.push_back(seen->accounts.at(sender));
    if (seen->at + kLately < world_.timeline.now()) break;
  }
  return out;
}

/// Whether all that a sender wants could lately have been more than it had.
bool Checker::may_be_short_of_funds(std::size_t sender) const {
  U256 needed;
  for (const Order& order : orders_) {
    const IntentNow* intent = intent_of(order);
    const bool over = intent != nullptr && is_final(intent->status) && intent->since + kLately < world_.timeline.now();
    if (order.sender != sender || over) continue;
    needed = saturating_add(needed, saturating_add(order.value, kDearestGas));
  }
  return std::ranges::any_of(lately(sender), [&](const ModelAccount& account) { return account.balance < needed; });
}

std::optional<std::string> Checker::untruth_about_chain(const Order& order, const IntentNow& before,
                                                        const std::string& reason) const {
  if (world_.timeline.now() <= world_.nodes_doubtful_until) return std::nullopt;
  if (has(reason, "No trusted node")) return "the nodes are well";
  const std::vector<ModelAccount> seen = lately(order.sender);
  const auto is_used = [&](std::uint64_t nonce) {
    return std::ranges::any_of(seen, [&](const ModelAccount& account) { return account.nonce > nonce; });
  };
  const IntentNow* now = intent_of(order);
  const bool steady = now != nullptr && now->nonce == before.nonce && before.nonce.has_value();
  if (steady && has(reason, "used on chain") && !is_used(*before.nonce)) return "nobody has used its nonce";
  if (const auto behind = number_after(reason, "It waits behind nonce ")) {
    if (std::ranges::find(seen, *behind, &ModelAccount::nonce) == seen.end()) return "the chain does not wait for it";
  }
  return std::nullopt;
}

std::optional<std::string> Checker::untruth_about_others(const Order& order, const std::string& reason) const {
  const auto others = std::ranges::count_if(orders_, [&](const Order& other) {
    return other.sender == order.sender && other.number != order.number && other.asked;
  });
  const auto ahead = has(reason, "earlier transactions") ? number_after(reason, "") : std::nullopt;
  if (ahead && *ahead > static_cast<std::uint64_t>(others)) return "its sender has not ordered so much";
  if (has(reason, "as are allowed")) return "fewer than that are under way";
  if (has(reason, "is stopped")) return "no node has said that the bytes are wrong";
  const bool doubtful = !assumptions_.balances_hold || world_.timeline.now() <= world_.balances_doubtful_until;
  const bool may_be_short = doubtful || may_be_short_of_funds(order.sender);
  if (has(reason, "cannot pay") && !may_be_short) return "its sender had more than all its orders need";
  return std::nullopt;
}

/// Nothing but the absence of the signer keeps it, and has done so for long enough to be noticed.
bool Checker::waits_for_signer(const Order& order, const IntentNow& before) const {
  constexpr auto kNoticed = std::chrono::seconds(8);
  const Time now = world_.timeline.now();
  const IntentNow* intent = intent_of(order);
  if (intent == nullptr || intent->status != transactions::Status::kQueued || before.status != intent->status) {
    return false;
  }
  if (intent->cancel_requested || intent->since + kNoticed > now) return false;
  if (!world_.signer_away || world_.signer_away_since + kNoticed > now) return false;
  if (now <= world_.nodes_doubtful_until) return false;
  return assumptions_.balances_hold && !may_be_short_of_funds(order.sender);
}

void Checker::check_explanation(const Order& order, const IntentNow& before, const std::string& reason) {
  // What a process wrote down that ended or stands still is old until another has taken its lanes over.
  if (world_.timeline.now() <= world_.processes_doubtful_until) return;
  auto truth = untruth_about_chain(order, before, reason);
  if (!truth) truth = untruth_about_others(order, reason);
  const bool blames_signer = has(reason, "signer does not answer");
  if (blames_signer && world_.timeline.now() > world_.signer_doubtful_until) truth = "the signer is there";
  if (!blames_signer && waits_for_signer(order, before)) truth = "only the signer is missing";
  if (!truth) return;
  world_.violated("an explanation names the true cause",
                  fmt::format("{}: \"{}\", but {}", order.key(), reason, *truth));
}

}  // namespace coffer::verify
