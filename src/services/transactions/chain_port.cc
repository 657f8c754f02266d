#include "services/transactions/chain_port.h"

#include <algorithm>

namespace coffer::transactions {
namespace {

using namespace chains::v1;

constexpr std::size_t kHashesAtOnce = 200;

std::uint64_t unsigned_of(std::int64_t value) { return value < 0 ? 0 : static_cast<std::uint64_t>(value); }

Result<U256> amount_of(const std::string& text) {
  if (text.empty()) return U256();
  return U256::parse_decimal(text);
}

Result<FeeTerms> terms_of(const FeeLevel& level, bool legacy) {
  FeeTerms out;
  out.legacy = legacy;
  COFFER_TRY(out.max_fee_per_gas, amount_of(legacy ? level.gas_price() : level.max_fee_per_gas()));
  if (legacy) {
    out.max_priority_fee_per_gas = out.max_fee_per_gas;
  } else {
    COFFER_TRY(out.max_priority_fee_per_gas, amount_of(level.max_priority_fee_per_gas()));
  }
  return out;
}

Result<Sighting> sighting_of(const TransactionState& state) {
  Sighting out;
  if (state.place() == TransactionState::PLACE_PENDING) out.place = Sighting::Place::kPending;
  if (state.place() != TransactionState::PLACE_MINED) return out;
  out.place = Sighting::Place::kMined;
  out.block_number = unsigned_of(state.block_number());
  COFFER_TRY(out.block_hash, evm::Hash::parse(state.block_hash()));
  out.final = state.final();
  out.succeeded = state.succeeded();
  COFFER_TRY(const U256 gas, amount_of(state.gas_used()));
  COFFER_TRY(const U256 price, amount_of(state.effective_gas_price()));
  COFFER_TRY(const U256 l1_fee, amount_of(state.l1_fee()));
  out.fee_paid = saturating_add(gas.times(price).value_or(U256::max()), l1_fee);
  out.revert_reason = state.revert_reason();
  out.contract_address = state.contract_address();
  return out;
}

Answered answered_of(const BroadcastResult& result) {
  Answered out;
  out.verdict = result.verdict();
  for (const NodeAnswer& answer : result.answers()) {
    if (answer.verdict() != out.verdict) out.unanimous = false;
    if (answer.verdict() == out.verdict && out.node.empty()) {
      out.node = answer.node();
      out.message = answer.message();
    }
  }
  return out;
}

}  // namespace

ChainPort::ChainPort(ChainsApi& api) : api_(api), call_(CallContext::internal("transactions")) {}

awaitable<Result<NetworkFacts>> ChainPort::network(std::string id_or_chain) {
  GetNetworkRequest request;
  request.set_network(std::move(id_or_chain));
  CO_TRY(const Network network, co_await api_.get_network(call_, std::move(request)));
  NetworkFacts out;
  out.id = network.id();
  out.chain = network.chain();
  out.chain_id = unsigned_of(network.chain_id());
  out.symbol = network.native().symbol();
  out.confirmations = unsigned_of(network.confirmations());
  out.head = unsigned_of(network.head().number());
  out.head_hash = network.head().hash();
  if (network.block_time_ms() > 0) out.block_time = std::chrono::milliseconds(network.block_time_ms());
  co_return out;
}

awaitable<Result<FeeMarket>> ChainPort::fees(std::string network) {
  GetFeesRequest request;
  request.set_network(std::move(network));
  CO_TRY(const Fees fees, co_await api_.get_fees(call_, std::move(request)));
  FeeMarket out;
  CO_TRY(out.levels[0], terms_of(fees.slow(), fees.legacy()));
  CO_TRY(out.levels[1], terms_of(fees.normal(), fees.legacy()));
  CO_TRY(out.levels[2], terms_of(fees.fast(), fees.legacy()));
  CO_TRY(out.base_fee, amount_of(fees.base_fee_per_gas()));
  co_return out;
}

awaitable<Result<ChainView>> ChainPort::observe(LaneKey key) {
  GetAccountStateRequest request;
  request.set_network(key.network);
  request.set_address(key.sender.text());
  CO_TRY(const AccountState state, co_await api_.get_account_state(call_, std::move(request)));
  ChainView out;
  out.latest_nonce = unsigned_of(state.latest_nonce());
  out.pending_nonce = std::max(unsigned_of(state.pending_nonce()), out.latest_nonce);
  out.final_nonce = std::min(unsigned_of(state.final_nonce()), out.latest_nonce);
  CO_TRY(out.balance, amount_of(state.balance()));
  out.head = unsigned_of(state.block());
  CO_TRY(out.fees, co_await fees(key.network));
  co_return out;
}

awaitable<Result<void>> ChainPort::sight(std::string network, std::vector<evm::Hash> hashes, ChainView& view) {
  for (std::size_t begin = 0; begin < hashes.size(); begin += kHashesAtOnce) {
    const std::size_t end = std::min(begin + kHashesAtOnce, hashes.size());
    GetTransactionStatesRequest request;
    request.set_network(network);
    for (std::size_t i = begin; i < end; ++i) request.add_hashes(hashes[i].text());
    CO_TRY(const GetTransactionStatesReply reply, co_await api_.get_transaction_states(call_, std::move(request)));
    if (static_cast<std::size_t>(reply.states_size()) != end - begin) co_return fail(internal("states are missing"));
    for (std::size_t i = begin; i < end; ++i) {
      CO_TRY(Sighting sighting, sighting_of(reply.states(static_cast<int>(i - begin))));
      view.sightings.insert_or_assign(hashes[i], std::move(sighting));
    }
    view.head = std::max(view.head, unsigned_of(reply.head().number()));
  }
  co_return Result<void>();
}

awaitable<Result<std::vector<Answered>>> ChainPort::broadcast(std::string network, std::vector<Bytes> raw) {
  BroadcastRequest request;
  request.set_network(std::move(network));
  for (const Bytes& bytes : raw) request.add_raw(bytes.data(), bytes.size());
  CO_TRY(const BroadcastReply reply, co_await api_.broadcast(call_, std::move(request)));
  std::vector<Answered> out;
  for (const BroadcastResult& result : reply.results()) out.push_back(answered_of(result));
  if (out.size() != raw.size()) co_return fail(internal("answers are missing"));
  co_return out;
}

awaitable<Result<EstimateCallReply>> ChainPort::estimate(std::string network, evm::Address from,
                                                         std::optional<evm::Address> to, U256 value, Bytes data) {
  EstimateCallRequest request;
  request.set_network(std::move(network));
  request.set_from(from.text());
  if (to) request.set_to(to->text());
  request.set_value(value.decimal());
  request.set_data(data.data(), data.size());
  co_return co_await api_.estimate_call(call_, std::move(request));
}

awaitable<Result<U256>> ChainPort::balance(std::string network, evm::Address owner,
                                           std::optional<evm::Address> contract) {
  GetBalancesRequest request;
  request.set_network(std::move(network));
  request.add_addresses(owner.text());
  if (contract) request.add_contracts(contract->text());
  CO_TRY(const GetBalancesReply reply, co_await api_.get_balances(call_, std::move(request)));
  for (const AddressBalance& balance : reply.balances()) {
    if (balance.contract().empty() == !contract) co_return amount_of(balance.amount());
  }
  co_return fail(internal("a balance is missing"));
}

awaitable<Result<std::vector<FoundTransaction>>> ChainPort::find(LaneKey key, std::uint64_t first, std::uint64_t last) {
  FindTransactionsRequest request;
  request.set_network(key.network);
  request.set_from(key.sender.text());
  request.set_first_nonce(static_cast<std::int64_t>(first));
  request.set_last_nonce(static_cast<std::int64_t>(last));
  CO_TRY(const FindTransactionsReply reply, co_await api_.find_transactions(call_, std::move(request)));
  co_return std::vector<FoundTransaction>(reply.transactions().begin(), reply.transactions().end());
}

awaitable<Result<std::string>> ChainPort::receipt(std::string network, std::string hash) {
  GetReceiptRequest request;
  request.set_network(std::move(network));
  request.set_hash(std::move(hash));
  CO_TRY(const GetReceiptReply reply, co_await api_.get_receipt(call_, std::move(request)));
  co_return reply.json();
}

awaitable<Result<ChainPort::HeadNews>> ChainPort::wait_for_head(std::string network, std::int64_t after) {
  // The new line may be longer than the old one by as much as was mined between two looks.
  constexpr std::uint64_t kMargin = 64;
  WatchHeadsRequest request;
  request.set_network(std::move(network));
  request.set_after_sequence(after);
  request.set_wait_ms(25'000);
  CO_TRY(const WatchHeadsReply reply, co_await api_.watch_heads(call_, std::move(request)));
  HeadNews out{.sequence = reply.sequence()};
  for (const HeadChange& change : reply.changes()) {
    if (change.reorg_depth() == 0) continue;
    const std::uint64_t head = unsigned_of(change.head().number());
    const std::uint64_t reach = unsigned_of(change.reorg_depth()) + kMargin;
    const std::uint64_t from = head > reach ? head - reach : 0;
    out.replaced_from = std::min(out.replaced_from.value_or(from), from);
  }
  co_return out;
}

awaitable<Result<std::vector<std::string>>> ChainPort::networks() {
  std::vector<std::string> out;
  ListNetworksRequest request;
  request.set_page_size(100);
  for (;;) {
    CO_TRY(const ListNetworksReply reply, co_await api_.list_networks(call_, request));
    for (const Network& network : reply.networks()) out.push_back(network.id());
    if (reply.next_page_token().empty()) co_return out;
    request.set_page_token(reply.next_page_token());
  }
}

}  // namespace coffer::transactions
