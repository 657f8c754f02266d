#include <CLI/CLI.hpp>
#include <memory>
#include <ostream>

#include "apps/cli/commands.h"

namespace coffer::cli {
namespace {

Result<ExitCode> run(Context& context) {
  COFFER_TRY(Api * api, context.api());
  const Result<Json> ended = api->post("/v1/auth/logout", Json::object());
  COFFER_TRY(const Credentials::Lock lock, context.credentials.lock());
  COFFER_CHECK(context.credentials.remove(api->url()));
  // The tokens are forgotten in any case; a session that could not be ended on the server is said.
  if (!ended && ended.error().code != ErrorCode::kAuthentication) return fail(ended.error());
  if (!context.print_json({{"url", api->url()}, {"signed_out", true}}))
    context.terminal.out() << "Signed out of " << api->url() << '\n';
  return ExitCode::kDone;
}

}  // namespace

void add_logout(CLI::App& root, Context& context) {
  CLI::App* command = root.add_subcommand("logout", "End the session and forget its tokens");
  command->callback([&context] { context.action = [&context] { return run(context); }; });
}

}  // namespace coffer::cli
