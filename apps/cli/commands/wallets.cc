#include <CLI/CLI.hpp>
#include <memory>
#include <ostream>

#include "apps/cli/accounts.h"
#include "apps/cli/commands.h"
#include "apps/cli/text.h"
#include "platform/http/uri.h"
#include "platform/json/writer.h"

namespace coffer::cli {
namespace {

struct Options {
  std::string label;
  std::vector<std::string> networks;
  int words = 24;
  bool exportable = false;
  bool private_key = false;
  bool with_passphrase = false;
  std::string address;
  std::string xpub;
  std::string wallet;
};

void show(Context& context, const Json& wallet) {
  std::ostream& out = context.terminal.out();
  out << context.terminal.paint(Colour::kBold, wallet.value("label", "")) << "  " << wallet.value("kind", "") << "  "
      << wallet.value("id", "") << '\n';
  for (const Json& account : wallet.value("accounts", Json::array()))
    out << "  " << account.value("network", "") << "  " << account.value("address", "") << "  "
        << account.value("path", "") << '\n';
}

Result<ExitCode> list(Context& context) {
  COFFER_TRY(Api * api, context.api());
  COFFER_TRY(const Json wallets, api->list("/v1/wallets", "wallets"));
  if (context.print_json({{"wallets", wallets}})) return ExitCode::kDone;
  for (const Json& wallet : wallets) show(context, wallet);
  if (wallets.empty()) context.terminal.note("No wallet yet. Make one: coffer wallets create Main");
  return ExitCode::kDone;
}

/// The networks that were named, else every one that the server has.
Result<Json> networks_of(Api& api, const Options& options) {
  if (!options.networks.empty()) return Json(options.networks);
  COFFER_TRY(const Json page, api.get("/v1/networks", Api::As::kNobody));
  Json out = Json::array();
  for (const Json& network : page.value("networks", Json::array()))
    if (out.size() < 16) out.push_back(network.value("id", ""));
  return out;
}

/// Makes a wallet from the members of `request` and, where there are some, of secrets.
Result<ExitCode> make(Context& context, const Options& options, Json request,
                      const std::vector<std::pair<std::string, SecretBytes>>& secrets) {
  COFFER_TRY(Api * api, context.api());
  request["label"] = options.label;
  COFFER_TRY(request["networks"], networks_of(*api, options));
  std::string body = request.dump();
  body.pop_back();
  for (const auto& [name, secret] : secrets) {
    body += ",\"" + name + "\":";
    json::append_text(body, secret.expose_text());
  }
  body += '}';
  COFFER_TRY(const std::string key, api->fresh_key());
  COFFER_TRY(const Json wallet, api->post_secret("/v1/wallets", std::move(body), Api::As::kUser, key));
  if (!context.print_json(wallet)) show(context, wallet);
  return ExitCode::kDone;
}

Result<ExitCode> import_wallet(Context& context, const Options& options) {
  std::vector<std::pair<std::string, SecretBytes>> secrets;
  COFFER_TRY(SecretBytes secret, context.terminal.read_secret(options.private_key ? "Private key: " : "Mnemonic: "));
  secrets.emplace_back(options.private_key ? "private_key" : "mnemonic", std::move(secret));
  if (options.with_passphrase) {
    COFFER_TRY(SecretBytes passphrase, context.terminal.read_secret("Passphrase of the mnemonic: "));
    secrets.emplace_back("passphrase", std::move(passphrase));
  }
  return make(context, options, {{"kind", "imported"}, {"exportable", options.exportable}}, secrets);
}

Result<ExitCode> show_one(Context& context, const Options& options) {
  COFFER_TRY(Api * api, context.api());
  COFFER_TRY(const Json found, find_wallet(*api, options.wallet));
  COFFER_TRY(const Json wallet, api->get("/v1/wallets/" + http::percent_encode(found.value("id", ""))));
  if (!context.print_json(wallet)) show(context, wallet);
  return ExitCode::kDone;
}

using Action = Result<ExitCode> (*)(Context&, const Options&);

CLI::App* add(CLI::App& parent, Context& context, const std::shared_ptr<Options>& options, const char* name,
              const char* help, Action action) {
  CLI::App* command = parent.add_subcommand(name, help);
  command->callback([&context, options, action] {
    context.action = [&context, options, action] { return action(context, *options); };
  });
  return command;
}

void label_and_networks(CLI::App& command, Options& options) {
  command.add_option("label", options.label, "What it is called")->required();
  command.add_option("--network", options.networks,
                     "Network of a first account; may be repeated (all that the server has)");
}

}  // namespace

void add_wallets(CLI::App& root, Context& context) {
  auto options = std::make_shared<Options>();
  CLI::App* wallets = root.add_subcommand("wallets", "List, create, import, watch and show wallets");
  wallets->require_subcommand(0, 1);
  wallets->callback([&context, wallets] {
    if (wallets->get_subcommands().empty()) context.action = [&context] { return list(context); };
  });
  add(*wallets, context, options, "list", "Every wallet with its accounts",
      [](Context& c, const Options&) { return list(c); });
  CLI::App* create = add(*wallets, context, options, "create", "A new wallet with a seed of its own",
                         [](Context& c, const Options& o) {
                           return make(c, o, {{"kind", "hd"}, {"words", o.words}, {"exportable", o.exportable}}, {});
                         });
  label_and_networks(*create, *options);
  create->add_option("--words", options->words, "Words of the seed: 12, 15, 18, 21 or 24");
  create->add_flag("--exportable", options->exportable, "The seed may be exported later");
  CLI::App* imported = add(*wallets, context, options, "import",
                           "A wallet from a mnemonic, which is asked for or read from standard input", import_wallet);
  label_and_networks(*imported, *options);
  imported->add_flag("--private-key", options->private_key, "From a private key instead");
  imported->add_flag("--with-passphrase", options->with_passphrase, "Ask for the mnemonic's passphrase too");
  imported->add_flag("--exportable", options->exportable, "It may be exported later");
  CLI::App* watch =
      add(*wallets, context, options, "watch", "A wallet to look at, without a key", [](Context& c, const Options& o) {
        Json request = {{"kind", "watch"}};
        if (!o.address.empty()) request["address"] = o.address;
        if (!o.xpub.empty()) request["xpub"] = o.xpub;
        return make(c, o, request, {});
      });
  label_and_networks(*watch, *options);
  watch->add_option("--address", options->address, "Address to watch");
  watch->add_option("--xpub", options->xpub, "Extended public key to watch");
  CLI::App* one = add(*wallets, context, options, "show", "One wallet with its accounts", show_one);
  one->add_option("wallet", options->wallet, "Label or id")->required();
}

}  // namespace coffer::cli
