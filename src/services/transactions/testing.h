#pragma once

#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_future.hpp>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <string>

#include "domain/evm/effects.h"
#include "platform/async/io_threads.h"
#include "platform/sql/sqlite.h"
#include "services/chains/chains.h"
#include "services/chains/testing_anvil.h"
#include "services/transactions/transactions.h"

/// For tests only: what stands beside the service, as small as it can be.
namespace coffer::transactions::testing {

/// Accounts by name, each with a key of its own kept here.
class TestWallets final : public wallets::v1::WalletsApi {
 public:
  void add(const std::string& id, const std::string& owner, const evm::Address& address);
  awaitable<Result<wallets::v1::AccountRecord>> get_account(const CallContext& call,
                                                            wallets::v1::GetAccountRequest request) override;

  awaitable<Result<wallets::v1::Wallet>> create_wallet(const CallContext&, wallets::v1::CreateWalletRequest) override;
  awaitable<Result<wallets::v1::ListWalletsReply>> list_wallets(const CallContext&,
                                                                wallets::v1::ListWalletsRequest) override;
  awaitable<Result<wallets::v1::Wallet>> get_wallet(const CallContext&, wallets::v1::GetWalletRequest) override;
  awaitable<Result<wallets::v1::Wallet>> update_wallet(const CallContext&, wallets::v1::UpdateWalletRequest) override;
  awaitable<Result<wallets::v1::Account>> create_account(const CallContext&,
                                                         wallets::v1::CreateAccountRequest) override;
  awaitable<Result<wallets::v1::ListBalancesReply>> list_balances(const CallContext&,
                                                                  wallets::v1::ListBalancesRequest) override;
  awaitable<Result<wallets::v1::Asset>> track_token(const CallContext&, wallets::v1::TrackTokenRequest) override;
  awaitable<Result<wallets::v1::UserWallet>> get_user_wallet(const CallContext&,
                                                             wallets::v1::GetUserWalletRequest) override;
  awaitable<Result<wallets::v1::ListAccountsReply>> list_accounts(const CallContext&,
                                                                  wallets::v1::ListAccountsRequest) override;

 private:
  std::map<std::string, wallets::v1::AccountRecord> accounts_;
};

/// Signs with keys made from a number, below the seam of the signer's contract. Denies what goes to
/// `forbidden`, and is away when told so.
class TestSigner final : public signer::v1::SignerApi {
 public:
  /// The address of key number `index`.
  evm::Address address(std::uint8_t index);

  std::atomic<bool> away = false;
  std::optional<evm::Address> forbidden;

  awaitable<Result<signer::v1::SignEvmTransactionReply>> sign_evm_transaction(
      const CallContext& call, signer::v1::SignEvmTransactionRequest request) override;
  awaitable<Result<signer::v1::SignEvmMessageReply>> sign_evm_message(
      const CallContext& call, signer::v1::SignEvmMessageRequest request) override;
  awaitable<Result<signer::v1::PolicyVerdict>> evaluate_policy(const CallContext& call,
                                                               signer::v1::EvaluatePolicyRequest request) override;
  awaitable<Result<signer::v1::CreateKeyReply>> create_key(const CallContext&, signer::v1::CreateKeyRequest) override;
  awaitable<Result<signer::v1::DeriveAddressesReply>> derive_addresses(const CallContext&,
                                                                       signer::v1::DeriveAddressesRequest) override;

 private:
  signer::v1::PolicyVerdict verdict_of(const evm::Address& from, const std::optional<evm::Address>& to,
                                       const U256& value, BytesView data) const;
  Result<evm::Signature> sign(const std::string& from, const evm::Hash& digest);

  crypto::secp256k1::Context context_{Secret<32>()};
  std::map<std::string, std::uint8_t> keys_;
};

class Silent final : public telemetry::LogSink {
 public:
  void write(std::string_view line) override {
    if (std::getenv("COFFER_TEST_LOG") != nullptr)
      std::fprintf(stderr, "%.*s\n", static_cast<int>(line.size()), line.data());
  }
};

/// The service at work against an anvil of its own, with its database in a file so that it can be
/// taken down and brought up again on the same rows.
class Bench {
 public:
  explicit Bench(std::vector<std::string> anvil_arguments = {}, std::uint64_t confirmations = 1);
  ~Bench();
  Bench(const Bench&) = delete;
  Bench& operator=(const Bench&) = delete;

  /// Brings the service up, and down as a crash would: between two steps, without a word.
  void up();
  void down();
  /// Copies the rows aside while the service is down, and puts them back as from a backup.
  void save();
  void restore();

  template <class T>
  std::future<Result<T>> begin(awaitable<Result<T>> task) {
    return boost::asio::co_spawn(threads_.executor(0), std::move(task), boost::asio::use_future);
  }
  template <class T>
  Result<T> ask(awaitable<Result<T>> task) {
    return boost::asio::co_spawn(threads_.executor(0), std::move(task), boost::asio::use_future).get();
  }
  template <class T>
  T run(awaitable<Result<T>> task) {
    auto out = ask(std::move(task));
    if (!out) throw std::runtime_error(out.error().message);
    return *std::move(out);
  }

  Transactions& service() { return *service_; }
  chains::Chains& chains() { return *chains_; }
  TestSigner& signer() { return signer_; }
  CallContext call(const std::string& user, const std::string& key = "") const;
  /// An account of that user, with that many wei.
  evm::Address account(const std::string& id, const std::string& user, std::uint8_t key, const std::string& wei);
  /// A raw call to the node, for what only tests do.
  std::string node(const std::string& method, const std::string& params);
  std::uint64_t nonce_on_chain(const evm::Address& address);
  U256 balance(const std::string& address);

  v1::CreateTransactionRequest transfer(const std::string& account_id, const std::string& to,
                                        const std::string& amount) const;
  v1::Transaction get(const std::string& user, const std::string& id);
  /// Asks again and again until the transaction has that status (or another final one), for at most 30 s.
  v1::Transaction wait(const std::string& user, const std::string& id, const std::string& status);

  Settings settings;

 private:
  chains::testing::Anvil anvil_;
  SystemClock clock_;
  std::filesystem::path folder_;
  SystemEntropy entropy_;
  Silent sink_;
  telemetry::Log log_{clock_, sink_, telemetry::Level::kInfo};
  telemetry::Metrics metrics_;
  async::SteadySleeper sleeper_{clock_};
  async::IoThreads threads_{2};
  std::unique_ptr<http::Client> client_;
  TestWallets wallets_;
  TestSigner signer_;
  std::unique_ptr<chains::Chains> chains_;
  std::unique_ptr<async::TaskGroup> chain_tasks_;
  std::unique_ptr<sql::Database> database_;
  std::unique_ptr<events::Outbox> outbox_;
  std::unique_ptr<Transactions> service_;
  std::unique_ptr<async::TaskGroup> tasks_;
};

}  // namespace coffer::transactions::testing
