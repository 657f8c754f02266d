#include <nlohmann/json.hpp>

#include "services/transactions/rows.h"
#include "services/transactions/store.h"

namespace coffer::transactions {
namespace {

using sql::Query;
using sql::Row;
using sql::Rows;
using sql::Transaction;

constexpr Query kInsert{"transactions.insert_intent",
                        "INSERT INTO transactions_intents (" COFFER_INTENT_COLUMNS
                        ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, "
                        "$19, $20, $21, $22, $23, $24, $25, $26, $27, $28, $29, $30, $31, $32, $33, $34, $35, $36, "
                        "$37, $38, $39, $40, $41, $42, $43, $44)"};
constexpr Query kWakeLane{
    "transactions.wake_lane",
    "INSERT INTO transactions_lanes (network, sender, lease_owner, lease_until, fence, trouble, trouble_text, needed, "
    "available, wake_at) VALUES ($1, $2, '', 0, 0, 'none', '', '0', '0', $3) "
    "ON CONFLICT (network, sender) DO UPDATE SET wake_at = excluded.wake_at "
    "WHERE transactions_lanes.wake_at > excluded.wake_at"};
constexpr Query kFind{"transactions.find_intent",
                      "SELECT " COFFER_INTENT_COLUMNS " FROM transactions_intents WHERE id = $1"};
constexpr Query kFindByKey{"transactions.find_by_key",
                           "SELECT " COFFER_INTENT_COLUMNS
                           " FROM transactions_intents WHERE owner = $1 AND idempotency_key = $2"};
constexpr Query kIntentOfHash{"transactions.intent_of_hash",
                              "SELECT intent_id FROM transactions_attempts WHERE hash = $1 AND intent_id <> ''"};
constexpr Query kList{"transactions.list",
                      "SELECT " COFFER_INTENT_COLUMNS
                      " FROM transactions_intents WHERE owner = $1 AND kind = 'evm_transaction' AND id < $2 "
                      "AND ($3 = '' OR status = $3) ORDER BY id DESC LIMIT $4"};
constexpr Query kListOfAccount{"transactions.list_of_account",
                               "SELECT " COFFER_INTENT_COLUMNS
                               " FROM transactions_intents WHERE account_id = $2 AND owner = $1 AND kind = "
                               "'evm_transaction' AND id < $3 AND ($4 = '' OR status = $4) ORDER BY id DESC LIMIT $5"};
constexpr Query kAttempts{"transactions.attempts_of_intent",
                          "SELECT " COFFER_ATTEMPT_COLUMNS
                          " FROM transactions_attempts WHERE intent_id = $1 AND discarded = 0 ORDER BY number"};
constexpr Query kPledges{"transactions.pledges",
                         "SELECT value, gas_limit, max_fee_per_gas, l1_data_fee, asset, amount, speed, nonce, id "
                         "FROM transactions_intents WHERE network = $1 AND sender = $2 AND status IN "
                         "('queued', 'signed', 'submitted') AND kind = 'evm_transaction'"};
constexpr Query kCancelQueued{"transactions.cancel_queued",
                              "UPDATE transactions_intents SET status = 'cancelled', updated_at = $2, version = "
                              "version + 1 WHERE id = $1 AND status = 'queued' AND nonce IS NULL RETURNING id"};
constexpr Query kAskCancel{"transactions.ask_cancel",
                           "UPDATE transactions_intents SET cancel_requested = 1, updated_at = $2, version = version + "
                           "1 WHERE id = $1 AND status IN ('queued', 'signed', 'submitted', 'mined') RETURNING id"};
constexpr Query kAskSpeedUp{
    "transactions.ask_speed_up",
    "UPDATE transactions_intents SET speed = $2, raise_above = (SELECT COALESCE(MAX(number), 0) FROM "
    "transactions_attempts WHERE intent_id = $1), updated_at = $3, version = version + 1 "
    "WHERE id = $1 AND status IN ('queued', 'signed', 'submitted') RETURNING id"};

/// The row after a change in the same transaction.
awaitable<Result<Intent>> read_back(Transaction& transaction, const std::string& id) {
  CO_TRY(const Rows rows, co_await transaction.execute(kFind, id));
  const auto row = rows.first();
  if (!row) co_return fail(not_found("transaction"));
  co_return read_intent(*row);
}

awaitable<Result<void>> wake(Transaction& transaction, const Intent& intent, Time now) {
  CO_CHECK(co_await transaction.execute(kWakeLane, intent.network, intent.sender.text(), now));
  co_return Result<void>();
}

}  // namespace

Store::Store(sql::Database& database, events::Outbox& outbox, const Clock& clock)
    : database_(database), outbox_(outbox), clock_(clock) {}

awaitable<Result<void>> Store::append_event(Transaction& transaction, const Intent& intent, Status status) {
  if (intent.kind != kEvmTransaction) co_return Result<void>();
  const nlohmann::json data{{"id", intent.id},
                            {"status", status_name(status)},
                            {"owner", intent.owner},
                            {"account_id", intent.account_id},
                            {"network", intent.network},
                            {"from", intent.sender.text()},
                            {"to", intent.to ? intent.to->text() : ""}};
  events::Event event{.type = "transaction.status_changed", .key = intent.id, .data = data.dump()};
  CO_CHECK(co_await outbox_.append(transaction, std::move(event)));
  co_return Result<void>();
}

awaitable<Result<std::vector<Store::Created>>> Store::create(std::vector<Intent> intents) {
  co_return co_await database_.transaction([&](Transaction& transaction) -> awaitable<Result<std::vector<Created>>> {
    std::vector<Created> out;
    for (const Intent& intent : intents) {
      if (!intent.idempotency_key.empty()) {
        // SERIALIZABLE: two of one key cannot both find nothing and commit.
        CO_TRY(const Rows known, co_await transaction.execute(kFindByKey, intent.owner, intent.idempotency_key));
        if (const auto row = known.first()) {
          out.push_back({read_intent(*row), true});
          continue;
        }
      }
      std::vector<sql::Values> values{intent_values(intent)};
      CO_CHECK(co_await transaction.execute_many(kInsert, std::move(values)));
      CO_CHECK(co_await append_event(transaction, intent, intent.status));
      if (!is_final(intent.status)) CO_CHECK(co_await wake(transaction, intent, clock_.now()));
      out.push_back({intent, false});
    }
    co_return out;
  });
}

awaitable<Result<std::optional<Intent>>> Store::find(std::string id) {
  CO_TRY(const Rows rows, co_await database_.read(kFind, id));
  const auto row = rows.first();
  co_return row ? std::optional(read_intent(*row)) : std::nullopt;
}

awaitable<Result<std::optional<Intent>>> Store::find_by_hash(std::string hash) {
  CO_TRY(const Rows rows, co_await database_.read(kIntentOfHash, hash));
  const auto row = rows.first();
  if (!row) co_return std::nullopt;
  co_return co_await find(row->text(0));
}

awaitable<Result<std::optional<Intent>>> Store::find_by_key(std::string owner, std::string key) {
  CO_TRY(const Rows rows, co_await database_.read(kFindByKey, owner, key));
  const auto row = rows.first();
  co_return row ? std::optional(read_intent(*row)) : std::nullopt;
}

awaitable<Result<std::vector<Intent>>> Store::list(std::string owner, std::string account_id, std::string status,
                                                   sql::Page page) {
  auto rows = account_id.empty()
                  ? co_await database_.read(kList, owner, page.after, status, page.limit())
                  : co_await database_.read(kListOfAccount, owner, account_id, page.after, status, page.limit());
  if (!rows) co_return fail(std::move(rows).error());
  std::vector<Intent> out;
  for (const Row row : *rows) out.push_back(read_intent(row));
  co_return out;
}

awaitable<Result<std::map<std::string, std::vector<Attempt>>>> Store::attempts_of(std::vector<std::string> ids) {
  std::map<std::string, std::vector<Attempt>> out;
  for (const std::string& id : ids) {
    CO_TRY(const Rows rows, co_await database_.read(kAttempts, id));
    std::vector<Attempt>& attempts = out[id];
    for (const Row row : rows) attempts.push_back(read_attempt(row));
  }
  co_return out;
}

awaitable<Result<std::vector<Store::Pledge>>> Store::pledges(LaneKey key, FeeMarket market) {
  CO_TRY(const Rows rows, co_await database_.read(kPledges, key.network, sender_text(key)));
  std::vector<Pledge> out;
  for (const Row row : rows) {
    FeeTerms fees = market.level(parse_speed(row.text(6)).value());
    if (const auto own = row.optional_amount(2)) fees.max_fee_per_gas = *own;
    Pledge pledge;
    pledge.intent_id = row.text(8);
    if (const auto nonce = row.optional_i64(7)) pledge.nonce = static_cast<std::uint64_t>(*nonce);
    pledge.native = highest_cost(row.amount(0), static_cast<std::uint64_t>(row.i64(1)), fees, row.amount(3));
    pledge.asset = row.text(4);
    if (!pledge.asset.empty()) pledge.asset_amount = row.amount(5);
    out.push_back(std::move(pledge));
  }
  co_return out;
}

awaitable<Result<Intent>> Store::request_cancel(std::string id) {
  co_return co_await database_.transaction([&](Transaction& transaction) -> awaitable<Result<Intent>> {
    const Time now = clock_.now();
    CO_TRY(const Rows ended, co_await transaction.execute(kCancelQueued, id, now));
    if (!ended.empty()) {
      CO_TRY(Intent intent, co_await read_back(transaction, id));
      CO_CHECK(co_await append_event(transaction, intent, Status::kCancelled));
      co_return intent;
    }
    CO_TRY(const Rows asked, co_await transaction.execute(kAskCancel, id, now));
    if (asked.empty()) co_return fail(conflict("the transaction is final"));
    CO_TRY(Intent intent, co_await read_back(transaction, id));
    CO_CHECK(co_await wake(transaction, intent, now));
    co_return intent;
  });
}

awaitable<Result<Intent>> Store::request_speed_up(std::string id, std::optional<Speed> speed) {
  co_return co_await database_.transaction([&](Transaction& transaction) -> awaitable<Result<Intent>> {
    const Time now = clock_.now();
    CO_TRY(const Intent before, co_await read_back(transaction, id));
    CO_TRY(const Rows asked,
           co_await transaction.execute(kAskSpeedUp, id, speed_name(speed.value_or(before.speed)), now));
    if (asked.empty()) co_return fail(conflict("the transaction is already mined or final"));
    CO_TRY(Intent intent, co_await read_back(transaction, id));
    CO_CHECK(co_await wake(transaction, intent, now));
    co_return intent;
  });
}

}  // namespace coffer::transactions
