#include "base/id.h"
#include "services/transactions/request.h"
#include "services/transactions/transactions.h"

namespace coffer::transactions {
namespace {

Error unknown_account() { return not_found("account").with("field", "account_id"); }

Error insufficient(const U256& needed, const U256& available, const std::string& what) {
  Error error{.code = ErrorCode::kInsufficientFunds, .message = "the account has too little " + what, .details = {}};
  error.details = {{"needed", needed.decimal()}, {"available", available.decimal()}};
  return error;
}

Error denied(const Intent& intent, const std::string& reason) {
  Error error{.code = ErrorCode::kPolicyDenied, .message = reason, .details = {}};
  error.details["rule"] = intent.policy_rule;
  return error;
}

}  // namespace

awaitable<Result<SigningAccount>> Transactions::own_account(const CallContext& call, std::string account_id) {
  auto account = co_await signing_.account(std::move(account_id));
  if (!account && account.error().code == ErrorCode::kNotFound) co_return fail(unknown_account());
  if (!account) co_return fail(std::move(account).error());
  const bool stranger = call.principal.kind == Principal::Kind::kUser && !call.principal.is_user(account->owner);
  if (stranger) co_return fail(unknown_account());
  co_return *std::move(account);
}

awaitable<Result<Transactions::Draft>> Transactions::draft(const CallContext& call,
                                                           v1::CreateTransactionRequest request, bool always_estimate) {
  Draft out;
  CO_TRY(out.account, co_await own_account(call, request.account_id()));
  if (out.account.key_id.empty()) {
    co_return fail(invalid_field("account_id", "is watched only: its key is elsewhere"));
  }
  CO_TRY(const NetworkFacts network, co_await chain_.network(out.account.network));
  CO_TRY(out.intent, intent_of_request(request, out.account, network, services_.clock.now()));
  CO_TRY(out.intent.id, new_id(services_.clock, services_.entropy));
  CO_TRY(out.market, co_await chain_.fees(out.account.network));
  out.fees = first_fees(out.market, out.intent.speed, out.intent.limits, settings_.lanes.fees);
  if (!out.intent.asset.empty()) {
    const LaneKey key{out.intent.network, out.intent.sender};
    CO_TRY(Funds::Free free, co_await funds_.asset(key, out.intent.id, *out.intent.to, out.intent.amount, out.market));
    if (!free.enough) out.shortage = insufficient(out.intent.amount, free.available, "of the asset");
    if (free.hold) out.holds.push_back(std::move(free.hold));
  }
  if (!out.shortage || always_estimate) {
    const bool given = request.has_gas_limit();
    if (!given || always_estimate) CO_CHECK(co_await estimate_gas(out, given));
  }
  if (!out.shortage) CO_CHECK(co_await check_funds(out));
  CO_CHECK(co_await ask_policy(out));
  co_return out;
}

awaitable<Result<void>> Transactions::estimate_gas(Draft& draft, bool given) {
  const Intent& intent = draft.intent;
  CO_TRY(auto reply, co_await chain_.estimate(intent.network, intent.sender, intent.to, intent.value, intent.data));
  if (reply.insufficient_funds()) {
    // What it costs can still be known where only the value is missing.
    CO_TRY(reply, co_await chain_.estimate(intent.network, intent.sender, intent.to, U256(), intent.data));
  }
  draft.reverts = reply.reverts();
  draft.revert_reason = reply.revert_reason();
  if (!reply.l1_data_fee().empty()) {
    CO_TRY(draft.intent.l1_data_fee, U256::parse_decimal(reply.l1_data_fee()));
  }
  if (given) co_return Result<void>();
  const auto gas = static_cast<std::uint64_t>(std::max<std::int64_t>(reply.gas(), 0));
  draft.intent.gas_limit = gas > kEmptyGas ? gas * settings_.gas_margin_percent / 100 : std::max(gas, kEmptyGas);
  if (gas == 0 && !draft.reverts && !draft.intent.data.empty()) {
    co_return fail(invalid_field("gas_limit", "is needed: gas cannot be estimated without funds"));
  }
  co_return Result<void>();
}

awaitable<Result<void>> Transactions::check_funds(Draft& draft) {
  const Intent& intent = draft.intent;
  const U256 needed = highest_cost(intent.value, intent.gas_limit, draft.fees, intent.l1_data_fee);
  CO_TRY(Funds::Free free, co_await funds_.native({intent.network, intent.sender}, intent.id, needed, draft.market));
  if (free.hold) draft.holds.push_back(std::move(free.hold));
  if (!free.enough) draft.shortage = insufficient(needed, free.available, "for amount and fees");
  co_return Result<void>();
}

awaitable<Result<void>> Transactions::ask_policy(Draft& draft) {
  CO_TRY(const signer::v1::PolicyVerdict verdict, co_await signing_.evaluate(draft.account, draft.intent));
  const v1::Effects effects = effects_of(verdict);
  Intent& intent = draft.intent;
  intent.effects = effects.SerializeAsString();
  intent.effect_hash = effects_hash(effects);
  intent.policy_version = verdict.policy_version();
  intent.policy_rule = verdict.rule();
  intent.policy_allowed = verdict.allowed();
  if (!verdict.allowed()) draft.denial = denied(intent, verdict.reason());
  co_return Result<void>();
}

std::optional<Error> Transactions::obstacle(const Draft& draft, const v1::CreateTransactionRequest& request) {
  const bool may_wait = request.wait_for_funds() && draft.intent.asset.empty();
  if (draft.reverts && !request.has_gas_limit() && !draft.shortage) {
    return invalid("the call would revert: " + draft.revert_reason).with("reason", draft.revert_reason);
  }
  if (draft.shortage && !may_wait) return draft.shortage;
  return draft.denial;
}

awaitable<Result<std::optional<Intent>>> Transactions::repeated(const CallContext& call, std::string key,
                                                                ByteArray<32> hash) {
  if (key.empty()) co_return std::nullopt;
  CO_TRY(auto known, co_await store_.find_by_key(call.principal.id, std::move(key)));
  if (!known) co_return std::nullopt;
  if (known->request_hash != hash) co_return fail(conflict("the idempotency key was used for another request"));
  co_return known;
}

awaitable<Result<std::vector<Intent>>> Transactions::store_intents(std::vector<Intent> intents) {
  std::vector<ByteArray<32>> hashes;
  for (const Intent& intent : intents) hashes.push_back(intent.request_hash);
  CO_TRY(const std::vector<Store::Created> stored, co_await store_.create(std::move(intents)));
  std::vector<Intent> out;
  for (std::size_t i = 0; i < stored.size(); ++i) {
    const Intent& intent = stored[i].intent;
    if (intent.request_hash != hashes[i]) co_return fail(conflict("the idempotency key was used for another request"));
    if (!stored[i].existed) written({intent, {intent.status}});
    if (!is_final(intent.status)) engine_.wake({intent.network, intent.sender});
    out.push_back(intent);
  }
  co_return out;
}

awaitable<Result<Intent>> Transactions::keep_rejected(Draft draft) {
  draft.intent.status = Status::kRejected;
  draft.intent.failure = {std::string(error_code_name(draft.denial->code)), draft.denial->message};
  std::vector<Intent> intents{draft.intent};
  CO_TRY(const std::vector<Intent> stored, co_await store_intents(std::move(intents)));
  Error error = *draft.denial;
  error.details["transaction_id"] = stored.front().id;
  co_return fail(std::move(error));
}

awaitable<Result<Intent>> Transactions::create_intent(const CallContext& call, v1::CreateTransactionRequest request,
                                                      bool send) {
  const std::string key = call.idempotency_key.empty() ? "" : "create:" + call.idempotency_key;
  CO_TRY(const auto known, co_await repeated(call, key, request_hash(request)));
  if (known && known->status == Status::kRejected) {
    co_return fail(denied(*known, known->failure.message).with("transaction_id", known->id));
  }
  if (known) {
    engine_.wake({known->network, known->sender});
    co_return *known;
  }
  CO_TRY(Draft made, co_await draft(call, request, false));
  made.intent.idempotency_key = key;
  made.intent.send = send;
  if (const auto error = obstacle(made, request)) {
    if (made.denial && error->code == ErrorCode::kPolicyDenied && !request.validate_only()) {
      co_return co_await keep_rejected(std::move(made));
    }
    co_return fail(*error);
  }
  if (request.validate_only()) {
    made.intent.id.clear();
    co_return made.intent;
  }
  std::vector<Intent> intents{std::move(made.intent)};
  CO_TRY(const std::vector<Intent> stored, co_await store_intents(std::move(intents)));
  co_return stored.front();
}

awaitable<Result<Intent>> Transactions::wait_for(Intent intent, Status wanted, Duration limit) {
  // Changes of other processes are not heard: they are looked for.
  constexpr auto kLook = std::chrono::milliseconds(500);
  const Time end = services_.clock.now() + limit;
  for (;;) {
    const auto seen = waiters_.of(intent.id).version();
    CO_TRY(const auto now, co_await store_.find(intent.id));
    if (now) intent = *now;
    const Duration left = end - services_.clock.now();
    if (has_reached(intent.status, wanted) || left.count() <= 0) co_return intent;
    CO_CHECK(co_await waiters_.of(intent.id).wait_for(seen, services_.sleeper, std::min<Duration>(left, kLook)));
  }
}

}  // namespace coffer::transactions
