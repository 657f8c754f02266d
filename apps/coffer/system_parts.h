#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "apps/coffer/compose.h"
#include "apps/coffer/formats.h"
#include "apps/coffer/peers.h"
#include "apps/coffer/stores.h"
#include "apps/coffer/topology.h"
#include "coffer/chains/v1/chains.rpc.h"
#include "coffer/identity/v1/identity.rpc.h"
#include "coffer/jsonrpc/v1/jsonrpc.rpc.h"
#include "coffer/signer/v1/signer.rpc.h"
#include "coffer/streams/v1/streams.rpc.h"
#include "coffer/transactions/v1/transactions.rpc.h"
#include "coffer/wallets/v1/wallets.rpc.h"
#include "platform/async/task_group.h"
#include "platform/async/workers.h"
#include "platform/cache/metered.h"
#include "platform/events/inbox.h"
#include "platform/events/outbox.h"
#include "platform/events/relay.h"
#include "platform/http/client.h"
#include "platform/http/server.h"
#include "platform/http/static_files.h"
#include "platform/mail/smtp_client.h"
#include "platform/remote/identity.h"
#include "platform/remote/server.h"
#include "platform/rpc/reach.h"
#include "platform/telemetry/file_sink.h"
#include "platform/telemetry/log.h"
#include "platform/telemetry/metrics.h"
#include "services/chains/chains.h"
#include "services/gateway/gateway.h"
#include "services/gateway/identity_link.h"
#include "services/identity/identity.h"
#include "services/identity/smtp_mailer.h"
#include "services/jsonrpc/json_rpc.h"
#include "services/signer/signer.h"
#include "services/signer/store.h"
#include "services/streams/streams.h"
#include "services/transactions/transactions.h"
#include "services/wallets/wallets.h"

namespace coffer::app {

/// How long the events of a replica that died wait for another; longer than a handler may take.
inline constexpr std::chrono::seconds kEventLease{30};
inline constexpr std::chrono::seconds kEventHandlerLimit{20};

/// In the order in which they are made; they go in the reverse one. A part whose service
/// runs elsewhere stays empty.
struct System::Parts {
  Parts(ServeOptions given, async::IoThreads& io)
      : options(std::move(given)),
        threads(io),
        sleeper(clock),
        sink(2),
        log(clock, sink, options.log_level),
        tasks(threads.executor(0), [this](std::string_view task, const Error& error) {
          log.error("a task ended", {{"task", task}, {"error", error.message}});
        }) {}

  ServeOptions options;
  Topology topology;
  std::string replica;  // names this process in leases
  async::IoThreads& threads;
  SystemClock clock;
  SystemEntropy entropy;
  async::SteadySleeper sleeper;
  telemetry::FileSink sink;
  telemetry::Log log;
  telemetry::Metrics metrics;
  async::Workers workers;
  ChainFormats formats;
  async::TaskGroup tasks;

  Stores stores;
  std::unique_ptr<http::Client> http_client;
  std::optional<remote::Identity> own_identity;
  std::optional<Peers> peers;
  std::optional<events::Outbox> wallets_outbox;
  std::optional<events::Outbox> transactions_outbox;
  std::optional<events::Inbox> streams_inbox;
  std::optional<events::Relay> wallets_relay;
  std::optional<events::Relay> transactions_relay;

  std::unique_ptr<chains::Chains> chains;
  rpc::Reach<chains::v1::ChainsTypes> chains_reach;
  std::optional<identity::Identity> identity;
  rpc::Reach<identity::v1::IdentityTypes> identity_reach;
  std::unique_ptr<mail::SmtpClient> mail_relay;
  std::optional<identity::SmtpMailer> mailer;
  std::optional<signer::Store> signer_store;
  std::unique_ptr<signer::Signer> signer;
  rpc::Reach<signer::v1::SignerTypes> signer_reach;
  std::unique_ptr<cache::Cache> balances_cache = cache::metered(cache::memory_cache(10'000), "balances", metrics);
  std::optional<wallets::Wallets> wallets;
  rpc::Reach<wallets::v1::WalletsTypes> wallets_reach;
  std::optional<transactions::Transactions> transactions;
  rpc::Reach<transactions::v1::TransactionsTypes> transactions_reach;

  std::optional<streams::Streams> streams;
  rpc::Reach<streams::v1::StreamsTypes> streams_reach;

  std::optional<jsonrpc::JsonRpc> jsonrpc;
  rpc::Reach<jsonrpc::v1::JsonRpcTypes> jsonrpc_reach;

  std::optional<gateway::IdentityLink> identity_link;
  std::vector<std::unique_ptr<gateway::HealthCheck>> checks;
  std::optional<http::StaticFiles> web;
  std::optional<gateway::Gateway> gateway;
  std::shared_ptr<http::ServerTls> tls;
  std::unique_ptr<http::Server> server;
  std::unique_ptr<remote::Server> remote_server;

  [[nodiscard]] rpc::GuardParts guard_parts() {
    return {.clock = clock, .sleeper = sleeper, .formats = formats, .metrics = metrics, .log = log.named("rpc")};
  }

  [[nodiscard]] events::RelayOptions relay_options() const {
    return {.owner = replica, .handler_timeout = kEventHandlerLimit, .lease = kEventLease};
  }
  [[nodiscard]] bool runs(std::string_view service) const { return topology.runs(service); }

  awaitable<Result<void>> open_databases();
  Result<void> connect_peers();
  awaitable<Result<void>> make_signer(const std::vector<chains::NetworkSettings>& networks);
  awaitable<Result<void>> make_identity();
  Result<void> make_mailer();
  Result<void> make_chains(std::vector<chains::NetworkSettings> networks);
  void open_transactions_outbox();
  void make_wallets();
  void make_transactions();
  void make_streams();
  void make_jsonrpc();
  void deliver_events();
  void add_checks();
  Result<void> make_gateway();
  Result<void> make_remote_server();
};

}  // namespace coffer::app
