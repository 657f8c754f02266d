#include "apps/cli/replace.h"

#include <CLI/CLI.hpp>

#include "apps/cli/show.h"
#include "apps/cli/wait.h"
#include "platform/http/uri.h"

namespace coffer::cli {

Result<ExitCode> replace(Context& context, const Replacement& replacement) {
  COFFER_TRY(Api * api, context.api());
  const std::string path = "/v1/transactions/" + http::percent_encode(replacement.id);
  if (!replacement.yes) {
    COFFER_TRY(const Json current, api->get(path));
    COFFER_CHECK(show_transaction(context, *api, current));
    COFFER_TRY(const bool agreed, context.terminal.confirm(replacement.question));
    if (!agreed) return ExitCode::kDeclined;
  }
  Json request = Json::object();
  if (!replacement.speed.empty()) request["speed"] = replacement.speed;
  COFFER_TRY(const std::string key, api->fresh_key());
  COFFER_TRY(Json transaction, api->post_once(path + ":" + replacement.verb, request, key));
  if (!replacement.no_wait) {
    COFFER_TRY(transaction, wait_for(context, *api, std::move(transaction), {}));
  }
  const std::string status = transaction.value("status", "");
  if (!context.print_json(transaction)) COFFER_CHECK(show_transaction(context, *api, transaction));
  if (replacement.no_wait) return ExitCode::kDone;
  // What was asked for is the good end: a cancelled one of cancel, a confirmed one of speed-up.
  const bool cancelled = replacement.verb == "cancel" && status == "cancelled";
  return cancelled                                           ? ExitCode::kDone
         : replacement.verb == "cancel" && has_ended(status) ? ExitCode::kEndedOtherwise
                                                             : outcome(transaction, {});
}

void add_replacement(CLI::App& command, Context& context, const Replacement& standard) {
  auto options = std::make_shared<Replacement>(standard);
  command.add_option("id", options->id, "Id or hash of the transaction")->required();
  command.add_option("--speed", options->speed, "slow, normal or fast")
      ->check(CLI::IsMember({"slow", "normal", "fast"}));
  command.add_flag("--yes,-y", options->yes, "Do not ask");
  command.add_flag("--no-wait", options->no_wait, "Answer when it is under way");
  command.callback(
      [&context, options] { context.action = [&context, options] { return replace(context, *options); }; });
}

}  // namespace coffer::cli
