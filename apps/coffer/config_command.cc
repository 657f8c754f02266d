#include "apps/coffer/config_command.h"

#include <iostream>

#include "apps/coffer/command.h"
#include "apps/coffer/keys.h"
#include "apps/coffer/networks.h"
#include "platform/http/tls.h"
#include "platform/json/writer.h"

namespace coffer::app {
namespace {

constexpr std::string_view kHelp = R"(usage: coffer config docs
       coffer config check [--json] [--config FILE] [--SETTING VALUE]...

  docs    print all settings as Markdown (docs/configuration.md)
  check   take what `coffer serve` takes, say what is wrong, and show each value with its origin
)";

/// What can be known to be wrong before anything is opened.
Result<void> check(const config::Config& config) {
  COFFER_TRY(const ServeOptions options, options_of(config));
  COFFER_CHECK(networks_of(options));
  COFFER_CHECK(policy_of(options));
  if (options.passphrase.size() > 0) COFFER_CHECK(signer::RootSecret::passphrase(options.passphrase.clone()));
  if (!options.tls_certificate.empty())
    COFFER_CHECK(http::ServerTls::load(
        {.certificate_chain = options.tls_certificate.string(), .private_key = options.tls_key.string()}));
  return {};
}

int print_json(const Result<config::Config>& config, const Result<void>& checked) {
  std::string out;
  {
    json::ObjectWriter object(out);
    object.key("ok");
    json::append_boolean(out, checked.has_value());
    if (!checked) {
      object.key("error");
      json::append_text(out, checked.error().message);
    }
    if (config) {
      object.key("settings");
      json::append_list(out, config->values(), [&out](const config::Config::Shown& shown) {
        json::ObjectWriter setting(out);
        setting.key("key");
        json::append_text(out, shown.key);
        setting.key("value");
        json::append_text(out, shown.value);
        setting.key("origin");
        json::append_text(out, shown.origin);
      });
    }
  }
  std::cout << out << '\n';
  return checked ? kDone : kUsage;
}

int run_check(const CommandLine& line) {
  const Result<config::Config> config = load_settings(line.source);
  const Result<void> checked = config ? check(*config) : fail(config.error());
  if (line.json) return print_json(config, checked);
  if (config) std::cout << config->describe();
  if (!checked) return report(checked.error(), kUsage);
  std::cerr << "the configuration is good\n";
  return kDone;
}

}  // namespace

int run_config(int argc, char** argv) {
  const std::string_view word = argc > 1 ? argv[1] : "";
  if (word == "docs" && argc == 2) {
    std::cout << settings_document();
    return kDone;
  }
  const CommandLine line = command_line(argc - 1, argv + 1);
  if (word == "check" && !line.help) return run_check(line);
  const bool asked = line.help || word == "--help" || word == "-h";
  (asked ? std::cout : std::cerr) << kHelp;
  return asked ? kDone : kUsage;
}

}  // namespace coffer::app
