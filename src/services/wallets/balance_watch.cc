#include "services/wallets/balance_watch.h"

#include <nlohmann/json.hpp>

#include "services/wallets/messages.h"

namespace coffer::wallets {
namespace {

using chains::v1::GetBalancesReply;

constexpr Duration kWatched = std::chrono::hours{24};
constexpr std::int64_t kMostWatched = 500;
constexpr std::size_t kAddressesAtOnce = 100;
constexpr std::size_t kMostKept = 20'000;
constexpr std::int32_t kWaitMs = 20'000;
constexpr Duration kAfterFailure = std::chrono::seconds{1};
// However fast blocks come.
constexpr Duration kBetweenChecks = std::chrono::milliseconds{250};

std::string amount_of(const GetBalancesReply& reply, const std::string& address, const std::string& contract) {
  for (const auto& balance : reply.balances())
    if (balance.address() == address && balance.contract() == contract) return balance.amount();
  return {};
}

std::string event_data(const AccountRow& account, const v1::Balance& balance) {
  nlohmann::json asset{
      {"symbol", balance.asset().symbol()}, {"decimals", balance.asset().decimals()}, {"name", balance.asset().name()}};
  if (!balance.asset().contract().empty()) asset["contract"] = balance.asset().contract();
  if (!balance.asset().id().empty()) asset["id"] = balance.asset().id();
  const auto& as_of = balance.as_of();
  const Time time = from_micros(as_of.seconds() * 1'000'000 + as_of.nanos() / 1'000);
  return nlohmann::json{{"owner", account.owner},    {"account_id", account.id},   {"network", account.network},
                        {"asset", std::move(asset)}, {"amount", balance.amount()}, {"block", balance.block()},
                        {"as_of", rfc3339(time)}}
      .dump();
}

}  // namespace

BalanceWatch::BalanceWatch(sql::Database& database, Store& store, events::Outbox& outbox, chains::v1::ChainsApi& chains,
                           const Clock& clock, async::Sleeper& sleeper, telemetry::Log log)
    : database_(database),
      store_(store),
      outbox_(outbox),
      chains_(chains),
      clock_(clock),
      sleeper_(sleeper),
      log_(std::move(log)) {}

Time BalanceWatch::watched_until() const { return clock_.now() + kWatched; }

awaitable<Result<void>> BalanceWatch::follow(std::string network) {
  chains::v1::WatchHeadsRequest request;
  request.set_network(network);
  request.set_wait_ms(kWaitMs);
  const CallContext call = CallContext::internal("wallets");
  for (;;) {
    // What happened before the first answer is covered by the first check.
    const auto heads = co_await chains_.watch_heads(call, request);
    const bool news = heads && (heads->changes_size() > 0 || request.after_sequence() == 0);
    const Result<void> checked = !heads ? fail(heads.error()) : news ? co_await check(network) : Result<void>();
    if (checked) {
      request.set_after_sequence(heads->sequence());
    } else {
      log_.warning("balances cannot be watched", {{"network", network}, {"reason", checked.error().message}});
    }
    if (news || !checked) CO_CHECK(co_await sleeper_.sleep_for(checked ? kBetweenChecks : kAfterFailure));
  }
}

awaitable<Result<void>> BalanceWatch::look_at(std::vector<AccountRow> accounts) {
  const Time now = clock_.now();
  {
    const std::scoped_lock lock(mutex_);
    if (watched_.size() > kMostKept) watched_.clear();
    // Written again only when half of the time is over: looking is a read.
    std::erase_if(accounts, [&](const AccountRow& account) {
      const auto known = watched_.find(account.id);
      return known != watched_.end() && known->second > now + kWatched / 2;
    });
  }
  if (accounts.empty()) co_return Result<void>();
  const Time until = watched_until();
  CO_CHECK(co_await database_.transaction([&](sql::Transaction& transaction) -> awaitable<Result<void>> {
    for (const AccountRow& account : accounts) CO_CHECK(co_await store_.watch(transaction, account, until));
    co_return Result<void>();
  }));
  const std::scoped_lock lock(mutex_);
  for (const AccountRow& account : accounts) watched_.insert_or_assign(account.id, until);
  co_return Result<void>();
}

awaitable<Result<void>> BalanceWatch::check(std::string network) {
  CO_TRY(std::vector<AccountRow> accounts, co_await store_.watched_accounts(network, clock_.now(), kMostWatched));
  co_return co_await check_accounts(std::move(network), std::move(accounts));
}

awaitable<Result<void>> BalanceWatch::check_addresses(std::string network, std::vector<std::string> addresses) {
  std::vector<AccountRow> accounts;
  for (const std::string& address : addresses) {
    CO_TRY(std::vector<AccountRow> found, co_await store_.accounts_at(network, address));
    std::ranges::move(found, std::back_inserter(accounts));
  }
  co_return co_await check_accounts(std::move(network), std::move(accounts));
}

awaitable<Result<void>> BalanceWatch::check_accounts(std::string network, std::vector<AccountRow> accounts) {
  if (accounts.empty()) co_return Result<void>();
  chains::v1::GetNetworkRequest request;
  request.set_network(network);
  CO_TRY(const chains::v1::Network described,
         co_await chains_.get_network(CallContext::internal("wallets"), std::move(request)));
  CO_TRY(std::vector<Group> groups, co_await group(std::move(accounts)));
  for (Group& each : groups) CO_CHECK(co_await check_group(described, std::move(each)));
  co_return Result<void>();
}

awaitable<Result<std::vector<BalanceWatch::Group>>> BalanceWatch::group(std::vector<AccountRow> accounts) {
  std::map<std::vector<std::string>, Group> by_tokens;
  std::vector<Group> out;
  for (AccountRow& account : accounts) {
    CO_TRY(std::vector<TokenRow> tokens, co_await store_.tokens_of_account(account.id));
    std::vector<std::string> contracts;
    for (const TokenRow& token : tokens) contracts.push_back(token.contract);
    Group& group = by_tokens[std::move(contracts)];
    group.tokens = std::move(tokens);
    group.accounts.push_back(std::move(account));
    if (group.accounts.size() == kAddressesAtOnce) out.push_back(std::exchange(group, {}));
  }
  for (auto& [contracts, group] : by_tokens)
    if (!group.accounts.empty()) out.push_back(std::move(group));
  co_return out;
}

awaitable<Result<void>> BalanceWatch::check_group(chains::v1::Network network, Group group) {
  chains::v1::GetBalancesRequest request;
  request.set_network(network.id());
  for (const AccountRow& account : group.accounts) request.add_addresses(account.address);
  for (const TokenRow& token : group.tokens) request.add_contracts(token.contract);
  CO_TRY(const GetBalancesReply reply,
         co_await chains_.get_balances(CallContext::internal("wallets"), std::move(request)));
  for (const AccountRow& account : group.accounts) {
    std::vector<v1::Balance> entries{native_entry(account, network)};
    for (const TokenRow& token : group.tokens) entries.push_back(token_entry(account, token));
    for (v1::Balance& entry : entries) {
      std::string amount = amount_of(reply, account.address, entry.asset().contract());
      // What no node could tell is not 0, and not news.
      if (amount.empty() || is_told(account.id + '/' + entry.asset().contract(), amount)) continue;
      entry.set_amount(std::move(amount));
      entry.set_block(reply.block());
      *entry.mutable_as_of() = reply.as_of();
      CO_CHECK(co_await tell(account, std::move(entry)));
    }
  }
  co_return Result<void>();
}

bool BalanceWatch::is_told(const std::string& key, const std::string& amount) {
  const std::scoped_lock lock(mutex_);
  const auto told = told_.find(key);
  return told != told_.end() && told->second == amount;
}

awaitable<Result<void>> BalanceWatch::tell(AccountRow account, v1::Balance balance) {
  const Balance row{.account_id = account.id,
                    .contract = balance.asset().contract(),
                    .amount = balance.amount(),
                    .block = balance.block()};
  CO_CHECK(co_await database_.transaction([&](sql::Transaction& transaction) -> awaitable<Result<void>> {
    CO_TRY(const bool news, co_await store_.tell_balance(transaction, row));
    if (!news) co_return Result<void>();
    events::Event event{.type = "balance.changed", .key = account.id, .data = event_data(account, balance)};
    CO_CHECK(co_await outbox_.append(transaction, std::move(event)));
    co_return Result<void>();
  }));
  CO_TRY(std::string told, co_await store_.told_balance(row.account_id, row.contract));
  const std::scoped_lock lock(mutex_);
  if (told_.size() > kMostKept) told_.clear();
  told_.insert_or_assign(account.id + '/' + row.contract, std::move(told));
  co_return Result<void>();
}

}  // namespace coffer::wallets
