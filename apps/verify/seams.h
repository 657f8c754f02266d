#pragma once

#include "apps/verify/process.h"
#include "coffer/wallets/v1/wallets.coffer.h"

namespace coffer::verify {

/// The log of a process in the trace of the run.
class TraceSink final : public telemetry::LogSink {
 public:
  explicit TraceSink(World& world) : world_(world) {}
  void write(std::string_view line) override { world_.say("  log " + std::string(line)); }

 private:
  World& world_;
};

/// One process's way to one node: requests and answers travel, get lost, come late. What has left
/// arrives although the process ends.
class NodeLink final : public chains::Node {
 public:
  NodeLink(Process& process, std::size_t node) : process_(process), node_(node), name_("node" + std::to_string(node)) {}
  [[nodiscard]] const std::string& name() const override { return name_; }
  awaitable<Result<std::vector<chains::RpcReply>>> call(std::vector<chains::RpcCall> calls, Duration timeout) override;

 private:
  Process& process_;
  const std::size_t node_;
  const std::string name_;
};

/// One process's way to the database that all share.
class DiskLink final : public sql::Database {
 public:
  explicit DiskLink(Process& process) : process_(process), random_(process.world().seed + process.life()) {}
  [[nodiscard]] sql::Engine engine() const override { return sql::Engine::kSqlite; }
  awaitable<Result<void>> ping() override { return process_.world().disk->ping(); }
  awaitable<void> close() override { co_return; }

 protected:
  awaitable<Result<sql::Rows>> run_read(sql::Query query, sql::Values parameters) override;
  awaitable<Result<void>> run_transaction(sql::TransactionBody& body) override;

 private:
  Process& process_;
  Random random_;
};

/// One process's way to the signer.
class SignerLink final : public signer::v1::SignerApi {
 public:
  explicit SignerLink(Process& process) : process_(process) {}
  awaitable<Result<signer::v1::SignEvmTransactionReply>> sign_evm_transaction(
      const CallContext& call, signer::v1::SignEvmTransactionRequest request) override;
  awaitable<Result<signer::v1::SignEvmMessageReply>> sign_evm_message(
      const CallContext& call, signer::v1::SignEvmMessageRequest request) override;
  awaitable<Result<signer::v1::PolicyVerdict>> evaluate_policy(const CallContext& call,
                                                               signer::v1::EvaluatePolicyRequest request) override;
  awaitable<Result<signer::v1::CreateKeyReply>> create_key(const CallContext& call,
                                                           signer::v1::CreateKeyRequest request) override;
  awaitable<Result<signer::v1::DeriveAddressesReply>> derive_addresses(
      const CallContext& call, signer::v1::DeriveAddressesRequest request) override;

 private:
  Process& process_;
};

/// The accounts of the run. They never change, so nothing of the wallets service but this answer matters here.
class Directory final : public wallets::v1::WalletsApi {
 public:
  explicit Directory(const KeyHouse& house);
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

}  // namespace coffer::verify
