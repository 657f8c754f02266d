#include "services/wallets/balances.h"

#include <utility>

#include "services/wallets/messages.h"

namespace coffer::wallets {
namespace {

using chains::v1::GetBalancesReply;
using chains::v1::GetBalancesRequest;
using chains::v1::Network;

/// Long after a block has ceased to be the head.
constexpr std::chrono::minutes kKept{10};

/// Chains is asked in this service's own name: the caller's rights were checked before.
CallContext as_wallets(CallContext call) {
  call.principal = Principal::service("wallets");
  call.idempotency_key.clear();
  return call;
}

void fill_amounts(std::vector<v1::Balance>& entries, const GetBalancesReply& reply) {
  for (v1::Balance& entry : entries)
    for (const auto& balance : reply.balances()) {
      if (balance.contract() != entry.asset().contract()) continue;
      entry.set_amount(balance.amount());
      entry.set_block(reply.block());
      *entry.mutable_as_of() = reply.as_of();
    }
}

std::string key_of(const GetBalancesRequest& request, const std::string& head) {
  std::string key = "balances|" + request.network() + "|" + head + "|" + request.addresses(0);
  for (const std::string& contract : request.contracts()) key += "|" + contract;
  return key;
}

}  // namespace

Balances::Balances(chains::v1::ChainsApi& chains, Store& store, cache::Cache& cache, const Clock& clock)
    : chains_(chains), store_(store), cache_(cache), clock_(clock) {}

awaitable<std::vector<v1::Balance>> Balances::of_account(CallContext call, AccountRow account,
                                                         std::vector<TokenRow> tokens, bool fresh) {
  call = as_wallets(std::move(call));
  chains::v1::GetNetworkRequest ask;
  ask.set_network(account.network);
  const Result<Network> network = co_await chains_.get_network(call, ask);

  std::vector<v1::Balance> entries;
  entries.push_back(native_entry(account, network.value_or(Network())));
  GetBalancesRequest request;
  request.set_network(account.network);
  request.add_addresses(account.address);
  for (const TokenRow& token : tokens) {
    entries.push_back(token_entry(account, token));
    request.add_contracts(token.contract);
  }
  if (!network) co_return entries;
  const Result<GetBalancesReply> reply = co_await read(call, *network, std::move(request), fresh);
  if (reply) fill_amounts(entries, *reply);
  co_return entries;
}

awaitable<Result<GetBalancesReply>> Balances::read(CallContext call, const Network& network, GetBalancesRequest request,
                                                   bool fresh) {
  const std::string key = key_of(request, network.head().hash());
  if (fresh) CO_CHECK(co_await cache_.erase(key));
  CO_TRY(const std::string kept, co_await cache_.get_or_load(key, kKept, [&]() -> awaitable<Result<std::string>> {
    CO_TRY(const GetBalancesReply reply, co_await chains_.get_balances(call, request));
    co_return reply.SerializeAsString();
  }));
  GetBalancesReply reply;
  if (!reply.ParseFromString(kept)) co_return fail(internal("a kept balance cannot be read"));
  // The node was a block ahead or behind: what it said is not this head's.
  if (reply.block_hash() != network.head().hash()) CO_CHECK(co_await cache_.erase(key));
  co_return reply;
}

awaitable<std::vector<TokenRow>> Balances::discover(CallContext call, AccountRow account) {
  chains::v1::FindTokensRequest request;
  request.set_network(account.network);
  request.add_addresses(account.address);
  request.set_from_block(account.scanned_block + 1);
  const auto found = co_await chains_.find_tokens(as_wallets(call), std::move(request));
  std::vector<TokenRow> tokens;
  if (!found || found->to_block() <= account.scanned_block) co_return tokens;
  for (const auto& token : found->tokens()) {
    auto described = co_await describe(call, account.network, token.contract());
    // A contract that emits Transfer and is no ERC-20 is not worth showing.
    if (described) {
      tokens.push_back(*std::move(described));
    } else if (described.error().code != ErrorCode::kNotFound && described.error().code != ErrorCode::kValidation) {
      // Not told today: these blocks are searched again.
      co_return std::vector<TokenRow>();
    }
  }
  for (TokenRow& token : tokens) token.account_id = account.id;
  const auto stored = co_await store_.add_tokens(account.id, tokens, found->to_block(), clock_.now());
  if (!stored) tokens.clear();
  co_return tokens;
}

awaitable<Result<TokenRow>> Balances::describe(CallContext call, std::string network, std::string contract) {
  chains::v1::GetTokenRequest request;
  request.set_network(network);
  request.set_address(contract);
  // What tokens say is for people to ask: the caller's own right.
  call.idempotency_key.clear();
  CO_TRY(const chains::v1::Token token, co_await chains_.get_token(call, std::move(request)));
  if (token.standard() != "erc20") co_return fail(invalid_field("contract", "is not an ERC-20 token"));
  co_return TokenRow{.account_id = {},
                     .contract = token.address(),
                     .symbol = token.symbol(),
                     .name = token.name(),
                     .decimals = token.decimals()};
}

}  // namespace coffer::wallets
