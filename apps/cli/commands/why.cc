#include <CLI/CLI.hpp>
#include <memory>
#include <ostream>

#include "apps/cli/commands.h"
#include "apps/cli/show.h"
#include "apps/cli/text.h"
#include "platform/http/uri.h"

namespace coffer::cli {
namespace {

struct Options {
  std::string id;
};

Result<ExitCode> run(Context& context, const Options& options) {
  COFFER_TRY(Api * api, context.api());
  const std::string path = "/v1/transactions/" + http::percent_encode(options.id);
  COFFER_TRY(const Json explanation, api->get(path + "/explain"));
  COFFER_TRY(const Json transaction, api->get(path));
  if (context.print_json({{"explanation", explanation}, {"transaction", transaction}})) return ExitCode::kDone;
  show_explanation(context, *api, explanation);
  std::vector<std::vector<std::string>> rows = {{"ATTEMPT", "KIND", "MAX FEE", "SENT"}};
  for (const Json& attempt : transaction.value("attempts", Json::array()))
    rows.push_back({attempt.value("hash", ""), attempt.value("kind", ""), gwei(attempt.value("max_fee_per_gas", "")),
                    relative(attempt.value("sent_at", "not yet"), api->clock().now())});
  if (rows.size() > 1) context.terminal.out() << columns(rows);
  return ExitCode::kDone;
}

}  // namespace

void add_why(CLI::App& root, Context& context) {
  auto options = std::make_shared<Options>();
  CLI::App* command = root.add_subcommand("why", "Why a transaction stands where it stands, and what happens next");
  command->alias("explain");
  command->add_option("id", options->id, "Id or hash of the transaction")->required();
  command->callback([&context, options] { context.action = [&context, options] { return run(context, *options); }; });
}

}  // namespace coffer::cli
