#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "apps/verify/checker.h"

namespace coffer::verify {
namespace {

using sql::Query;
using sql::Row;
using sql::Rows;
using transactions::Status;
using transactions::status_name;

constexpr Query kEvents{"verify.events",
                        "SELECT ordinal, event_key, data FROM transactions_outbox WHERE ordinal > $1 ORDER BY ordinal"};
constexpr Query kIntents{"verify.intents",
                         "SELECT id, status, failure_code, nonce, idempotency_key, sender, cancel_requested FROM "
                         "transactions_intents"};
constexpr Query kSlots{"verify.slots", "SELECT sender, nonce, intent_id, state, foreign_use FROM transactions_slots"};
constexpr Query kAttempts{"verify.attempts",
                          "SELECT rowid, sender, nonce, intent_id, kind, raw FROM transactions_attempts WHERE rowid > "
                          "$1 ORDER BY rowid"};
constexpr Query kDiscarded{"verify.discarded",
                           "SELECT sender, nonce, hash FROM transactions_attempts WHERE discarded = 1"};
constexpr Query kStored{"verify.stored", "SELECT COUNT(*) FROM transactions_attempts WHERE raw = $1"};

bool is_live(const std::string& state) { return state != "released" && state != "spent"; }
bool is_empty(const std::string& kind) { return kind == "cancel" || kind == "filler"; }

/// The end of a long id, for the trace.
std::string short_name(const std::string& id) { return id.size() < 24 ? id : id.substr(24); }

bool is_nothing_to_self(const ModelTransaction& transaction) {
  return transaction.fields.to == transaction.from && transaction.fields.value.is_zero() &&
         transaction.fields.data.empty();
}

}  // namespace

awaitable<void> Checker::before_send(std::string params) {
  const auto json = nlohmann::json::parse(params);
  const auto raw = parse_hex0x(json.at(0).get<std::string>());
  if (!raw) {
    world_.violated("bytes are stored before any send", "what is sent is no transaction");
    co_return;
  }
  const auto rows = co_await world_.disk->read(kStored, *raw);
  if (rows && (*rows)[0].i64(0) == 0) {
    world_.violated("bytes are stored before any send", "these are in no row: " + evm::transaction_hash(*raw).text());
  }
}

awaitable<void> Checker::after_commit() {
  if (world_.violation) co_return;
  auto read = co_await read_slots();
  if (read) read = co_await read_attempts();
  if (read) read = co_await read_events();
  if (read) read = co_await read_intents();
  if (!read) world_.violated("the rows can be read", read.error().message);
  check_tickets();
}

void Checker::take_event(const std::string& id, const std::string& status) {
  const auto now = transactions::parse_status(status);
  if (!now) return world_.violated("events match states", "an event says " + status);
  const auto told = told_.find(id);
  if (told != told_.end() && !may_follow(told->second, *now)) {
    world_.violated("events match states, in order",
                    fmt::format("{} follows {} for {}", status, status_name(told->second), id));
  }
  told_.insert_or_assign(id, *now);
}

awaitable<Result<void>> Checker::read_events() {
  CO_TRY(const Rows rows, co_await world_.disk->read(kEvents, last_event_));
  for (const Row row : rows) {
    last_event_ = row.i64(0);
    const auto data = nlohmann::json::parse(row.text(2));
    if (world_.trace.wanted())
      world_.say(fmt::format("event {} {}", short_name(row.text(1)), data.at("status").get<std::string>()));
    take_event(row.text(1), data.at("status").get<std::string>());
  }
  co_return Result<void>();
}

awaitable<Result<void>> Checker::read_intents() {
  CO_TRY(const Rows rows, co_await world_.disk->read(kIntents));
  for (const Row row : rows) {
    IntentNow now;
    now.id = row.text(0);
    now.status = transactions::parse_status(row.text(1)).value();
    now.failure = row.text(2);
    if (const auto nonce = row.optional_i64(3)) now.nonce = static_cast<std::uint64_t>(*nonce);
    now.key = row.optional_text(4).value_or("");
    now.sender = row.text(5);
    now.cancel_requested = row.i64(6) != 0;
    const auto told = told_.find(now.id);
    if (told == told_.end() || told->second != now.status) {
      world_.violated("events match states", fmt::format("{} is {}, its last event says {}", now.id, row.text(1),
                                                         told == told_.end() ? "nothing" : status_name(told->second)));
    }
    const auto before = intents_.find(now.id);
    const bool changed = before == intents_.end() || before->second.status != now.status;
    now.since = changed ? world_.timeline.now() : before->second.since;
    intents_[now.id] = now;
    if (changed && is_final(now.status)) check_ended(now);
  }
  co_return Result<void>();
}

awaitable<Result<void>> Checker::read_slots() {
  CO_TRY(const Rows rows, co_await world_.disk->read(kSlots));
  slots_.clear();
  for (const Row row : rows) {
    slots_[{row.text(0), static_cast<std::uint64_t>(row.i64(1))}] = {row.text(2), row.text(3), row.i64(4) != 0};
  }
  co_return Result<void>();
}

awaitable<Result<void>> Checker::read_attempts() {
  CO_TRY(const Rows discarded, co_await world_.disk->read(kDiscarded));
  for (const Row row : discarded) {
    for (AttemptNow& attempt : attempts_[{row.text(0), static_cast<std::uint64_t>(row.i64(1))}]) {
      if (attempt.transaction->hash.text() == row.text(2)) attempt.discarded = true;
    }
  }
  CO_TRY(const Rows rows, co_await world_.disk->read(kAttempts, last_attempt_));
  std::set<std::string> senders;
  for (const Row row : rows) {
    last_attempt_ = row.i64(0);
    const Ticket ticket{row.text(1), static_cast<std::uint64_t>(row.i64(2))};
    if (row.text(4) == "imported") continue;
    take_attempt(ticket, {row.text(3), row.text(4), read_transaction(row.bytes(5)), false});
    if (row.text(4) == "original") senders.insert(row.text(1));
  }
  check_reservations(senders);
  co_return Result<void>();
}

void Checker::take_attempt(const Ticket& ticket, AttemptNow attempt) {
  const std::string name = fmt::format("the {} of {} under nonce {}", attempt.kind, attempt.intent, ticket.second);
  if (attempt.transaction == nullptr || attempt.transaction->fields.nonce != ticket.second) {
    return world_.violated("an attempt is what its row says", name);
  }
  if (is_empty(attempt.kind) != is_nothing_to_self(*attempt.transaction)) {
    world_.violated("a ticket's attempts carry its intent's meaning", name);
  }
  std::vector<AttemptNow>& earlier = attempts_[ticket];
  for (const AttemptNow& other : earlier) {
    const auto enough = [](const U256& now, const U256& then) { return now >= scaled_up(then, 110, 100); };
    const evm::Transaction& mine = attempt.transaction->fields;
    const evm::Transaction& theirs = other.transaction->fields;
    if (other.discarded) continue;
    if (!enough(mine.max_fee_per_gas, theirs.max_fee_per_gas) ||
        !enough(mine.max_priority_fee_per_gas, theirs.max_priority_fee_per_gas)) {
      world_.violated("an attempt offers more than all earlier ones by the replacement factor", name);
    }
    if (other.intent != attempt.intent && !is_empty(other.kind) && !is_empty(attempt.kind)) {
      world_.violated("a ticket's attempts carry its intent's meaning", name + " beside one of " + other.intent);
    }
  }
  const std::string intent = attempt.intent;
  const bool does_it = !is_empty(attempt.kind);
  if (world_.trace.wanted()) {
    world_.say(fmt::format("stored {} of {} nonce {} hash {} fee {}", attempt.kind, short_name(intent), ticket.second,
                           attempt.transaction->hash.text().substr(0, 10),
                           attempt.transaction->fields.max_fee_per_gas.decimal()));
  }
  earlier.push_back(std::move(attempt));
  if (!does_it || !assumptions_.finality_holds) return;
  for (const auto& [other, attempts] : attempts_) {
    if (other.first == ticket.first && other.second != ticket.second && !is_dead(other, intent)) {
      world_.violated("a new ticket only when the old one can never be used",
                      fmt::format("{}, and nonce {} is still open to it", name, other.second));
    }
  }
}

void Checker::check_tickets() {
  std::map<std::string, std::uint64_t> held;
  for (const auto& [ticket, slot] : slots_) {
    if (slot.intent.empty() || !is_live(slot.state)) continue;
    const auto [entry, first] = held.try_emplace(slot.intent, ticket.second);
    if (first) continue;
    world_.violated("an intent holds at most one live ticket",
                    fmt::format("{} holds nonces {} and {}", slot.intent, entry->second, ticket.second));
  }
}

/// When something new was signed, everything live of its sender can be paid together.
void Checker::check_reservations(const std::set<std::string>& senders) {
  if (!assumptions_.balances_hold) return;
  for (std::size_t number = 0; number < kSenders; ++number) {
    const std::string sender = world_.house.address(number).text();
    if (!senders.contains(sender)) continue;
    const std::uint64_t used = world_.network.chain().head()->account(world_.house.address(number)).nonce;
    U256 seen;
    for (const ModelAccount& account : lately(number)) seen = std::max(seen, account.balance);
    U256 reserved;
    for (const auto& [ticket, slot] : slots_) {
      if (ticket.first != sender || ticket.second < used || (slot.state != "signed" && slot.state != "submitted"))
        continue;
      U256 highest;
      for (const AttemptNow& attempt : attempts_[ticket])
        highest = std::max(highest, highest_cost(*attempt.transaction));
      reserved = saturating_add(reserved, highest);
    }
    if (reserved > seen) {
      world_.violated("what is reserved can be paid",
                      fmt::format("{} has {} reserved and had {} at most", sender, reserved.decimal(), seen.decimal()));
    }
  }
}

}  // namespace coffer::verify
