#include <CLI/CLI.hpp>
#include <algorithm>
#include <memory>
#include <ostream>

#include "apps/cli/checks.h"
#include "apps/cli/commands.h"

namespace coffer::cli {
namespace {

using State = Finding::State;

struct Options {
  std::string data = "data";
};

std::string_view name_of(State state) {
  return state == State::kGood ? "ok" : state == State::kWarning ? "warning" : "bad";
}

std::string mark_of(const Terminal& terminal, State state) {
  if (state == State::kGood) return terminal.paint(Colour::kGreen, "✓");
  return state == State::kWarning ? terminal.paint(Colour::kYellow, "!") : terminal.paint(Colour::kRed, "✗");
}

Json document_of(const std::vector<Finding>& findings, bool good) {
  Json checks = Json::array();
  for (const Finding& finding : findings) {
    Json check = {{"name", finding.name}, {"status", name_of(finding.state)}, {"message", finding.message}};
    if (!finding.fix.empty()) check["fix"] = finding.fix;
    checks.push_back(std::move(check));
  }
  return {{"ok", good}, {"checks", std::move(checks)}};
}

Result<ExitCode> run(Context& context, const Options& options) {
  COFFER_TRY(Api * api, context.api());
  std::vector<Finding> findings = server_checks(*api);
  findings.push_back(credentials_check(context.credentials));
  for (Finding& finding : context.local_checks(options.data)) findings.push_back(std::move(finding));
  const bool good = std::ranges::none_of(findings, [](const Finding& f) { return f.state == State::kBad; });
  const ExitCode code = good ? ExitCode::kDone : ExitCode::kFindings;
  if (context.print_json(document_of(findings, good))) return code;
  for (const Finding& finding : findings) {
    context.terminal.out() << mark_of(context.terminal, finding.state) << ' ' << finding.name << ": " << finding.message
                           << '\n';
    if (!finding.fix.empty()) context.terminal.out() << "    " << finding.fix << '\n';
  }
  return code;
}

}  // namespace

void add_doctor(CLI::App& root, Context& context) {
  auto options = std::make_shared<Options>();
  CLI::App* command = root.add_subcommand("doctor", "Look for what is wrong, each with a line that mends it");
  command->add_option("--data", options->data, "Data directory of a server on this machine (data)");
  command->callback([&context, options] { context.action = [&context, options] { return run(context, *options); }; });
}

}  // namespace coffer::cli
