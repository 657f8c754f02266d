#include <CLI/CLI.hpp>
#include <memory>
#include <ostream>

#include "apps/cli/commands.h"
#include "apps/cli/text.h"

namespace coffer::cli {
namespace {

std::string joined(const Json& items) {
  std::string out;
  for (const Json& item : items) out += (out.empty() ? "" : ", ") + item.get<std::string>();
  return out;
}

Result<ExitCode> run(Context& context) {
  COFFER_TRY(Api * api, context.api());
  COFFER_TRY(const Json user, api->get("/v1/me"));
  if (context.print_json({{"url", api->url()}, {"user", user}})) return ExitCode::kDone;
  context.terminal.out() << columns({{"Server", api->url()},
                                     {"E-mail", user.value("email", "")},
                                     {"Name", user.value("name", "")},
                                     {"Roles", joined(user.value("roles", Json::array()))},
                                     {"Id", user.value("id", "")}});
  return ExitCode::kDone;
}

}  // namespace

void add_whoami(CLI::App& root, Context& context) {
  CLI::App* command = root.add_subcommand("whoami", "Who is signed in, and where");
  command->callback([&context] { context.action = [&context] { return run(context); }; });
}

}  // namespace coffer::cli
