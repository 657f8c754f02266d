#include <filesystem>

#include "apps/coffer/keys.h"
#include "apps/coffer/networks.h"
#include "apps/coffer/system_parts.h"
#include "services/signer/hierarchy.h"

namespace coffer::app {

awaitable<Result<void>> System::Parts::make_signer(const std::vector<chains::NetworkSettings>& networks) {
  signer_store.emplace(*stores.vault);
  CO_TRY(const signer::RootSecret root, root_secret(options, entropy));
  CO_TRY(signer::Policy policy, policy_of(options));
  CO_TRY(signer::KeyRing ring,
         co_await signer::open_hierarchy(
             {.store = *signer_store, .clock = clock, .entropy = entropy, .workers = workers}, root));
  CO_TRY(signer, signer::Signer::create(
                     *stores.vault, std::move(ring), clock, entropy, workers, metrics,
                     {.policy = std::move(policy), .chains = chains_by_id(networks), .cache = options.key_cache}));
  signer_reach.host(*signer, guard_parts());
  co_return Result<void>();
}

awaitable<Result<void>> System::Parts::make_identity() {
  CO_TRY(Secret<32> sealing_key, load_or_create_key(options.data / "keys" / "tokens.key", entropy));
  identity.emplace(identity::Dependencies{.database = *stores.database,
                                          .workers = workers,
                                          .clock = clock,
                                          .entropy = entropy,
                                          .settings = options.identity,
                                          .sealing_key = std::move(sealing_key)});
  CO_CHECK(co_await identity->start());
  identity_reach.host(*identity, guard_parts());
  tasks.spawn("identity.keep_house", identity->keep_house(sleeper));
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
  tasks.spawn("mail", identity->deliver_mail(*mailer, sleeper));
  return {};
}

Result<void> System::Parts::make_chains(std::vector<chains::NetworkSettings> networks) {
  COFFER_TRY(http_client, http::make_client({}, sleeper, entropy));
  chains =
      std::make_unique<chains::Chains>(std::move(networks), *http_client, clock, sleeper, log.named("chains"), metrics);
  chains_reach.host(*chains, guard_parts());
  chains->start(tasks);
  return {};
}

void System::Parts::open_transactions_outbox() {
  transactions_outbox.emplace("transactions", clock, entropy);
  transactions_relay.emplace(*stores.database, *transactions_outbox, clock, sleeper, relay_options(), log, metrics);
}

void System::Parts::make_wallets() {
  wallets_outbox.emplace("wallets", clock, entropy);
  wallets_relay.emplace(*stores.database, *wallets_outbox, clock, sleeper, relay_options(), log, metrics);
  wallets.emplace(wallets::Dependencies{.database = *stores.database,
                                        .outbox = *wallets_outbox,
                                        .chains = chains_reach.as("wallets"),
                                        .signer = signer_reach.as("wallets"),
                                        .transactions = *transactions_relay,
                                        .cache = *balances_cache,
                                        .clock = clock,
                                        .sleeper = sleeper,
                                        .entropy = entropy},
                  log);
  wallets_reach.host(*wallets, guard_parts());
  wallets->start(tasks);
}

void System::Parts::make_transactions() {
  transactions::Settings settings = options.transactions;
  settings.engine.worker = replica;
  transactions.emplace(transactions::Transactions::Services{.database = *stores.database,
                                                            .outbox = *transactions_outbox,
                                                            .chains = chains_reach.as("transactions"),
                                                            .wallets = wallets_reach.as("transactions"),
                                                            .signer = signer_reach.as("transactions"),
                                                            .clock = clock,
                                                            .sleeper = sleeper,
                                                            .entropy = entropy,
                                                            .metrics = metrics},
                       settings, log.named("transactions"));
  transactions_reach.host(*transactions, guard_parts());
  transactions->start(tasks);
}

void System::Parts::make_streams() {
  streams_inbox.emplace("streams", clock);
  streams.emplace(streams::Dependencies{.database = *stores.database,
                                        .chains = chains_reach.as("streams"),
                                        .relays = {&*transactions_relay, &*wallets_relay},
                                        .inbox = *streams_inbox,
                                        .clock = clock,
                                        .sleeper = sleeper},
                  options.streams, log.named("streams"));
  streams_reach.host(*streams, guard_parts());
  streams->start(tasks);
}

void System::Parts::make_jsonrpc() {
  jsonrpc.emplace(jsonrpc::Dependencies{.chains = chains_reach.as("jsonrpc"),
                                        .wallets = wallets_reach.as("jsonrpc"),
                                        .transactions = transactions_reach.as("jsonrpc"),
                                        .clock = clock});
  jsonrpc_reach.host(*jsonrpc, guard_parts());
}

}  // namespace coffer::app
