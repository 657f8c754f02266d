#include <CLI/CLI.hpp>
#include <map>
#include <memory>
#include <ostream>

#include "apps/cli/accounts.h"
#include "apps/cli/commands.h"
#include "apps/cli/show.h"
#include "apps/cli/text.h"
#include "platform/http/uri.h"

namespace coffer::cli {
namespace {

struct Options {
  std::string id;
  std::string account;
  std::string status;
  std::size_t limit = 20;
};

Result<ExitCode> show_one(Context& context, Api& api, const std::string& id) {
  COFFER_TRY(const Json transaction, api.get("/v1/transactions/" + http::percent_encode(id)));
  if (!context.print_json(transaction)) COFFER_CHECK(show_transaction(context, api, transaction));
  return ExitCode::kDone;
}

/// The units of each network's native coin and of each token that is in a list, asked for once.
class Units {
 public:
  explicit Units(Api& api) : api_(api) {}
  std::string amount(const Json& transaction) {
    const std::string asset = transaction.value("asset", "");
    const auto [entry, is_new] = known_.try_emplace(transaction.value("network", "") + " " + asset);
    if (is_new)
      entry->second = asset_info(api_, transaction.value("network", ""), asset)
                          .value_or(AssetInfo{.symbol = "units", .decimals = 0});
    return with_unit(transaction.value("amount", ""), entry->second.decimals, entry->second.symbol);
  }

 private:
  Api& api_;
  std::map<std::string, AssetInfo> known_;
};

Result<ExitCode> run(Context& context, const Options& options) {
  COFFER_TRY(Api * api, context.api());
  if (!options.id.empty()) return show_one(context, *api, options.id);
  std::string account;
  if (!options.account.empty()) {
    COFFER_TRY(const Json found, find_account(*api, options.account, ""));
    account = found.value("id", "");
  }
  COFFER_TRY(const Json transactions,
             api->list("/v1/transactions" + query({{"account_id", account}, {"status", options.status}}),
                       "transactions", options.limit));
  if (context.print_json({{"transactions", transactions}})) return ExitCode::kDone;
  Units units(*api);
  std::vector<std::vector<std::string>> rows = {{"ID", "STATUS", "AMOUNT", "TO", "CREATED"}};
  for (const Json& transaction : transactions)
    rows.push_back({transaction.value("id", ""), transaction.value("status", ""), units.amount(transaction),
                    shortened(transaction.value("to", "")),
                    relative(transaction.value("created_at", ""), api->clock().now())});
  if (transactions.empty())
    context.terminal.note("No transaction yet. Send one: coffer send 0.1 0x…");
  else
    context.terminal.out() << columns(rows);
  return ExitCode::kDone;
}

}  // namespace

void add_transactions(CLI::App& root, Context& context) {
  auto options = std::make_shared<Options>();
  CLI::App* command = root.add_subcommand("transactions", "List transactions, or show one");
  command->add_option("id", options->id, "Id or hash of one");
  command->add_option("--account", options->account, "Only of this account: address, id or wallet label");
  command->add_option("--status", options->status, "Only with this status");
  command->add_option("--limit", options->limit, "At most so many (20)")->check(CLI::Range(1, 1000));
  command->callback([&context, options] { context.action = [&context, options] { return run(context, *options); }; });
}

}  // namespace coffer::cli
