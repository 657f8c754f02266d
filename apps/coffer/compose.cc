#include "apps/coffer/compose.h"

#include <filesystem>
#include <optional>

#include "api/openapi/openapi.h"
#include "apps/coffer/certificate.h"
#include "apps/coffer/formats.h"
#include "apps/coffer/health_checks.h"
#include "apps/coffer/keys.h"
#include "apps/coffer/networks.h"
#include "apps/coffer/stores.h"
#include "coffer/chains/v1/chains.rpc.h"
#include "coffer/identity/v1/identity.rpc.h"
#include "coffer/jsonrpc/v1/jsonrpc.rpc.h"
#include "coffer/signer/v1/signer.rpc.h"
#include "coffer/streams/v1/streams.rpc.h"
#include "coffer/transactions/v1/transactions.rpc.h"
#include "coffer/wallets/v1/wallets.rpc.h"
#include "platform/async/task_group.h"
#include "platform/async/workers.h"
#include "platform/events/inbox.h"
#include "platform/events/outbox.h"
#include "platform/events/relay.h"
#include "platform/http/client.h"
#include "platform/http/server.h"
#include "platform/http/static_files.h"
#include "platform/mail/smtp_client.h"
#include "platform/rpc/reach.h"
#include "platform/sql/database.h"
#include "platform/telemetry/file_sink.h"
#include "platform/telemetry/log.h"
#include "platform/telemetry/metrics.h"
#include "services/chains/chains.h"
#include "services/gateway/gateway.h"
#include "services/gateway/idempotency.h"
#include "services/gateway/identity_link.h"
#include "services/identity/identity.h"
#include "services/identity/smtp_mailer.h"
#include "services/jsonrpc/json_rpc.h"
#include "services/signer/hierarchy.h"
#include "services/signer/signer.h"
#include "services/signer/store.h"
#include "services/streams/store.h"
#include "services/streams/streams.h"
#include "services/transactions/store.h"
#include "services/transactions/transactions.h"
#include "services/wallets/wallets.h"

namespace coffer::app {
// In the order in which they are made; they go in the reverse one.
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

  std::unique_ptr<sql::Database> database;
  std::unique_ptr<sql::Database> vault;
  std::unique_ptr<http::Client> http_client;
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

  [[nodiscard]] rpc::GuardParts guard_parts() {
    return {.clock = clock, .sleeper = sleeper, .formats = formats, .metrics = metrics, .log = log.named("rpc")};
  }

  awaitable<Result<void>> open_databases();
  awaitable<Result<void>> make_signer(const std::vector<chains::NetworkSettings>& networks);
  awaitable<Result<void>> make_identity();
  Result<void> make_mailer();
  Result<void> make_services(std::vector<chains::NetworkSettings> networks);
  Result<void> make_gateway();
};

awaitable<Result<void>> System::Parts::open_databases() {
  // Keys lie apart from everything else: another file, another backup, another reader.
  CO_TRY(Stores stores, open_stores(threads.executor(0), options));
  database = std::move(stores.database);
  vault = std::move(stores.vault);
  wallets_outbox.emplace("wallets", clock, entropy);
  transactions_outbox.emplace("transactions", clock, entropy);
  streams_inbox.emplace("streams", clock);
  wallets_relay.emplace(*database, *wallets_outbox, clock, sleeper, events::RelayOptions{}, log, metrics);
  transactions_relay.emplace(*database, *transactions_outbox, clock, sleeper, events::RelayOptions{}, log, metrics);
  co_return co_await migrate_stores(*database, *vault);
}

awaitable<Result<void>> System::Parts::make_signer(const std::vector<chains::NetworkSettings>& networks) {
  signer_store.emplace(*vault);
  CO_TRY(const signer::RootSecret root, root_secret(options, entropy));
  CO_TRY(signer::Policy policy, policy_of(options));
  CO_TRY(signer::KeyRing ring,
         co_await signer::open_hierarchy(
             {.store = *signer_store, .clock = clock, .entropy = entropy, .workers = workers}, root));
  CO_TRY(signer, signer::Signer::create(
                     *vault, std::move(ring), clock, entropy, workers, metrics,
                     {.policy = std::move(policy), .chains = chains_by_id(networks), .cache = options.key_cache}));
  signer_reach.host(*signer, guard_parts());
  co_return Result<void>();
}

