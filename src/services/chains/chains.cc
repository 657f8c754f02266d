#include "services/chains/chains.h"

#include <algorithm>

#include "services/chains/account_reader.h"
#include "services/chains/evm_network.h"
#include "services/chains/forward.h"
#include "services/chains/http_node.h"
#include "services/chains/json.h"
#include "services/chains/messages.h"

namespace coffer::chains {
namespace {

constexpr std::uint64_t kBlocksBack = 5'000;
const U256 kFaucetAmount(10'000'000'000'000'000'000ULL);  // 10 ether

std::vector<Chains::Wired> wire(std::vector<NetworkSettings> networks, http::Client& client) {
  std::vector<Chains::Wired> out;
  for (NetworkSettings& settings : networks) {
    Chains::Wired wired{std::move(settings), {}};
    for (const EndpointSettings& endpoint : wired.settings.endpoints) {
      wired.nodes.push_back(std::make_unique<HttpNode>(endpoint.name, endpoint.url, client));
    }
    out.push_back(std::move(wired));
  }
  return out;
}

Result<std::vector<evm::Address>> address_list(const std::string& field,
                                               const google::protobuf::RepeatedPtrField<std::string>& texts) {
  std::vector<evm::Address> out;
  for (int i = 0; i < texts.size(); ++i) {
    COFFER_TRY(const evm::Address address, address_field(field + '[' + std::to_string(i) + ']', texts[i]));
    out.push_back(address);
  }
  return out;
}

}  // namespace

Chains::Chains(std::vector<NetworkSettings> networks, http::Client& client, const Clock& clock, async::Sleeper& sleeper,
               telemetry::Log log, telemetry::Metrics& metrics)
    : Chains(wire(std::move(networks), client), clock, sleeper, std::move(log), metrics) {}

Chains::Chains(std::vector<Wired> networks, const Clock& clock, async::Sleeper& sleeper, telemetry::Log log,
               telemetry::Metrics& metrics) {
  for (Wired& wired : networks) {
    networks_.push_back(std::make_unique<EvmNetwork>(std::move(wired.settings), std::move(wired.nodes), clock, sleeper,
                                                     log.named("chains"), metrics));
  }
  std::ranges::sort(networks_, {}, [](const auto& network) { return network->settings.id; });
}

Chains::~Chains() = default;

void Chains::start(async::TaskGroup& tasks) {
  for (const auto& network : networks_) tasks.spawn("heads of " + network->settings.id, network->heads.run());
}

Result<EvmNetwork*> Chains::find_in_path(std::string_view id_or_chain) const {
  for (const auto& network : networks_) {
    if (network->settings.id == id_or_chain || network->settings.chain == id_or_chain) return network.get();
  }
  return fail(not_found("network"));
}

Result<EvmNetwork*> Chains::find(std::string_view id_or_chain) const {
  auto found = find_in_path(id_or_chain);
  if (!found) return fail(invalid_field("network", "is no network of this server"));
  return *found;
}

awaitable<Result<v1::ListNetworksReply>> Chains::list_networks(const CallContext& /*call*/,
                                                               v1::ListNetworksRequest request) {
  const std::size_t size = request.page_size() == 0 ? 50 : static_cast<std::size_t>(request.page_size());
  std::string after;
  if (!request.page_token().empty()) {
    const auto token = parse_base64url(request.page_token());
    if (!token) co_return fail(invalid_field("page_token", "is not a token of this list"));
    after = as_text(*token);
  }
  v1::ListNetworksReply out;
  for (const auto& network : networks_) {
    if (network->settings.id <= after) continue;
    if (static_cast<std::size_t>(out.networks_size()) == size) {
      out.set_next_page_token(base64url(as_bytes(out.networks(out.networks_size() - 1).id())));
      break;
    }
    *out.add_networks() = network_message(*network);
  }
  co_return out;
}

awaitable<Result<v1::Network>> Chains::get_network(const CallContext& /*call*/, v1::GetNetworkRequest request) {
  CO_TRY(const EvmNetwork* network, find_in_path(request.network()));
  co_return network_message(*network);
}

awaitable<Result<v1::Fees>> Chains::get_fees(const CallContext& /*call*/, v1::GetFeesRequest request) {
  CO_TRY(EvmNetwork * network, find_in_path(request.network()));
  CO_TRY(const FeeReader::Now now, co_await network->fees.read());
  co_return fees_message(now, network->settings.legacy_fees);
}

awaitable<Result<v1::Token>> Chains::get_token(const CallContext& /*call*/, v1::GetTokenRequest request) {
  CO_TRY(EvmNetwork * network, find_in_path(request.network()));
  CO_TRY(const evm::Address address, address_field("address", request.address()));
  CO_TRY(const TokenFacts facts, co_await network->tokens.read(address));
  v1::Token out;
  out.set_standard(facts.standard);
  out.set_name(facts.name);
  out.set_symbol(facts.symbol);
  out.set_decimals(facts.decimals);
  if (facts.total_supply) out.set_total_supply(facts.total_supply->decimal());
  out.set_address(address.text());
  out.set_network(network->settings.id);
  co_return out;
}

awaitable<Result<v1::FaucetReply>> Chains::faucet(const CallContext& /*call*/, v1::FaucetRequest request) {
  CO_TRY(EvmNetwork * network, find(request.network()));
  if (!network->settings.development) co_return fail(invalid_field("network", "is no development chain"));
  CO_TRY(const evm::Address address, address_field("address", request.address()));
  U256 amount = kFaucetAmount;
  if (!request.amount().empty()) {
    auto asked = U256::parse_decimal(request.amount());
    if (!asked) co_return fail(invalid_field("amount", std::move(asked).error().message));
    amount = *asked;
  }
  if (amount.bit_length() > 128) co_return fail(invalid_field("amount", "is more than there is"));
  CO_TRY(const U256 balance, co_await network->faucet.give(address, amount));
  v1::FaucetReply out;
  out.set_address(address.text());
  out.set_network(network->settings.id);
  out.set_amount(amount.decimal());
  out.set_balance(balance.decimal());
  co_return out;
}

awaitable<Result<v1::GetBalancesReply>> Chains::get_balances(const CallContext& /*call*/,
                                                             v1::GetBalancesRequest request) {
  CO_TRY(EvmNetwork * network, find(request.network()));
  CO_TRY(const auto owners, address_list("addresses", request.addresses()));
  CO_TRY(const auto contracts, address_list("contracts", request.contracts()));
  CO_TRY(const HeadFollower::View view, co_await network->heads.current());
  CO_TRY(const auto balances, co_await read_balances(network->settings, network->pool, owners, contracts));
  v1::GetBalancesReply out;
  for (const TokenBalance& balance : balances) {
    v1::AddressBalance* item = out.add_balances();
    item->set_address(balance.owner.text());
    if (balance.contract) item->set_contract(balance.contract->text());
    item->set_amount(balance.amount.decimal());
  }
  out.set_block(static_cast<std::int64_t>(view.head.number));
  out.set_block_hash(view.head.hash.text());
  set_time(*out.mutable_as_of(), network->heads.last_answer().value_or(view.head.time));
  co_return out;
}

awaitable<Result<v1::FindTokensReply>> Chains::find_tokens(const CallContext& /*call*/, v1::FindTokensRequest request) {
  CO_TRY(EvmNetwork * network, find(request.network()));
  CO_TRY(auto owners, address_list("addresses", request.addresses()));
  const auto from = static_cast<std::uint64_t>(std::max<std::int64_t>(request.from_block(), 0));
  CO_TRY(const FoundTokens found, co_await chains::find_tokens(network->pool, network->heads, std::move(owners), from));
  v1::FindTokensReply out;
  for (const FoundToken& token : found.tokens) {
    v1::FoundToken* item = out.add_tokens();
    item->set_address(token.owner.text());
    item->set_contract(token.contract.text());
  }
  out.set_to_block(static_cast<std::int64_t>(found.to_block));
  co_return out;
}

awaitable<Result<v1::AccountState>> Chains::get_account_state(const CallContext& /*call*/,
                                                              v1::GetAccountStateRequest request) {
  CO_TRY(EvmNetwork * network, find(request.network()));
  CO_TRY(const evm::Address address, address_field("address", request.address()));
  CO_TRY(const AccountFacts facts, co_await read_account(network->settings, network->pool, network->heads, address));
  v1::AccountState out;
  out.set_latest_nonce(static_cast<std::int64_t>(facts.latest_nonce));
  out.set_pending_nonce(static_cast<std::int64_t>(facts.pending_nonce));
  out.set_final_nonce(static_cast<std::int64_t>(facts.final_nonce));
  out.set_balance(facts.balance.decimal());
  out.set_block(static_cast<std::int64_t>(facts.head.number));
  out.set_block_hash(facts.head.hash.text());
  co_return out;
}

awaitable<Result<v1::EstimateCallReply>> Chains::estimate_call(const CallContext& /*call*/,
                                                               v1::EstimateCallRequest request) {
  CO_TRY(EvmNetwork * network, find(request.network()));
  CallObject object;
  CO_TRY(object.from, address_field("from", request.from()));
  if (!request.to().empty()) {
    CO_TRY(object.to, address_field("to", request.to()));
  }
  if (!request.value().empty()) {
    CO_TRY(object.value, U256::parse_decimal(request.value()));
  }
  object.data = to_bytes(request.data());
  CO_TRY(const EstimateFacts facts, co_await network->estimator.estimate(std::move(object)));
  v1::EstimateCallReply out;
  out.set_gas(static_cast<std::int64_t>(facts.gas));
  out.set_reverts(facts.reverts);
  out.set_revert_reason(facts.revert_reason);
  out.set_revert_data(facts.revert_data.data(), facts.revert_data.size());
  if (!facts.l1_data_fee.is_zero()) out.set_l1_data_fee(facts.l1_data_fee.decimal());
  out.set_insufficient_funds(facts.insufficient_funds);
  co_return out;
}

awaitable<Result<v1::BroadcastReply>> Chains::broadcast(const CallContext& /*call*/, v1::BroadcastRequest request) {
  CO_TRY(EvmNetwork * network, find(request.network()));
  std::vector<Bytes> raw;
  for (const std::string& bytes : request.raw()) raw.push_back(to_bytes(bytes));
  const auto results = co_await chains::broadcast(network->settings, network->pool, std::move(raw));
  v1::BroadcastReply out;
  for (const BroadcastFacts& facts : results) *out.add_results() = broadcast_message(facts);
  // A development chain may mine at once.
  if (network->settings.development) network->heads.nudge();
  co_return out;
}

awaitable<Result<v1::FindTransactionsReply>> Chains::find_transactions(const CallContext& /*call*/,
                                                                       v1::FindTransactionsRequest request) {
  CO_TRY(EvmNetwork * network, find(request.network()));
  CO_TRY(const evm::Address sender, address_field("from", request.from()));
  if (request.first_nonce() < 0 || request.last_nonce() < request.first_nonce() ||
      request.last_nonce() - request.first_nonce() > 1000) {
    co_return fail(invalid_field("last_nonce", "must be at most 1000 above first_nonce"));
  }
  const std::uint64_t blocks =
      request.max_blocks() > 0 ? static_cast<std::uint64_t>(request.max_blocks()) : kBlocksBack;
  CO_TRY(const FoundTransactions found,
         co_await chains::find_transactions(network->pool, network->heads, sender,
                                            static_cast<std::uint64_t>(request.first_nonce()),
                                            static_cast<std::uint64_t>(request.last_nonce()), blocks));
  v1::FindTransactionsReply out;
  for (const FoundTransaction& item : found.found) *out.add_transactions() = found_message(item);
  out.set_complete(found.complete);
  co_return out;
}

awaitable<Result<v1::GetTransactionStatesReply>> Chains::get_transaction_states(
    const CallContext& /*call*/, v1::GetTransactionStatesRequest request) {
  CO_TRY(EvmNetwork * network, find(request.network()));
  std::vector<evm::Hash> hashes;
  for (const std::string& text : request.hashes()) {
    auto hash = evm::Hash::parse(text);
    if (!hash) co_return fail(invalid_field("hashes", std::move(hash).error().message));
    hashes.push_back(*hash);
  }
  CO_TRY(const auto facts, co_await network->states.read(hashes));
  CO_TRY(const HeadFollower::View view, co_await network->heads.current());
  v1::GetTransactionStatesReply out;
  for (std::size_t i = 0; i < hashes.size(); ++i) *out.add_states() = state_message(hashes[i], facts[i], view);
  *out.mutable_head() = head_message(view.head);
  out.set_final_block(static_cast<std::int64_t>(view.final_block));
  co_return out;
}

awaitable<Result<v1::GetReceiptReply>> Chains::get_receipt(const CallContext& /*call*/, v1::GetReceiptRequest request) {
  CO_TRY(EvmNetwork * network, find(request.network()));
  auto hash = evm::Hash::parse(request.hash());
  if (!hash) co_return fail(invalid_field("hash", std::move(hash).error().message));
  CO_TRY(std::string json, co_await network->pool.ask_one(chains::get_receipt(*hash)));
  if (json == "null") co_return fail(not_found("receipt"));
  v1::GetReceiptReply out;
  out.set_json(std::move(json));
  co_return out;
}

awaitable<Result<v1::WatchHeadsReply>> Chains::watch_heads(const CallContext& /*call*/, v1::WatchHeadsRequest request) {
  CO_TRY(EvmNetwork * network, find(request.network()));
  const auto limit = std::chrono::milliseconds(std::clamp(request.wait_ms(), 0, 30'000));
  CO_TRY(const HeadFollower::Changes found, co_await network->heads.watch(request.after_sequence(), limit));
  v1::WatchHeadsReply out;
  for (const HeadFollower::Change& change : found.changes) {
    v1::HeadChange* item = out.add_changes();
    *item->mutable_head() = head_message(change.head);
    item->set_reorg_depth(static_cast<std::int32_t>(change.reorg_depth));
  }
  out.set_sequence(found.sequence);
  co_return out;
}

awaitable<Result<v1::ForwardReadReply>> Chains::forward_read(const CallContext& /*call*/,
                                                             v1::ForwardReadRequest request) {
  CO_TRY(EvmNetwork * network, find(request.network()));
  if (!may_forward(request.method())) co_return fail(invalid_field("method", "is not passed on"));
  CO_TRY(std::string params, checked_params(request.params_json()));
  std::vector<RpcCall> calls{{request.method(), std::move(params)}};
  CO_TRY(std::vector<RpcReply> replies, co_await network->pool.ask(std::move(calls)));
  v1::ForwardReadReply out;
  RpcReply& reply = replies.front();
  if (reply) {
    out.set_result_json(*std::move(reply));
    co_return out;
  }
  nlohmann::json error{{"code", reply.error().code}, {"message", reply.error().message}};
  if (auto data = nlohmann::json::parse(reply.error().data, nullptr, false); !data.is_discarded()) error["data"] = data;
  out.set_error_json(error.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace));
  co_return out;
}

}  // namespace coffer::chains
