#include "services/transactions/testing.h"

#include <boost/asio/use_future.hpp>
#include <thread>

#include "domain/evm/eip191.h"
#include "domain/evm/eip712.h"
#include "domain/evm/signature.h"
#include "domain/evm/unsigned_transaction.h"

namespace coffer::transactions::testing {
namespace {

template <class T>
awaitable<Result<T>> not_here() {
  co_return fail(internal("not part of this test"));
}

awaitable<Result<void>> join(async::TaskGroup& tasks) {
  co_await tasks.join();
  co_return Result<void>();
}

Secret<32> key_of(std::uint8_t index) {
  Secret<32> out;
  out.expose_mutable()[31] = index;
  return out;
}

}  // namespace

void TestWallets::add(const std::string& id, const std::string& owner, const evm::Address& address) {
  wallets::v1::AccountRecord record;
  record.mutable_account()->set_id(id);
  record.mutable_account()->set_network("ethereum");
  record.mutable_account()->set_address(address.text());
  record.set_owner(owner);
  record.set_key_id("key-" + id);
  accounts_[id] = std::move(record);
}

awaitable<Result<wallets::v1::AccountRecord>> TestWallets::get_account(const CallContext& /*call*/,
                                                                       wallets::v1::GetAccountRequest request) {
  const auto found = accounts_.find(request.account_id());
  if (found == accounts_.end()) co_return fail(not_found("account"));
  co_return found->second;
}

using namespace wallets::v1;
awaitable<Result<Wallet>> TestWallets::create_wallet(const CallContext&, CreateWalletRequest) {
  return not_here<Wallet>();
}
awaitable<Result<ListWalletsReply>> TestWallets::list_wallets(const CallContext&, ListWalletsRequest) {
  return not_here<ListWalletsReply>();
}
awaitable<Result<Wallet>> TestWallets::get_wallet(const CallContext&, GetWalletRequest) { return not_here<Wallet>(); }
awaitable<Result<Wallet>> TestWallets::update_wallet(const CallContext&, UpdateWalletRequest) {
  return not_here<Wallet>();
}
awaitable<Result<Account>> TestWallets::create_account(const CallContext&, CreateAccountRequest) {
  return not_here<Account>();
}
awaitable<Result<ListBalancesReply>> TestWallets::list_balances(const CallContext&, ListBalancesRequest) {
  return not_here<ListBalancesReply>();
}
awaitable<Result<Asset>> TestWallets::track_token(const CallContext&, TrackTokenRequest) { return not_here<Asset>(); }
awaitable<Result<UserWallet>> TestWallets::get_user_wallet(const CallContext&, GetUserWalletRequest) {
  return not_here<UserWallet>();
}
awaitable<Result<ListAccountsReply>> TestWallets::list_accounts(const CallContext&, ListAccountsRequest) {
  return not_here<ListAccountsReply>();
}

evm::Address TestSigner::address(std::uint8_t index) {
  const auto key = context_.public_key(key_of(index)).value();
  const auto address = evm::Address::from_public_key(key.compressed()).value();
  keys_[address.text()] = index;
  return address;
}

Result<evm::Signature> TestSigner::sign(const std::string& from, const evm::Hash& digest) {
  const Secret<32> key = key_of(keys_.at(from));
  COFFER_TRY(const auto public_key, context_.public_key(key));
  return evm::sign_hash(context_, key, public_key, digest);
}

signer::v1::PolicyVerdict TestSigner::verdict_of(const evm::Address& from, const std::optional<evm::Address>& to,
                                                 const U256& value, BytesView data) const {
  signer::v1::PolicyVerdict out;
  out.set_policy_version("test-1");
  out.set_allowed(!forbidden || to != forbidden);
  out.set_rule(out.allowed() ? "default" : "deny_list");
  if (!out.allowed()) out.set_reason("the receiver is on the deny list");
  out.set_creates_contract(!to);
  if (!to) return out;
  const evm::Effects effects = evm::effects_of_call(from, *to, value, data);
  for (const auto& transfer : effects.token_transfers) {
    auto* item = out.add_transfers();
    item->set_asset(transfer.token.text());
    item->set_to(transfer.to.text());
    item->set_amount(transfer.amount.decimal());
  }
  for (const auto& transfer : effects.native_transfers) {
    auto* item = out.add_transfers();
    item->set_to(transfer.to.text());
    item->set_amount(transfer.amount.decimal());
  }
  return out;
}

awaitable<Result<signer::v1::SignEvmTransactionReply>> TestSigner::sign_evm_transaction(
    const CallContext& /*call*/, signer::v1::SignEvmTransactionRequest request) {
  if (away) co_return fail(unavailable("the signer is away"));
  CO_TRY(const evm::Transaction transaction,
         evm::decode_unsigned_transaction(to_bytes(request.unsigned_transaction())));
  CO_TRY(const evm::Address from, evm::Address::parse(request.from()));
  const auto verdict = verdict_of(from, transaction.to, transaction.value, transaction.data);
  const bool harmless = request.attempt_kind() == "cancel" || request.attempt_kind() == "filler";
  if (!verdict.allowed() && !harmless) co_return fail(Error{ErrorCode::kPolicyDenied, verdict.reason(), {}});
  CO_TRY(const evm::Signature signature, sign(request.from(), evm::signing_hash(transaction)));
  CO_TRY(const evm::SignedTransaction signed_transaction, evm::attach_signature(transaction, signature));
  const Bytes raw = evm::encode(signed_transaction);
  signer::v1::SignEvmTransactionReply out;
  out.set_raw(raw.data(), raw.size());
  out.set_hash(evm::transaction_hash(raw).text());
  *out.mutable_verdict() = verdict;
  co_return out;
}

awaitable<Result<signer::v1::SignEvmMessageReply>> TestSigner::sign_evm_message(
    const CallContext& /*call*/, signer::v1::SignEvmMessageRequest request) {
  evm::Hash digest = evm::personal_message_hash(as_bytes(request.message()));
  if (!request.has_message()) {
    CO_TRY(const evm::TypedData typed, evm::TypedData::parse(request.typed_data_json()));
    digest = typed.digest();
  }
  CO_TRY(const evm::Signature signature, sign(request.from(), digest));
  signer::v1::SignEvmMessageReply out;
  const auto rsv = signature.rsv();
  out.set_signature(rsv.data(), rsv.size());
  co_return out;
}

awaitable<Result<signer::v1::PolicyVerdict>> TestSigner::evaluate_policy(const CallContext& /*call*/,
                                                                         signer::v1::EvaluatePolicyRequest request) {
  CO_TRY(const evm::Address from, evm::Address::parse(request.from()));
  std::optional<evm::Address> to;
  if (!request.to().empty()) {
    CO_TRY(to, evm::Address::parse(request.to()));
  }
  CO_TRY(const U256 value, U256::parse_decimal(request.value()));
  co_return verdict_of(from, to, value, to_bytes(request.data()));
}

awaitable<Result<signer::v1::CreateKeyReply>> TestSigner::create_key(const CallContext&, signer::v1::CreateKeyRequest) {
  return not_here<signer::v1::CreateKeyReply>();
}
awaitable<Result<signer::v1::DeriveAddressesReply>> TestSigner::derive_addresses(const CallContext&,
                                                                                 signer::v1::DeriveAddressesRequest) {
  return not_here<signer::v1::DeriveAddressesReply>();
}

Bench::Bench(std::vector<std::string> anvil_arguments, std::uint64_t confirmations)
    : anvil_(std::move(anvil_arguments)),
      folder_(std::filesystem::temp_directory_path() /
              ("coffer-lanes-" + std::to_string(::getpid()) + '-' + std::to_string(to_micros(clock_.now())))),
      client_(http::make_client({}, sleeper_, entropy_).value()) {
  std::filesystem::create_directories(folder_);
  chains::NetworkSettings network;
  network.id = "ethereum";
  network.chain = "eip155:31337";
  network.chain_id = 31337;
  network.confirmations = confirmations;
  network.finality = chains::FinalityMode::kDepth;
  network.development = true;
  network.block_time = std::chrono::seconds(1);
  network.poll_interval = std::chrono::milliseconds(50);
  network.endpoints.push_back({.name = "anvil", .url = anvil_.url(), .own = true, .weight = 1});
  chains_ = std::make_unique<chains::Chains>(std::vector{network}, *client_, clock_, sleeper_, log_, metrics_);
  const auto report = [](std::string_view task, const Error& error) { ADD_FAILURE() << task << ": " << error.message; };
  chain_tasks_ = std::make_unique<async::TaskGroup>(threads_.executor(1), report);
  chains_->start(*chain_tasks_);
}

Bench::~Bench() {
  down();
  chain_tasks_->cancel();
  (void)ask(join(*chain_tasks_));
  chain_tasks_.reset();
  chains_.reset();
  client_.reset();
  threads_.stop();
  std::filesystem::remove_all(folder_);
}

void Bench::up() {
  database_ = sql::open_sqlite(threads_.executor(0), {.path = folder_ / "transactions.db"}).value();
  outbox_ = std::make_unique<events::Outbox>("transactions", clock_, entropy_);
  if (!ask(sql::migrate(*database_, migrations())) || !ask(sql::migrate(*database_, outbox_->migrations()))) {
    throw std::runtime_error("the migrations failed");
  }
  service_ = std::make_unique<Transactions>(
      Transactions::Services{*database_, *outbox_, *chains_, wallets_, signer_, clock_, sleeper_, entropy_, metrics_},
      settings, log_);
  tasks_ = std::make_unique<async::TaskGroup>(threads_.executor(0), [](std::string_view task, const Error& error) {
    ADD_FAILURE() << task << ": " << error.message;
  });
  service_->start(*tasks_);
}

void Bench::down() {
  if (!service_) return;
  tasks_->cancel();
  (void)ask(join(*tasks_));
  tasks_.reset();
  service_.reset();
  outbox_.reset();
  database_.reset();
}

void Bench::save() {
  std::filesystem::copy(folder_, folder_.string() + ".saved", std::filesystem::copy_options::recursive);
}

void Bench::restore() {
  std::filesystem::remove_all(folder_);
  std::filesystem::rename(folder_.string() + ".saved", folder_);
}

CallContext Bench::call(const std::string& user, const std::string& key) const {
  CallContext out;
  out.principal.kind = Principal::Kind::kUser;
  out.principal.id = user;
  out.principal.roles = {"user"};
  out.idempotency_key = key;
  return out;
}

evm::Address Bench::account(const std::string& id, const std::string& user, std::uint8_t key, const std::string& wei) {
  const evm::Address address = signer_.address(key);
  wallets_.add(id, user, address);
  node("anvil_setBalance", R"([")" + address.text() + R"(",")" + U256::parse_decimal(wei)->quantity() + "\"]");
  return address;
}