awaitable<Result<void>> System::Parts::make_identity() {
  CO_TRY(Secret<32> sealing_key, load_or_create_key(options.data / "keys" / "tokens.key", entropy));
  identity.emplace(identity::Dependencies{.database = *database,
                                          .workers = workers,
                                          .clock = clock,
                                          .entropy = entropy,
                                          .settings = options.identity,
                                          .sealing_key = std::move(sealing_key)});
  CO_CHECK(co_await identity->start());
  identity_reach.host(*identity, guard_parts());
  CO_TRY(const std::optional<std::string> admin, co_await identity->offer_admin_link());
  const std::filesystem::path link = options.data / "admin-link";
  std::error_code ignored;
  std::filesystem::remove(link, ignored);
  if (admin) CO_CHECK(write_private_file(link, *admin));
  co_return Result<void>();
}

Result<void> System::Parts::make_mailer() {
  if (options.mail.url.empty()) return {};
  mail::SmtpSettings settings;
  settings.url = options.mail.url;
  settings.username = options.mail.username;
  settings.password = options.mail.password.clone();
  COFFER_TRY(mail_relay, mail::SmtpClient::create(std::move(settings), workers));
  mailer.emplace(*mail_relay, options.mail.from, log, metrics);
  return {};
}

Result<void> System::Parts::make_services(std::vector<chains::NetworkSettings> networks) {
  COFFER_TRY(http_client, http::make_client({}, sleeper, entropy));
  chains =
      std::make_unique<chains::Chains>(std::move(networks), *http_client, clock, sleeper, log.named("chains"), metrics);
  chains_reach.host(*chains, guard_parts());
  wallets.emplace(wallets::Dependencies{.database = *database,
                                        .outbox = *wallets_outbox,
                                        .chains = chains_reach.as("wallets"),
                                        .signer = signer_reach.as("wallets"),
                                        .transactions = *transactions_relay,
                                        .clock = clock,
                                        .sleeper = sleeper,
                                        .entropy = entropy},
                  log);
  wallets_reach.host(*wallets, guard_parts());
  transactions.emplace(transactions::Transactions::Services{.database = *database,
                                                            .outbox = *transactions_outbox,
                                                            .chains = chains_reach.as("transactions"),
                                                            .wallets = wallets_reach.as("transactions"),
                                                            .signer = signer_reach.as("transactions"),
                                                            .clock = clock,
                                                            .sleeper = sleeper,
                                                            .entropy = entropy,
                                                            .metrics = metrics},
                       options.transactions, log.named("transactions"));
  transactions_reach.host(*transactions, guard_parts());
  streams.emplace(streams::Dependencies{.database = *database,
                                        .chains = chains_reach.as("streams"),
                                        .relays = {&*transactions_relay, &*wallets_relay},
                                        .inbox = *streams_inbox,
                                        .clock = clock,
                                        .sleeper = sleeper},
                  options.streams, log.named("streams"));
  streams_reach.host(*streams, guard_parts());
  jsonrpc.emplace(jsonrpc::Dependencies{.chains = chains_reach.as("jsonrpc"),
                                        .wallets = wallets_reach.as("jsonrpc"),
                                        .transactions = transactions_reach.as("jsonrpc"),
                                        .clock = clock});
  jsonrpc_reach.host(*jsonrpc, guard_parts());
  return {};
}

