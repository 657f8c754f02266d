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
  bool fresh = false;
};

/// The balances of one wallet, each with its label.
Result<void> collect(Api& api, const Json& wallet, const Options& options, Json& out) {
  const std::string path = "/v1/wallets/" + http::percent_encode(wallet.value("id", "")) + "/balances" +
                           query({{"fresh", options.fresh ? "true" : ""}});
  COFFER_TRY(const Json balances, api.list(path, "balances"));
  for (Json balance : balances) {
    balance["wallet_label"] = wallet.value("label", "");
    for (const Json& account : wallet.value("accounts", Json::array()))
      if (account.value("id", "") == balance.value("account_id", "")) balance["address"] = account.value("address", "");
    out.push_back(std::move(balance));
  }
  return {};
}

/// Unknown is shown as unknown, never as nothing.
std::string amount_of(const Json& balance) {
  const Json asset = balance.value("asset", Json::object());
  if (!balance.contains("amount")) return "unknown " + asset.value("symbol", "");
  return with_unit(balance.value("amount", ""), asset.value("decimals", 0U), asset.value("symbol", ""));
}

Result<ExitCode> run(Context& context, const Options& options) {
  COFFER_TRY(Api * api, context.api());
  Json balances = Json::array();
  if (!options.wallet.empty()) {
    COFFER_TRY(const Json wallet, find_wallet(*api, options.wallet));
    COFFER_CHECK(collect(*api, wallet, options, balances));
  } else {
    COFFER_TRY(const Json wallets, api->list("/v1/wallets", "wallets"));
    for (const Json& wallet : wallets) COFFER_CHECK(collect(*api, wallet, options, balances));
  }
  if (context.print_json({{"balances", balances}})) return ExitCode::kDone;
  std::vector<std::vector<std::string>> rows = {{"WALLET", "NETWORK", "ADDRESS", "AMOUNT", "BLOCK", "AS OF"}};
  for (const Json& balance : balances)
    rows.push_back({balance.value("wallet_label", ""), balance.value("network", ""), balance.value("address", ""),
                    amount_of(balance), balance.contains("block") ? balance["block"].dump() : "",
                    relative(balance.value("as_of", ""), api->clock().now())});
  if (balances.empty())
    context.terminal.note("Nothing to show. Make a wallet: coffer wallets create Main");
  else
    context.terminal.out() << columns(rows);
  return ExitCode::kDone;
}

}  // namespace

void add_balances(CLI::App& root, Context& context) {
  auto options = std::make_shared<Options>();
  CLI::App* command = root.add_subcommand("balances", "What lies on the accounts");
  command->add_option("wallet", options->wallet, "Label or id of one wallet");
  command->add_flag("--fresh", options->fresh, "Ask the node instead of the cache");
  command->callback([&context, options] { context.action = [&context, options] { return run(context, *options); }; });
}

}  // namespace coffer::cli
