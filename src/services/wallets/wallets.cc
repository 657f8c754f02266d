#include "services/wallets/wallets.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "base/id.h"
#include "domain/evm/address.h"
#include "services/wallets/messages.h"

namespace coffer::wallets {
namespace {

using chains::v1::Network;

constexpr std::int64_t kMaxWallets = 1'000;
constexpr std::size_t kMaxAccounts = 1'000;
constexpr std::size_t kMaxTokens = 200;

CallContext as_wallets(CallContext call) {
  call.principal = Principal::service("wallets");
  return call;
}

Error no_wallet() { return not_found("no such wallet").with("field", "wallet_id"); }

/// The origin of a wallet that exists, as far as deriving from it goes.
Origin origin_of(const WalletRow& wallet) {
  if (wallet.kind == "watch") return wallet.xpub.empty() ? Origin::kAddress : Origin::kXpub;
  return wallet.key_kind == "secp256k1" ? Origin::kPrivateKey : Origin::kMnemonic;
}

std::int32_t next_index(const std::vector<AccountRow>& accounts, const std::string& network) {
  std::int32_t next = 0;
  for (const AccountRow& account : accounts)
    if (account.network == network) next = std::max(next, account.index + 1);
  return next;
}

/// What would come to be, without ids or addresses that only making it can tell.
v1::Wallet preview(const v1::CreateWalletRequest& request, const std::vector<Network>& networks, Origin origin) {
  v1::Wallet out;
  out.set_label(request.label());
  out.set_kind(request.kind().empty() ? "hd" : request.kind());
  out.set_exportable(request.exportable());
  for (const Network& network : networks) {
    v1::Account& account = *out.add_accounts();
    account.set_network(network.id());
    account.set_chain(network.chain());
    account.set_path(account_path(network, origin, 0));
    account.set_address(request.address());
  }
  return out;
}

}  // namespace

Wallets::Wallets(Dependencies dependencies, telemetry::Log log)
    : d_(dependencies),
      store_(d_.database),
      balances_(d_.chains, store_, d_.cache, d_.clock),
      log_(log.named("wallets")),
      watch_(d_.database, store_, d_.outbox, d_.chains, d_.clock, d_.sleeper, log_) {
  d_.transactions.subscribe("wallets", {"transaction.status_changed"},
                            [this](const events::Envelope& envelope) { return take(envelope); });
}

awaitable<Result<v1::Wallet>> Wallets::create_wallet(const CallContext& call, v1::CreateWalletRequest request) {
  CO_TRY(const Origin origin, wallets::origin_of(request));
  CO_TRY(const std::vector<Network> networks,
         co_await networks_of(call, {request.networks().begin(), request.networks().end()}));
  WalletRow wallet{.id = {},
                   .owner = call.principal.id,
                   .label = request.label(),
                   .kind = request.kind().empty() ? "hd" : request.kind(),
                   .exportable = request.exportable(),
                   .key_kind = {},
                   .xpub = request.xpub(),
                   .idempotency_key = call.idempotency_key,
                   .created_at = d_.clock.now()};
  CO_TRY(wallet.id, new_id(d_.clock, d_.entropy));
  if (request.validate_only()) {
    CO_CHECK(co_await seal_key(call, request, origin, wallet));
    co_return preview(request, networks, origin);
  }
  CO_TRY(const std::int64_t count, co_await store_.count_wallets(wallet.owner));
  if (count >= kMaxWallets) co_return fail(conflict("a user has at most 1000 wallets"));

  CO_TRY(wallet, co_await store_.begin_wallet(wallet));
  if (wallet.ready) {
    CO_TRY(const std::vector<AccountRow> accounts, co_await store_.accounts_of_wallet(wallet.id));
    co_return to_message(wallet, accounts);
  }
  const std::string address = request.address();
  Result<void> sealed = co_await seal_key(call, request, origin, wallet);
  Result<std::vector<AccountRow>> accounts = std::vector<AccountRow>();
  if (sealed) accounts = co_await derive_accounts(call, wallet, origin, address, networks, 0);
  if (!sealed || !accounts) {
    CO_CHECK(co_await store_.abandon_wallet(wallet.id));
    co_return fail(sealed ? accounts.error() : sealed.error());
  }
  CO_CHECK(co_await d_.database.transaction([&](sql::Transaction& transaction) -> awaitable<Result<void>> {
    CO_TRY(const bool shown, co_await store_.finish_wallet(transaction, wallet, *accounts));
    if (!shown) co_return Result<void>();
    for (const AccountRow& account : *accounts) CO_CHECK(co_await announce(transaction, account));
    co_return Result<void>();
  }));
  CO_TRY(const std::vector<AccountRow> stored, co_await store_.accounts_of_wallet(wallet.id));
  co_return to_message(wallet, stored);
}

awaitable<Result<v1::ListWalletsReply>> Wallets::list_wallets(const CallContext& call, v1::ListWalletsRequest request) {
  CO_TRY(const sql::Page page, sql::parse_page(request.page_size(), request.page_token()));
  CO_TRY(std::vector<WalletRow> rows, co_await store_.list_wallets(call.principal.id, page));
  v1::ListWalletsReply reply;
  reply.set_next_page_token(sql::cut_page(rows, page, [](const WalletRow& row) { return row.id; }));
  if (rows.empty()) co_return reply;
  CO_TRY(const std::vector<AccountRow> accounts,
         co_await store_.accounts_between(call.principal.id, rows.back().id, rows.front().id));
  for (const WalletRow& row : rows) *reply.add_wallets() = to_message(row, accounts);
  co_return reply;
}

awaitable<Result<v1::Wallet>> Wallets::get_wallet(const CallContext& call, v1::GetWalletRequest request) {
  CO_TRY(const WalletRow wallet, co_await owned_wallet(call, request.wallet_id()));
  CO_TRY(const std::vector<AccountRow> accounts, co_await store_.accounts_of_wallet(wallet.id));
  co_return to_message(wallet, accounts);
}

awaitable<Result<v1::Wallet>> Wallets::update_wallet(const CallContext& call, v1::UpdateWalletRequest request) {
  CO_CHECK(co_await owned_wallet(call, request.wallet_id()));
  CO_CHECK(co_await store_.rename_wallet(call.principal.id, request.wallet_id(), request.label()));
  v1::GetWalletRequest again;
  again.set_wallet_id(request.wallet_id());
  co_return co_await get_wallet(call, std::move(again));
}

awaitable<Result<v1::Account>> Wallets::create_account(const CallContext& call, v1::CreateAccountRequest request) {
  // Somebody else may take the next index in between; then there is another next one.
  constexpr int kAttempts = 16;
  Result<v1::Account> made = co_await try_create_account(call, request);
  for (int i = 1; i < kAttempts && !request.has_index() && !made && made.error().code == ErrorCode::kConflict; ++i)
    made = co_await try_create_account(call, request);
  co_return made;
}

awaitable<Result<v1::Account>> Wallets::try_create_account(const CallContext& call, v1::CreateAccountRequest request) {
  CO_TRY(const WalletRow wallet, co_await owned_wallet(call, request.wallet_id()));
  CO_TRY(const Network network, co_await network_of(call, request.network(), "network"));
  CO_TRY(const std::vector<AccountRow> existing, co_await store_.accounts_of_wallet(wallet.id));
  if (existing.size() >= kMaxAccounts) co_return fail(conflict("a wallet has at most 1000 accounts"));
  const Origin origin = origin_of(wallet);
  const std::int32_t index = request.has_index() ? request.index() : next_index(existing, network.id());
  if (!derives(origin) && index != 0)
    co_return fail(invalid_field("index", "a wallet of a single key or address has only index 0"));

  const std::string address = existing.empty() ? std::string() : existing.front().address;
  CO_TRY(const std::vector<AccountRow> accounts,
         co_await derive_accounts(call, wallet, origin, address, {network}, index));
  const AccountRow& account = accounts.front();
  if (request.validate_only()) co_return to_message(account);
  CO_CHECK(co_await d_.database.transaction([&](sql::Transaction& transaction) -> awaitable<Result<void>> {
    CO_CHECK(co_await store_.add_account(transaction, account));
    co_return co_await announce(transaction, account);
  }));
  co_return to_message(account);
}

awaitable<Result<v1::ListBalancesReply>> Wallets::list_balances(const CallContext& call,
                                                                v1::ListBalancesRequest request) {
  CO_TRY(const sql::Page page, sql::parse_page(request.page_size(), request.page_token()));
  CO_TRY(const WalletRow wallet, co_await owned_wallet(call, request.wallet_id()));
  CO_TRY(std::vector<AccountRow> accounts, co_await store_.accounts_of_wallet(wallet.id));
  CO_TRY(std::vector<TokenRow> tokens, co_await store_.tokens_of_wallet(wallet.id));
  // Newest first, as every list that is cut into pages.
  std::ranges::reverse(accounts);
  std::erase_if(accounts, [&](const AccountRow& account) { return account.id >= page.after; });

  v1::ListBalancesReply reply;
  reply.set_next_page_token(sql::cut_page(accounts, page, [](const AccountRow& account) { return account.id; }));
  // Whoever looks is told what changes; a failure to note that leaves the answer right.
  (void)co_await watch_.look_at(accounts);
  for (const AccountRow& account : accounts) {
    std::vector<TokenRow> shown;
    std::ranges::copy_if(tokens, std::back_inserter(shown),
                         [&](const TokenRow& token) { return token.account_id == account.id; });
    if (shown.size() < kMaxTokens)
      std::ranges::move(co_await balances_.discover(call, account), std::back_inserter(shown));
    for (const std::string& asset : request.assets()) {
      // A contract address, or CAIP-19, which ends in one.
      const auto contract = evm::Address::parse(asset.substr(asset.rfind(':') + 1));
      if (!contract) co_return fail(invalid_field("assets", "names no token contract"));
      if (std::ranges::count(shown, contract->text(), &TokenRow::contract) != 0) continue;
      auto described = co_await balances_.describe(call, account.network, contract->text());
      if (described) shown.push_back(*std::move(described));
    }
    for (v1::Balance& balance : co_await balances_.of_account(call, account, std::move(shown), request.fresh()))
      *reply.add_balances() = std::move(balance);
  }
  co_return reply;
}

awaitable<Result<v1::Asset>> Wallets::track_token(const CallContext& call, v1::TrackTokenRequest request) {
  CO_TRY(const WalletRow wallet, co_await owned_wallet(call, request.wallet_id()));
  CO_TRY(const Network network, co_await network_of(call, request.network(), "network"));
  CO_TRY(const TokenRow token, co_await balances_.describe(call, network.id(), request.contract()));
  CO_TRY(const std::vector<TokenRow> known, co_await store_.tokens_of_wallet(wallet.id));
  CO_TRY(const std::vector<AccountRow> accounts, co_await store_.accounts_of_wallet(wallet.id));
  for (const AccountRow& account : accounts) {
    if (account.network != network.id()) continue;
    if (std::ranges::count(known, account.id, &TokenRow::account_id) >= static_cast<std::ptrdiff_t>(kMaxTokens))
      co_return fail(conflict("an account shows at most 200 tokens"));
    CO_CHECK(co_await store_.add_tokens(account.id, {token}, account.scanned_block, d_.clock.now()));
  }
  v1::Asset asset;
  asset.set_symbol(token.symbol);
  asset.set_name(token.name);
  asset.set_decimals(token.decimals);
  asset.set_contract(token.contract);
  asset.set_id(network.chain() + "/erc20:" + token.contract);
  co_return asset;
}

awaitable<Result<v1::UserWallet>> Wallets::get_user_wallet(const CallContext& call, v1::GetUserWalletRequest request) {
  const Principal& caller = call.principal;
  const bool staff = caller.has_role("support") || caller.has_role("compliance") || caller.has_role("admin");
  if (!staff && !caller.is_user(request.user_id())) co_return fail(not_found("no wallet on this network"));
  CO_TRY(const Network network, co_await network_of(call, request.network(), "network"));
  CO_TRY(const std::vector<OwnedAccount> accounts, co_await store_.accounts_of_user(request.user_id(), network.id()));
  if (accounts.empty()) co_return fail(not_found("no wallet on this network"));
  const AccountRow& first = accounts.front().account;
  v1::UserWallet out;
  out.set_user_id(first.owner);
  out.set_network(first.network);
  out.set_address(first.address);
  out.set_path(first.path);
  *out.mutable_created_at() = to_timestamp(first.created_at);
  co_return out;
}

awaitable<Result<v1::AccountRecord>> Wallets::get_account(const CallContext&, v1::GetAccountRequest request) {
  CO_TRY(const std::optional<OwnedAccount> owned, co_await store_.find_account(request.account_id()));
  if (!owned) co_return fail(not_found("no such account").with("field", "account_id"));
  co_return to_record(*owned);
}

awaitable<Result<v1::ListAccountsReply>> Wallets::list_accounts(const CallContext& call,
                                                                v1::ListAccountsRequest request) {
  std::string network;
  if (!request.network().empty()) {
    CO_TRY(const Network found, co_await network_of(call, request.network(), "network"));
    network = found.id();
  }
  CO_TRY(const std::vector<OwnedAccount> accounts, co_await store_.accounts_of_user(request.user_id(), network));
  v1::ListAccountsReply reply;
  for (const OwnedAccount& account : accounts) *reply.add_accounts() = to_record(account);
  co_return reply;
}

awaitable<Result<std::vector<Network>>> Wallets::networks_of(CallContext call, std::vector<std::string> names) {
  std::vector<Network> out;
  for (std::size_t i = 0; i < names.size(); ++i) {
    const std::string field = "networks[" + std::to_string(i) + "]";
    CO_TRY(Network network, co_await network_of(call, names[i], field));
    const bool twice = std::ranges::any_of(out, [&](const Network& other) { return other.id() == network.id(); });
    if (twice) co_return fail(invalid_field(field, "is the same network as an earlier one"));
    out.push_back(std::move(network));
  }
  co_return out;
}

awaitable<Result<Network>> Wallets::network_of(CallContext call, std::string name, std::string field) {
  chains::v1::GetNetworkRequest request;
  request.set_network(name);
  Result<Network> network = co_await d_.chains.get_network(as_wallets(std::move(call)), std::move(request));
  if (!network && network.error().code == ErrorCode::kNotFound)
    co_return fail(invalid_field(std::move(field), "is no network of this server"));
  co_return network;
}

awaitable<Result<WalletRow>> Wallets::owned_wallet(CallContext call, std::string wallet_id) {
  CO_TRY(std::optional<WalletRow> wallet, co_await store_.find_wallet(call.principal.id, wallet_id));
  if (!wallet) co_return fail(no_wallet());
  co_return *std::move(wallet);
}

awaitable<Result<void>> Wallets::announce(sql::Transaction& transaction, const AccountRow& account) {
  CO_CHECK(co_await store_.watch(transaction, account, watch_.watched_until()));
  const nlohmann::json data = {{"account_id", account.id},
                               {"wallet_id", account.wallet_id},
                               {"owner", account.owner},
                               {"network", account.network},
                               {"address", account.address}};
  CO_CHECK(co_await d_.outbox.append(transaction,
                                     {.type = "wallets.account_created", .key = account.id, .data = data.dump()}));
  co_return Result<void>();
}

}  // namespace coffer::wallets
