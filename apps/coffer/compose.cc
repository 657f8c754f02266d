#include "apps/coffer/compose.h"

#include <algorithm>
#include <initializer_list>
#include <iterator>

#include "api/openapi/openapi.h"
#include "apps/coffer/certificate.h"
#include "apps/coffer/data_directory.h"
#include "apps/coffer/health_checks.h"
#include "apps/coffer/networks.h"
#include "apps/coffer/pki.h"
#include "apps/coffer/system_parts.h"

namespace coffer::app {

awaitable<Result<void>> System::Parts::open_databases() {
  CO_TRY(stores, open_stores(threads.executor(0), options, topology));
  meter_stores(stores, options, clock, metrics);
  co_return co_await migrate_stores(stores, topology);
}

Result<void> System::Parts::connect_peers() {
  if (topology.peers().empty() && options.remote_listen.empty()) return {};
  COFFER_TRY(own_identity, remote::Identity::open(identity_files(options.pki_folder())));
  peers.emplace(
      topology, *own_identity,
      remote::Connection::Parts{.clock = clock, .sleeper = sleeper, .entropy = entropy, .log = log.named("remote")});
  peers->reach("chains", chains_reach);
  peers->reach("identity", identity_reach);
  peers->reach("jsonrpc", jsonrpc_reach);
  peers->reach("signer", signer_reach);
  peers->reach("streams", streams_reach);
  peers->reach("transactions", transactions_reach);
  peers->reach("wallets", wallets_reach);
  return {};
}

void System::Parts::deliver_events() {
  if (wallets_relay) tasks.spawn("events of wallets", wallets_relay->run());
  if (transactions_relay) tasks.spawn("events of transactions", transactions_relay->run());
}

void System::Parts::add_checks() {
  checks.push_back(std::make_unique<DatabaseCheck>("database", *stores.database));
  if (stores.vault) checks.push_back(std::make_unique<DatabaseCheck>("vault", *stores.vault));
  if (peers)
    for (const auto& [service, connection] : peers->connections())
      checks.push_back(std::make_unique<PeerCheck>(service, *connection));
  checks.push_back(std::make_unique<ChainsCheck>(chains_reach.as("gateway")));
}

Result<void> System::Parts::make_gateway() {
  identity_link.emplace(identity_reach.as("gateway"));
  add_checks();
  if (!options.web.empty()) web.emplace(http::StaticFiles::Settings{.root = options.web.string()});
  std::vector<gateway::HealthCheck*> check_list;
  for (const auto& check : checks) check_list.push_back(check.get());
  gateway.emplace(gateway::Parts{.clock = clock,
                                 .entropy = entropy,
                                 .sleeper = sleeper,
                                 .database = *stores.database,
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
  tasks.spawn("gateway.maintain", gateway->maintain());
  if (tls) tasks.spawn("certificate", keep_certificate_current(*tls, sleeper, log.named("tls")));
  return server->start();
}

Result<void> System::Parts::make_remote_server() {
  std::vector<rpc::Hosted*> hosted;
  const std::initializer_list<rpc::Hosted*> all = {&chains_reach,  &identity_reach,     &jsonrpc_reach, &signer_reach,
                                                   &streams_reach, &transactions_reach, &wallets_reach};
  std::ranges::copy_if(all, std::back_inserter(hosted), &rpc::Hosted::is_here);
  COFFER_TRY(remote::ServerSettings settings, listen_settings(options.remote_listen));
  remote_server = std::make_unique<remote::Server>(
      std::move(settings), *own_identity,
      remote::Server::Parts{.clock = clock, .threads = threads, .workers = workers, .log = log.named("remote")},
      hosted);
  return remote_server->start();
}

System::System(ServeOptions options, async::IoThreads& threads)
    : parts_(std::make_unique<Parts>(std::move(options), threads)) {}
System::~System() = default;

awaitable<Result<void>> System::start() {
  Parts& p = *parts_;
  CO_TRY(p.topology, Topology::of(p.options));
  CO_TRY(p.replica, replica_name(p.options.data, p.clock, p.entropy));
  CO_TRY(const std::vector<chains::NetworkSettings> networks, networks_of(p.options));
  CO_CHECK(co_await p.open_databases());
  CO_CHECK(p.connect_peers());
  if (p.runs("signer")) CO_CHECK(co_await p.make_signer(networks));
  if (p.runs("identity")) CO_CHECK(co_await p.make_identity());
  if (p.runs("identity")) CO_CHECK(p.make_mailer());
  if (p.runs("chains")) CO_CHECK(p.make_chains(networks));
  if (p.runs("transactions")) p.open_transactions_outbox();
  if (p.runs("wallets")) p.make_wallets();
  if (p.runs("transactions")) p.make_transactions();
  if (p.runs("streams")) p.make_streams();
  if (p.runs("jsonrpc")) p.make_jsonrpc();
  p.deliver_events();
  if (!p.options.remote_listen.empty()) CO_CHECK(p.make_remote_server());
  if (p.runs("gateway")) CO_CHECK(p.make_gateway());
  p.log.info("ready", {{"address", p.options.server.address},
                       {"port", std::int64_t{p.server ? p.server->port() : 0}},
                       {"remote_port", std::int64_t{p.remote_server ? p.remote_server->port() : 0}}});
  co_return Result<void>();
}

void System::add_hooks(async::Shutdown& shutdown) {
  using Phase = async::Shutdown::Phase;
  Parts& p = *parts_;
  if (p.server) {
    shutdown.add(Phase::kStopAccepting, "http", [&p] { return p.server->stop_accepting(); });
    shutdown.add(Phase::kDrain, "http", [&p] { return p.server->drain(std::chrono::seconds(5)); });
  }
  if (p.remote_server) {
    shutdown.add(Phase::kStopAccepting, "remote", [&p] { return p.remote_server->stop_accepting(); });
    shutdown.add(Phase::kDrain, "remote", [&p] { return p.remote_server->drain(std::chrono::seconds(5)); });
  }
  shutdown.add(Phase::kFlush, "events", [&p]() -> awaitable<void> {
    if (p.transactions_relay) (void)co_await p.transactions_relay->stop(std::chrono::seconds(1));
    if (p.wallets_relay) (void)co_await p.wallets_relay->stop(std::chrono::seconds(1));
  });
  shutdown.add(Phase::kFlush, "tasks", [&p]() -> awaitable<void> {
    p.tasks.cancel();
    co_await p.tasks.join();
  });
  shutdown.add(Phase::kClose, "databases", [&p] { return close_stores(p.stores); });
}

}  // namespace coffer::app