std::string Bench::node(const std::string& method, const std::string& params) {
  http::ClientRequest request;
  request.method = http::Method::kPost;
  request.url = anvil_.url();
  request.headers.set("Content-Type", "application/json");
  request.body = R"({"jsonrpc":"2.0","id":1,"method":")" + method + R"(","params":)" + params + "}";
  const auto response = run(client_->send(std::move(request)));
  const auto value = nlohmann::json::parse(response.body);
  if (!value.contains("result")) throw std::runtime_error(response.body);
  return value["result"].is_string() ? value["result"].get<std::string>() : value["result"].dump();
}

std::uint64_t Bench::nonce_on_chain(const evm::Address& address) {
  return *U256::parse_hex(node("eth_getTransactionCount", R"([")" + address.text() + R"(","latest"])"))->to_u64();
}

U256 Bench::balance(const std::string& address) {
  return *U256::parse_hex(node("eth_getBalance", R"([")" + address + R"(","latest"])"));
}

v1::CreateTransactionRequest Bench::transfer(const std::string& account_id, const std::string& to,
                                             const std::string& amount) const {
  v1::CreateTransactionRequest out;
  out.set_account_id(account_id);
  out.set_to(to);
  out.set_amount(amount);
  return out;
}

v1::Transaction Bench::get(const std::string& user, const std::string& id) {
  v1::GetTransactionRequest request;
  request.set_transaction_id(id);
  const CallContext context = call(user);
  return run(service().get_transaction(context, request));
}

v1::Transaction Bench::wait(const std::string& user, const std::string& id, const std::string& status) {
  const Status wanted = parse_status(status).value();
  v1::Transaction out;
  for (int look = 0; look < 600; ++look) {
    out = get(user, id);
    if (has_reached(parse_status(out.status()).value(), wanted)) return out;
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  }
  ADD_FAILURE() << "it is still " << out.status();
  return out;
}

}  // namespace coffer::transactions::testing
