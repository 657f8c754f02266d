#include "services/transactions/transactions.h"

#include <algorithm>

#include "services/transactions/messages.h"
#include "services/transactions/request.h"

namespace coffer::transactions {
namespace {

Error unknown_transaction() { return not_found("transaction"); }

bool is_hash(const std::string& text) { return text.size() == 66 && text.starts_with("0x"); }

}  // namespace

Transactions::Transactions(Services services, Settings settings, telemetry::Log log)
    : services_(services),
      settings_(std::move(settings)),
      log_(log.named("transactions")),
      store_(services.database, services.outbox, services.clock),
      chain_(services.chains),
      signing_(services.wallets, services.signer),
      funds_(store_, chain_, services.clock),
      engine_(LaneTools{store_, chain_, signing_, services.clock, services.entropy, settings_.lanes, log_,
                        [this](const IntentWrite& write) { written(write); },
                        [this](const std::string& network, Verdict verdict) {
                          services_.metrics
                              .counter("coffer_broadcast_answers_total", "What nodes answered to signed bytes",
                                       {{"network", network}, {"verdict", chains::v1::Verdict_Name(verdict)}})
                              .Increment();
                        }},
              settings_.engine, services.sleeper, services.metrics) {}

Transactions::~Transactions() = default;

void Transactions::start(async::TaskGroup& tasks) { engine_.start(tasks); }

void Transactions::written(const IntentWrite& write) {
  for (const Status status : write.passed) {
    services_.metrics
        .counter("coffer_intents_total", "Intents that reached a status",
                 {{"network", write.intent.network}, {"status", std::string(status_name(status))}})
        .Increment();
    log_.info("transaction", {{"id", write.intent.id},
                              {"network", write.intent.network},
                              {"status", status_name(status)},
                              {"hash", write.intent.hash}});
  }
  waiters_.of(write.intent.id).notify();
}

awaitable<Result<Intent>> Transactions::own_intent(const CallContext& call, std::string id_or_hash) {
  auto found = is_hash(id_or_hash) ? co_await store_.find_by_hash(std::move(id_or_hash))
                                   : co_await store_.find(std::move(id_or_hash));
  if (!found) co_return fail(std::move(found).error());
  if (!*found || (*found)->kind != kEvmTransaction) co_return fail(unknown_transaction());
  const bool stranger = call.principal.kind == Principal::Kind::kUser && !call.principal.is_user((*found)->owner);
  if (stranger) co_return fail(unknown_transaction());
  co_return **std::move(found);
}

awaitable<Result<v1::Transaction>> Transactions::message_of(Intent intent) {
  CO_TRY(const NetworkFacts network, co_await chain_.network(intent.network));
  std::vector<std::string> ids{intent.id};
  CO_TRY(auto attempts, co_await store_.attempts_of(std::move(ids)));
  co_return transaction_message(intent, attempts[intent.id], network);
}

awaitable<Result<v1::Transaction>> Transactions::create_transaction(const CallContext& call,
                                                                    v1::CreateTransactionRequest request) {
  Duration limit = settings_.default_wait;
  if (!request.timeout().empty()) {
    auto asked = parse_duration(request.timeout());
    if (!asked || *asked > settings_.longest_wait) co_return fail(invalid_field("timeout", "must be at most 60s"));
    limit = *asked;
  }
  std::optional<Status> wanted;
  if (!request.wait().empty()) {
    CO_TRY(wanted, parse_status(request.wait()));
  }
  const bool trial = request.validate_only();
  CO_TRY(Intent intent, co_await create_intent(call, std::move(request), true));
  if (wanted && !trial) {
    CO_TRY(intent, co_await wait_for(std::move(intent), *wanted, limit));
  }
  co_return co_await message_of(std::move(intent));
}

awaitable<Result<v1::CreateTransactionsReply>> Transactions::create_transactions(
    const CallContext& call, v1::CreateTransactionsRequest request) {
  std::vector<Intent> intents;
  std::vector<std::unique_ptr<Funds::Hold>> holds;
  for (int i = 0; i < request.transactions_size(); ++i) {
    const v1::CreateTransactionRequest& item = request.transactions(i);
    const std::string place = "transactions[" + std::to_string(i) + "]";
    const std::string key =
        call.idempotency_key.empty() ? "" : "batch:" + call.idempotency_key + '#' + std::to_string(i);
    CO_TRY(const auto known, co_await repeated(call, key, request_hash(item)));
    if (known) {
      intents.push_back(*known);
      continue;
    }
    auto made = co_await draft(call, item, false);
    if (!made) co_return fail(std::move(made).error().under(place));
    if (auto error = obstacle(*made, item)) co_return fail(std::move(*error).under(place));
    made->intent.idempotency_key = key;
    std::ranges::move(made->holds, std::back_inserter(holds));
    intents.push_back(std::move(made->intent));
  }
  if (!request.validate_only()) {
    CO_TRY(intents, co_await store_intents(std::move(intents)));
  }
  v1::CreateTransactionsReply out;
  for (Intent& intent : intents) {
    if (request.validate_only()) intent.id.clear();
    CO_TRY(*out.add_transactions(), co_await message_of(std::move(intent)));
  }
  co_return out;
}

awaitable<Result<v1::Transaction>> Transactions::get_transaction(const CallContext& call,
                                                                 v1::GetTransactionRequest request) {
  CO_TRY(Intent intent, co_await own_intent(call, request.transaction_id()));
  co_return co_await message_of(std::move(intent));
}

awaitable<Result<v1::ListTransactionsReply>> Transactions::list_transactions(const CallContext& call,
                                                                             v1::ListTransactionsRequest request) {
  CO_TRY(const sql::Page page, sql::parse_page(request.page_size(), request.page_token()));
  std::string owner = call.principal.id;
  if (!request.account_id().empty()) {
    CO_TRY(const SigningAccount account, co_await own_account(call, request.account_id()));
    owner = account.owner;
  }
  if (!request.status().empty()) CO_CHECK(parse_status(request.status()));
  CO_TRY(std::vector<Intent> intents,
         co_await store_.list(std::move(owner), request.account_id(), request.status(), page));
  v1::ListTransactionsReply out;
  out.set_next_page_token(sql::cut_page(intents, page, [](const Intent& intent) { return intent.id; }));
  std::map<std::string, NetworkFacts> networks;
  std::vector<std::string> ids;
  for (const Intent& intent : intents) ids.push_back(intent.id);
  CO_TRY(auto attempts, co_await store_.attempts_of(std::move(ids)));
  for (const Intent& intent : intents) {
    if (!networks.contains(intent.network)) {
      CO_TRY(networks[intent.network], co_await chain_.network(intent.network));
    }
    *out.add_transactions() = transaction_message(intent, attempts[intent.id], networks[intent.network]);
  }
  co_return out;
}

awaitable<Result<v1::Estimate>> Transactions::estimate_transaction(const CallContext& call,
                                                                   v1::CreateTransactionRequest request) {
  CO_TRY(const Draft made, co_await draft(call, request, true));
  v1::Estimate out;
  out.set_gas_limit(static_cast<std::int64_t>(made.intent.gas_limit));
  out.set_max_fee_per_gas(made.fees.max_fee_per_gas.decimal());
  out.set_max_priority_fee_per_gas(made.fees.max_priority_fee_per_gas.decimal());
  out.set_max_cost(
      highest_cost(made.intent.value, made.intent.gas_limit, made.fees, made.intent.l1_data_fee).decimal());
  out.set_will_revert(made.reverts);
  out.set_revert_reason(made.revert_reason);
  if (!made.intent.l1_data_fee.is_zero()) out.set_l1_data_fee(made.intent.l1_data_fee.decimal());
  (void)out.mutable_effects()->ParseFromString(made.intent.effects);
  co_return out;
}

awaitable<Result<v1::Transaction>> Transactions::speed_up_transaction(const CallContext& call,
                                                                      v1::SpeedUpTransactionRequest request) {
  CO_TRY(Intent intent, co_await own_intent(call, request.transaction_id()));
  std::optional<Speed> speed;
  if (!request.speed().empty()) {
    CO_TRY(speed, parse_speed(request.speed()));
  }
  if (is_final(intent.status) || intent.status == Status::kMined) {
    co_return fail(conflict("the transaction is already mined or final"));
  }
  if (request.validate_only()) co_return co_await message_of(std::move(intent));
  std::vector<std::string> ids{intent.id};
  CO_TRY(const auto before, co_await store_.attempts_of(std::move(ids)));
  CO_TRY(intent, co_await store_.request_speed_up(intent.id, speed));
  engine_.wake({intent.network, intent.sender});
  if (!intent.nonce) co_return co_await message_of(std::move(intent));
  co_return co_await soon(std::move(intent), AttemptKind::kBump, before.begin()->second.size());
}

awaitable<Result<v1::Transaction>> Transactions::cancel_transaction(const CallContext& call,
                                                                    v1::CancelTransactionRequest request) {
  CO_TRY(Intent intent, co_await own_intent(call, request.transaction_id()));
  if (is_final(intent.status)) co_return fail(conflict("the transaction is final"));
  if (request.validate_only()) co_return co_await message_of(std::move(intent));
  CO_TRY(intent, co_await store_.request_cancel(intent.id));
  if (is_final(intent.status)) {
    written({intent, {intent.status}});
    co_return co_await message_of(std::move(intent));
  }
  engine_.wake({intent.network, intent.sender});
  co_return co_await soon(std::move(intent), AttemptKind::kCancel, 0);
}

awaitable<Result<v1::Transaction>> Transactions::soon(Intent intent, AttemptKind kind, std::size_t attempts_before) {
  constexpr auto kMoment = std::chrono::seconds(3);
  constexpr auto kLook = std::chrono::milliseconds(20);
  const Time end = services_.clock.now() + kMoment;
  for (;;) {
    std::vector<std::string> ids{intent.id};
    CO_TRY(auto found, co_await store_.attempts_of(std::move(ids)));
    const std::vector<Attempt>& attempts = found[intent.id];
    const bool sent = attempts.size() > attempts_before && attempts.back().kind == kind && attempts.back().sends > 0;
    if (const auto now = co_await store_.find(intent.id); now && *now) intent = **now;
    if (sent || is_final(intent.status) || services_.clock.now() >= end) co_return co_await message_of(intent);
    CO_CHECK(co_await services_.sleeper.sleep_for(kLook));
  }
}

awaitable<Result<options::v1::RawReply>> Transactions::get_receipt(const CallContext& call,
                                                                   v1::GetTransactionRequest request) {
  CO_TRY(const Intent intent, co_await own_intent(call, request.transaction_id()));
  if (intent.hash.empty() || !intent.block_number) co_return fail(not_found("receipt"));
  CO_TRY(std::string json, co_await chain_.receipt(intent.network, intent.hash));
  options::v1::RawReply out;
  out.set_content_type("application/json");
  out.set_body(std::move(json));
  co_return out;
}

awaitable<Result<v1::SignTransactionReply>> Transactions::sign_transaction(const CallContext& call,
                                                                           v1::SignTransactionRequest request) {
  CO_TRY(Intent intent, co_await create_intent(call, request.transaction(), false));
  CO_TRY(intent, co_await wait_for(std::move(intent), Status::kSigned, settings_.default_wait));
  if (!intent.nonce || intent.hash.empty()) {
    co_return fail(unavailable("the transaction waits to be signed; /explain says why"));
  }
  std::vector<std::pair<std::uint64_t, int>> names{{*intent.nonce, 1}};
  CO_TRY(const auto raw, co_await store_.raw({intent.network, intent.sender}, std::move(names)));
  v1::SignTransactionReply out;
  out.set_raw(raw.front().data(), raw.front().size());
  CO_TRY(*out.mutable_transaction(), co_await message_of(std::move(intent)));
  co_return out;
}

}  // namespace coffer::transactions
