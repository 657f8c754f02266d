#include <CLI/CLI.hpp>
#include <memory>
#include <ostream>

#include "apps/cli/accounts.h"
#include "apps/cli/commands.h"
#include "apps/cli/text.h"
#include "platform/http/uri.h"

namespace coffer::cli {
namespace {

struct Options {
  std::string wallet;
  std::string network;
};

Result<ExitCode> list(Context& context) {
  COFFER_TRY(Api * api, context.api());
  COFFER_TRY(const Json accounts, all_accounts(*api));
  if (context.print_json({{"accounts", accounts}})) return ExitCode::kDone;
  std::vector<std::vector<std::string>> rows = {{"WALLET", "NETWORK", "ADDRESS", "PATH", "ID"}};
  for (const Json& account : accounts)
    rows.push_back({account.value("wallet_label", ""), account.value("network", ""), account.value("address", ""),
                    account.value("path", ""), account.value("id", "")});
  if (accounts.empty())
    context.terminal.note("No account yet. Make a wallet: coffer wallets create Main");
  else
    context.terminal.out() << columns(rows);
  return ExitCode::kDone;
}

Result<ExitCode> create(Context& context, const Options& options) {
  COFFER_TRY(Api * api, context.api());
  COFFER_TRY(const Json wallet, find_wallet(*api, options.wallet));
  COFFER_TRY(const std::string key, api->fresh_key());
  COFFER_TRY(const Json account,
             api->post_once("/v1/wallets/" + http::percent_encode(wallet.value("id", "")) + "/accounts",
                            {{"network", options.network}}, key));
  if (!context.print_json(account))
    context.terminal.out() << account.value("address", "") << "  " << account.value("path", "") << '\n';
  return ExitCode::kDone;
}

}  // namespace

void add_accounts(CLI::App& root, Context& context) {
  auto options = std::make_shared<Options>();
  CLI::App* accounts = root.add_subcommand("accounts", "List accounts, or add one to a wallet");
  accounts->require_subcommand(0, 1);
  accounts->callback([&context, accounts] {
    if (accounts->get_subcommands().empty()) context.action = [&context] { return list(context); };
  });
  CLI::App* all = accounts->add_subcommand("list", "Every account of every wallet");
  all->callback([&context] { context.action = [&context] { return list(context); }; });
  CLI::App* command = accounts->add_subcommand("create", "The next account of a wallet on a network");
  command->add_option("wallet", options->wallet, "Label or id of the wallet")->required();
  command->add_option("--network", options->network, "Network")->required();
  command->callback(
      [&context, options] { context.action = [&context, options] { return create(context, *options); }; });
}

}  // namespace coffer::cli
