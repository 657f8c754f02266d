#include "services/jsonrpc/testing.h"

#include "platform/async/run_blocking.h"

namespace coffer::jsonrpc::testing {

evm::Address alices_address() { return *evm::Address::parse("0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266"); }

awaitable<Result<chains::v1::Network>> FakeChains::get_network(const CallContext&,
                                                               chains::v1::GetNetworkRequest request) {
  if (request.network() != "ethereum" && request.network() != "eip155:31337") co_return fail(not_found("network"));
  chains::v1::Network out;
  out.set_id("ethereum");
  out.set_kind("evm");
  out.set_chain_id(31337);
  co_return out;
}

awaitable<Result<chains::v1::ForwardReadReply>> FakeChains::forward_read(const CallContext& call,
                                                                         chains::v1::ForwardReadRequest request) {
  callers.push_back(call);
  forwarded.push_back(request);
  chains::v1::ForwardReadReply out;
  if (const auto error = errors.find(request.method()); error != errors.end()) {
    out.set_error_json(error->second);
    co_return out;
  }
  const auto found = reads.find(request.method());
  if (found == reads.end()) co_return fail(invalid_field("method", "is not passed on"));
  out.set_result_json(found->second);
  co_return out;
}

awaitable<Result<chains::v1::BroadcastReply>> FakeChains::broadcast(const CallContext& call,
                                                                    chains::v1::BroadcastRequest request) {
  callers.push_back(call);
  for (const std::string& raw : request.raw()) broadcasts.push_back(raw);
  chains::v1::BroadcastReply out;
  *out.add_results() = broadcast_result;
  co_return out;
}

awaitable<Result<FakeChains::Networks>> FakeChains::list_networks(const CallContext&, chains::v1::ListNetworksRequest) {
  co_return not_asked();
}
awaitable<Result<chains::v1::Fees>> FakeChains::get_fees(const CallContext&, chains::v1::GetFeesRequest) {
  co_return not_asked();
}
awaitable<Result<chains::v1::Token>> FakeChains::get_token(const CallContext&, chains::v1::GetTokenRequest) {
  co_return not_asked();
}
awaitable<Result<chains::v1::FaucetReply>> FakeChains::faucet(const CallContext&, chains::v1::FaucetRequest) {
  co_return not_asked();
}
awaitable<Result<chains::v1::GetBalancesReply>> FakeChains::get_balances(const CallContext&,
                                                                         chains::v1::GetBalancesRequest) {
  co_return not_asked();
}
awaitable<Result<chains::v1::FindTokensReply>> FakeChains::find_tokens(const CallContext&,
                                                                       chains::v1::FindTokensRequest) {
  co_return not_asked();
}
awaitable<Result<chains::v1::AccountState>> FakeChains::get_account_state(const CallContext&,
                                                                          chains::v1::GetAccountStateRequest) {
  co_return not_asked();
}
awaitable<Result<chains::v1::EstimateCallReply>> FakeChains::estimate_call(const CallContext&,
                                                                           chains::v1::EstimateCallRequest) {
  co_return not_asked();
}
awaitable<Result<chains::v1::FindTransactionsReply>> FakeChains::find_transactions(
    const CallContext&, chains::v1::FindTransactionsRequest) {
  co_return not_asked();
}
awaitable<Result<chains::v1::GetTransactionStatesReply>> FakeChains::get_transaction_states(
    const CallContext&, chains::v1::GetTransactionStatesRequest) {
  co_return not_asked();
}
awaitable<Result<chains::v1::GetReceiptReply>> FakeChains::get_receipt(const CallContext&,
                                                                       chains::v1::GetReceiptRequest) {
  co_return not_asked();
}
awaitable<Result<chains::v1::WatchHeadsReply>> FakeChains::watch_heads(const CallContext&,
                                                                       chains::v1::WatchHeadsRequest) {
  co_return not_asked();
}

void FakeWallets::add(const std::string& owner, const std::string& id, const evm::Address& address, bool watched) {
  wallets::v1::AccountRecord* record = accounts_[owner].add_accounts();
  record->set_owner(owner);
  record->mutable_account()->set_id(id);
  record->mutable_account()->set_network("ethereum");
  record->mutable_account()->set_address(address.text());
  if (!watched) record->set_key_id("key of " + id);
}

awaitable<Result<wallets::v1::ListAccountsReply>> FakeWallets::list_accounts(const CallContext& call,
                                                                             wallets::v1::ListAccountsRequest request) {
  if (call.principal.kind != Principal::Kind::kService) co_return fail(forbidden("for services"));
  if (request.network() != "ethereum") co_return not_asked();
  co_return accounts_[request.user_id()];
}

awaitable<Result<wallets::v1::Wallet>> FakeWallets::create_wallet(const CallContext&,
                                                                  wallets::v1::CreateWalletRequest) {
  co_return not_asked();
}
awaitable<Result<wallets::v1::ListWalletsReply>> FakeWallets::list_wallets(const CallContext&,
                                                                           wallets::v1::ListWalletsRequest) {
  co_return not_asked();
}
awaitable<Result<wallets::v1::Wallet>> FakeWallets::get_wallet(const CallContext&, wallets::v1::GetWalletRequest) {
  co_return not_asked();
}
awaitable<Result<wallets::v1::Wallet>> FakeWallets::update_wallet(const CallContext&,
                                                                  wallets::v1::UpdateWalletRequest) {
  co_return not_asked();
}
awaitable<Result<wallets::v1::Account>> FakeWallets::create_account(const CallContext&,
                                                                    wallets::v1::CreateAccountRequest) {
  co_return not_asked();
}
awaitable<Result<wallets::v1::ListBalancesReply>> FakeWallets::list_balances(const CallContext&,
                                                                             wallets::v1::ListBalancesRequest) {
  co_return not_asked();
}
awaitable<Result<wallets::v1::Asset>> FakeWallets::track_token(const CallContext&, wallets::v1::TrackTokenRequest) {
  co_return not_asked();
}
awaitable<Result<wallets::v1::UserWallet>> FakeWallets::get_user_wallet(const CallContext&,
                                                                        wallets::v1::GetUserWalletRequest) {
  co_return not_asked();
}
awaitable<Result<wallets::v1::AccountRecord>> FakeWallets::get_account(const CallContext&,
                                                                       wallets::v1::GetAccountRequest) {
  co_return not_asked();
}

awaitable<Result<transactions::v1::Transaction>> FakeTransactions::create_transaction(
    const CallContext& call, transactions::v1::CreateTransactionRequest request) {
  callers.push_back(call);
  asked.push_back(std::move(request));
  co_return created;
}

awaitable<Result<transactions::v1::SignTransactionReply>> FakeTransactions::sign_transaction(
    const CallContext& call, transactions::v1::SignTransactionRequest request) {
  callers.push_back(call);
  asked.push_back(request.transaction());
  CO_TRY(const std::string raw, signed_raw);
  transactions::v1::SignTransactionReply out;
  out.set_raw(raw);
  co_return out;
}

awaitable<Result<transactions::v1::SignMessageReply>> FakeTransactions::sign_message(
    const CallContext& call, transactions::v1::SignMessageRequest request) {
  callers.push_back(call);
  messages.push_back(std::move(request));
  transactions::v1::SignMessageReply out;
  out.set_signature("0xabcd");
  co_return out;
}

awaitable<Result<transactions::v1::Transaction>> FakeTransactions::get_transaction(
    const CallContext& call, transactions::v1::GetTransactionRequest request) {
  callers.push_back(call);
  const auto found = by_hash.find(request.transaction_id());
  if (found == by_hash.end()) co_return fail(not_found("transaction"));
  co_return found->second;
}

awaitable<Result<FakeTransactions::Batch>> FakeTransactions::create_transactions(
    const CallContext&, transactions::v1::CreateTransactionsRequest) {
  co_return not_asked();
}
awaitable<Result<FakeTransactions::Page>> FakeTransactions::list_transactions(
    const CallContext&, transactions::v1::ListTransactionsRequest) {
  co_return not_asked();
}
awaitable<Result<transactions::v1::Estimate>> FakeTransactions::estimate_transaction(
    const CallContext&, transactions::v1::CreateTransactionRequest) {
  co_return not_asked();
}
awaitable<Result<transactions::v1::Transaction>> FakeTransactions::speed_up_transaction(
    const CallContext&, transactions::v1::SpeedUpTransactionRequest) {
  co_return not_asked();
}
awaitable<Result<transactions::v1::Transaction>> FakeTransactions::cancel_transaction(
    const CallContext&, transactions::v1::CancelTransactionRequest) {
  co_return not_asked();
}
awaitable<Result<options::v1::RawReply>> FakeTransactions::get_receipt(const CallContext&,
                                                                       transactions::v1::GetTransactionRequest) {
  co_return not_asked();
}
awaitable<Result<transactions::v1::Explanation>> FakeTransactions::explain_transaction(
    const CallContext&, transactions::v1::GetTransactionRequest) {
  co_return not_asked();
}
awaitable<Result<transactions::v1::VerifyMessageReply>> FakeTransactions::verify_message(
    const CallContext&, transactions::v1::VerifyMessageRequest) {
  co_return not_asked();
}

JsonRpcTest::JsonRpcTest() {
  call_.request_id = "r1";
  call_.principal = {.kind = Principal::Kind::kUser, .id = "alice", .session_id = {}, .roles = {"user"}, .scopes = {}};
  call_.idempotency_key = "key";
  wallets_.add("alice", "a1", alices_address());
}

Result<options::v1::RawReply> JsonRpcTest::post(const std::string& body, const std::string& network) {
  v1::CallRequest request;
  request.set_network(network);
  request.set_body(body);
  return async::run_blocking(rpc_.call(call_, std::move(request)));
}

nlohmann::json JsonRpcTest::answer(const std::string& body) { return nlohmann::json::parse(post(body).value().body()); }

nlohmann::json JsonRpcTest::ask(const std::string& method, const nlohmann::json& params) {
  return answer(nlohmann::json{{"jsonrpc", "2.0"}, {"id", 1}, {"method", method}, {"params", params}}.dump());
}

}  // namespace coffer::jsonrpc::testing
