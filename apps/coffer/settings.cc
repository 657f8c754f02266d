#include "apps/coffer/settings.h"

#include <algorithm>

#include "apps/coffer/setting_binding.h"
#include "services/identity/passwords.h"

namespace coffer::app {
namespace {

/// Words after COFFER_ that begin names of others: the configuration file itself, the client commands,
/// the build and the tests.
const std::vector<std::string> kReserved = {"BUILD",    "CA",       "CONFIG",  "CRASH",  "DEV",  "EMAIL",
                                            "KEEP",     "PASSWORD", "REPLICA", "ROOT",   "TEST", "TOKEN",
                                            "TOPOLOGY", "URL",      "VECTORS", "VERSION"};

constexpr std::string_view kIntroduction = R"(# Configuration

Everything that `coffer serve` can be told, in one table. A value comes from, the later over the earlier:

1. the default;
2. the TOML file that `--config FILE` or `COFFER_CONFIG` names: `server.port` is `port` in the table `[server]`;
3. the environment: `COFFER_SERVER_PORT`;
4. a flag: `--server.port 3001`, and for some a shorter one, in brackets below. Dashes stand for underscores.

A setting that is not in the table, or a value that breaks its rule, stops the program before anything is opened; the
message names the setting and the nearest one that exists. A list is separated by commas outside the file. Sizes are
`4096`, `64KiB`, `10MiB`; durations `250ms`, `20s`, `5m`, `1h`.

A **secret** is never taken from the command line, where other processes could read it, and never printed. It stands in
the file or in the environment, or in a file of its own that its owner alone may read: `signer.passphrase_file` in any
of the three ways, `COFFER_SIGNER_PASSPHRASE_FILE`, `--passphrase-file`.

`coffer config check` takes what `coffer serve` takes, says what is wrong, and shows every value with its origin.
This page is printed by `coffer config docs`.

)";

Result<void> apply_all(std::span<const SettingBinding> bindings, const config::Config& config, ServeOptions& options) {
  for (const SettingBinding& binding : bindings) {
    if (!config.is_set(binding.setting.key)) continue;
    COFFER_CHECK(binding.apply(SettingValue(config, binding.setting), options));
  }
  return {};
}

}  // namespace

config::Table settings_table() {
  config::Table table;
  for (const auto bindings : {server_settings(), service_settings()})
    for (const SettingBinding& binding : bindings) table.add(std::span(&binding.setting, 1));
  return table;
}

Result<ServeOptions> options_of(const config::Config& config) {
  ServeOptions options;
  options.profile = config.text("profile") == "production" ? Profile::kProduction : Profile::kDevelopment;
  if (options.profile == Profile::kDevelopment) {
    options.gateway = gateway::development_settings();
    options.identity.max_address_tries = 1000;
    options.identity.max_mails = 1000;
  }
  COFFER_CHECK(apply_all(server_settings(), config, options));
  COFFER_CHECK(apply_all(service_settings(), config, options));
  if (options.tls_certificate.empty() != options.tls_key.empty())
    return fail(invalid_field("server.tls_key", "server.tls_certificate and server.tls_key go together"));
  if (options.transactions.default_wait > options.transactions.longest_wait)
    return fail(invalid_field("transactions.default_wait", "must not be longer than transactions.longest_wait"));
  COFFER_CHECK(identity::check_cost(options.identity.password_cost));
  // The cookies live as long as the tokens in them.
  options.gateway.issuer = options.identity.issuer;
  options.gateway.access_lifetime = options.identity.access_lifetime;
  options.gateway.refresh_lifetime = options.identity.refresh_lifetime;
  return options;
}

Result<config::Config> load_settings(const SettingsSource& source) {
  config::Table table = settings_table();
  COFFER_TRY(auto flags, config::parse_flags(table, source.flags));
  config::Sources sources{.file = {}, .environment = source.environment, .flags = {}};
  if (const auto named = source.environment.find("COFFER_CONFIG"); named != source.environment.end())
    sources.file = named->second;
  if (auto named = flags.extract("config"); !named.empty()) sources.file = named.mapped();
  sources.flags = std::move(flags);
  return config::Config::load(std::move(table), sources, kReserved);
}

std::string settings_document() { return std::string(kIntroduction) + settings_table().docs(); }

}  // namespace coffer::app