Result<void> System::Parts::make_gateway() {
  identity_link.emplace(identity_reach.as("gateway"));
  checks.push_back(std::make_unique<DatabaseCheck>("database", *database));
  checks.push_back(std::make_unique<DatabaseCheck>("vault", *vault));
  checks.push_back(std::make_unique<ChainsCheck>(chains_reach.as("gateway")));
  if (!options.web.empty()) web.emplace(http::StaticFiles::Settings{.root = options.web.string()});
  std::vector<gateway::HealthCheck*> check_list;
  for (const auto& check : checks) check_list.push_back(check.get());
  gateway.emplace(gateway::Parts{.clock = clock,
                                 .entropy = entropy,
                                 .sleeper = sleeper,
                                 .database = *database,
                                 .metrics = metrics,
                                 .log = log,
                                 .formats = formats,
                                 .keys = *identity_link,
                                 .sessions = *identity_link,
                                 .services = {&identity_reach.edge(), &chains_reach.edge(), &wallets_reach.edge(),
                                              &transactions_reach.edge(), &streams_reach.edge(), &jsonrpc_reach.edge()},
                                 .checks = check_list,
                                 .openapi = std::string(api::openapi_json()),
                                 .web = web ? &*web : nullptr,
                                 .settings = options.gateway});
  if (!options.tls_certificate.empty()) {
    COFFER_TRY(tls, http::ServerTls::load({.certificate_chain = options.tls_certificate.string(),
                                           .private_key = options.tls_key.string()}));
  }
  server =
      std::make_unique<http::Server>(options.server, threads, sleeper, *gateway, tls,
                                     [this](std::string_view what) { log.error("http server", {{"error", what}}); });
  return server->start();
}

System::System(ServeOptions options, async::IoThreads& threads)
    : parts_(std::make_unique<Parts>(std::move(options), threads)) {}
System::~System() = default;

awaitable<Result<void>> System::start() {
  Parts& p = *parts_;
  CO_TRY(const std::vector<chains::NetworkSettings> networks, networks_of(p.options));
  CO_CHECK(co_await p.open_databases());
  CO_CHECK(co_await p.make_signer(networks));
  CO_CHECK(co_await p.make_identity());
  CO_CHECK(p.make_mailer());
  CO_CHECK(p.make_services(networks));
  p.chains->start(p.tasks);
  p.transactions->start(p.tasks);
  if (p.mailer) p.tasks.spawn("mail", p.identity->deliver_mail(*p.mailer, p.sleeper));
  p.wallets->start(p.tasks);
  p.streams->start(p.tasks);
  p.tasks.spawn("events of wallets", p.wallets_relay->run());
  p.tasks.spawn("events of transactions", p.transactions_relay->run());
  CO_CHECK(p.make_gateway());
  p.tasks.spawn("gateway.maintain", p.gateway->maintain());
  if (p.tls) p.tasks.spawn("certificate", keep_certificate_current(*p.tls, p.sleeper, p.log.named("tls")));
  p.tasks.spawn("identity.keep_house", p.identity->keep_house(p.sleeper));
  p.log.info("ready", {{"address", p.options.server.address}, {"port", std::int64_t{p.server->port()}}});
  co_return Result<void>();
}

void System::add_hooks(async::Shutdown& shutdown) {
  using Phase = async::Shutdown::Phase;
  Parts& p = *parts_;
  shutdown.add(Phase::kStopAccepting, "http", [&p] { return p.server->stop_accepting(); });
  shutdown.add(Phase::kDrain, "http", [&p] { return p.server->drain(std::chrono::seconds(5)); });
  shutdown.add(Phase::kFlush, "events", [&p]() -> awaitable<void> {
    (void)co_await p.transactions_relay->stop(std::chrono::seconds(1));
    (void)co_await p.wallets_relay->stop(std::chrono::seconds(1));
  });
  shutdown.add(Phase::kFlush, "tasks", [&p]() -> awaitable<void> {
    p.tasks.cancel();
    co_await p.tasks.join();
  });
  shutdown.add(Phase::kClose, "databases", [&p]() -> awaitable<void> {
    co_await p.database->close();
    co_await p.vault->close();
  });
}

}  // namespace coffer::app
