#include "apps/verify/edited_database.h"
#include "apps/verify/mutants.h"
#include "coffer/chains/v1/chains.pb.h"

namespace coffer::verify {
namespace {

using sql::awaitable;
using sql::Query;
using sql::Transaction;
using sql::Values;

constexpr Query kTell{"mutant.tell",
                      "INSERT INTO transactions_outbox (id, type, event_key, happened_at, content_type, data) SELECT "
                      "'mutant-' || COUNT(*), 'transaction.status_changed', $1, 0, 'application/json', $2 FROM "
                      "transactions_outbox"};
constexpr Query kQueueAgain{"mutant.queue_again",
                            "UPDATE transactions_intents SET status = 'queued', nonce = NULL, version = version + 1 "
                            "WHERE status IN ('signed', 'submitted') AND id IN (SELECT intent_id FROM "
                            "transactions_slots WHERE network = $1 AND sender = $2 AND nonce = $3) RETURNING id"};
constexpr Query kSetSlot{"mutant.set_slot",
                         "UPDATE transactions_slots SET state = $4 WHERE network = $1 AND sender = $2 AND nonce = $3"};
constexpr Query kHighest{"mutant.highest",
                         "SELECT MAX(nonce) FROM transactions_slots WHERE network = $1 AND sender = $2 AND nonce > $3 "
                         "AND state IN ('signed', 'submitted')"};

std::int64_t integer(const sql::Value& value) {
  const auto* number = std::get_if<std::int64_t>(&value);
  return number == nullptr ? -1 : *number;
}
std::string text(const sql::Value& value) {
  const auto* words = std::get_if<std::string>(&value);
  return words == nullptr ? std::string() : *words;
}

awaitable<Result<void>> tell(Transaction& transaction, std::string id, std::string status) {
  const std::string data = R"({"status":")" + status + "\"}";
  CO_CHECK(co_await transaction.execute(kTell, id, data));
  co_return Result<void>();
}

/// The intent under that nonce goes back to the queue, with its event; its slot is left as `state`.
awaitable<Result<void>> queue_again(Transaction& transaction, sql::Value network, sql::Value sender, sql::Value nonce,
                                    std::string state) {
  CO_TRY(const sql::Rows rows, co_await transaction.execute(kQueueAgain, network, sender, nonce));
  if (rows.empty()) co_return Result<void>();
  CO_CHECK(co_await transaction.execute(kSetSlot, network, sender, nonce, state));
  co_return co_await tell(transaction, rows[0].text(0), "queued");
}

awaitable<Result<void>> new_nonce_on_unknown_answer(Transaction& transaction, std::string name, Values values) {
  if (name != "transactions.note_attempt" || integer(values[8]) != chains::v1::VERDICT_UNKNOWN) {
    co_return Result<void>();
  }
  co_return co_await queue_again(transaction, values[0], values[1], values[2], "spent");
}

awaitable<Result<void>> gap_filled_from_above(Transaction& transaction, std::string name, Values values) {
  if (name != "transactions.write_slot" || text(values[5]) != "released") co_return Result<void>();
  CO_TRY(const sql::Rows highest, co_await transaction.execute(kHighest, values[0], values[1], values[2]));
  if (highest[0].is_null(0)) co_return Result<void>();
  co_return co_await queue_again(transaction, values[0], values[1], highest[0].i64(0), "released");
}

/// An intent whose cancel was asked for is written down as cancelled as soon as it is written at all.
void cancelled_at_once(std::string_view name, Values& values) {
  if (name != "transactions.write_intent" || integer(values[10]) != 1) return;
  if (const std::string status = text(values[2]); status == "signed" || status == "submitted") values[2] = "cancelled";
}
awaitable<Result<void>> tell_cancelled(Transaction& transaction, std::string name, Values values) {
  if (name != "transactions.write_intent" || text(values[2]) != "cancelled" || integer(values[10]) != 1) {
    co_return Result<void>();
  }
  if (values[5] == sql::Value(sql::Null{})) co_return Result<void>();  // it had no ticket
  co_return co_await tell(transaction, text(values[0]), "cancelled");
}

Mutant with(std::string name, const Edits& edits) {
  Mutant out;
  out.name = std::move(name);
  out.wrapping.database = [edits](sql::Database& inner) { return edited(inner, edits); };
  return out;
}

}  // namespace

std::vector<Mutant> row_mutants() {
  std::vector<Mutant> out;
  out.push_back(with("a fence that is not compared",
                     {.texts = {{"transactions.guard_lane", {"AND fence = $3", "AND $3 = $3"}}}}));
  out.push_back(with("a nonce taken from the chain instead of the lane",
                     {.texts = {{"transactions.lane", {"next_nonce", "NULL AS next_nonce"}}}}));
  out.push_back(
      with("a bump that forgets what earlier attempts offered",
           {.texts = {{"transactions.live_attempts", {"max_fee_per_gas, max_priority_fee_per_gas", "'1', '1'"}}}}));
  out.push_back(with("funds of live attempts that are not reserved",
                     {.texts = {{"transactions.live_attempts", {"cost", "'0'"}}}}));
  out.push_back(with("an event in a commit of its own", {.afterwards = "transactions.append_event"}));
  out.push_back(with("a new nonce after an unknown answer", {.also = new_nonce_on_unknown_answer}));
  out.push_back(with("a gap filled with what was signed above it", {.also = gap_filled_from_above}));
  out.push_back(
      with("a cancel reported before it is final", {.parameters = cancelled_at_once, .also = tell_cancelled}));
  return out;
}

}  // namespace coffer::verify
