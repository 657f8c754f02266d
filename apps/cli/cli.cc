#include "apps/cli/cli.h"

#include <CLI/CLI.hpp>
#include <ostream>

#include "apps/cli/commands.h"
#include "platform/config/config.h"

namespace coffer::cli {
namespace {

constexpr const char* kFooter = R"(
Commands of the server's side (each has --help):
  serve                       Run the server
  config                      Show and check its settings
  migrate                     Bring its databases up to date
  verify lanes                Hunt for double execution in a simulated world
  tool                        Keys, encodings and signatures, offline
  version                     Print the version

Every command has --help, --json, and --url or COFFER_URL to say which server. First steps: coffer quickstart)";

void add_commands(CLI::App& root, Context& context) {
  root.require_subcommand(1);
  root.fallthrough();
  root.footer(kFooter);
  root.get_formatter()->column_width(30);
  root.add_flag("--json", context.json, "Answer with one JSON document");
  root.add_option("--url", context.url, "Server, such as http://127.0.0.1:3000 (or COFFER_URL)");
  root.add_option("--ca-file", context.ca_file, "PEM file with further authorities to trust (or COFFER_CA_FILE)");
  add_login(root, context);
  add_logout(root, context);
  add_whoami(root, context);
  add_wallets(root, context);
  add_accounts(root, context);
  add_balances(root, context);
  add_send(root, context);
  add_transactions(root, context);
  add_watch(root, context);
  add_why(root, context);
  add_speed_up(root, context);
  add_cancel(root, context);
  add_quickstart(root, context);
  add_doctor(root, context);
  add_completions(root, context);
}

/// What a person reads of an error: the sentence, the field where it helps, and how to report it.
void print_error(const Context& context, const Error& error) {
  Terminal& terminal = context.terminal;
  terminal.note(terminal.paint_err(Colour::kRed, "error: ") + error.message);
  for (const auto& [name, value] : error.details)
    if (!value.empty()) terminal.note("  " + name + ": " + value);
}

int report(const Context& context, const Error& error) {
  if (context.json) {
    Json body = {{"code", std::string(error_code_name(error.code))}, {"message", error.message}};
    if (!error.details.empty()) body["details"] = error.details;
    context.print_json({{"error", body}});
  } else {
    print_error(context, error);
  }
  return static_cast<int>(exit_code_of(error));
}

/// Reads the command line. Nothing when a command was chosen, else the exit code.
std::optional<int> parse(CLI::App& root, Context& context, int argc, char** argv) {
  try {
    root.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    if (error.get_exit_code() != 0) return report(context, invalid(std::string(error.what()) + "; see coffer --help"));
    return root.exit(error, context.terminal.out(), context.terminal.err());
  }
  return std::nullopt;
}

int run(Context& context) {
  try {
    const Result<ExitCode> result = context.action();
    context.terminal.end_progress();
    return result ? static_cast<int>(*result) : report(context, result.error());
  } catch (const Json::exception&) {
    // A type that the contract does not have: another server, or a newer one.
    return report(context,
                  internal("the answer is not what this program knows; are server and program of one version?"));
  }
}

}  // namespace

int run_cli(int argc, char** argv, const LocalChecks& local_checks) {
  Interrupts interrupts;
  const std::map<std::string, std::string> environment = config::process_environment();
  const Credentials credentials(Credentials::default_file(environment));
  Terminal terminal(Terminal::process_ends());
  Context context{.terminal = terminal,
                  .interrupts = interrupts,
                  .credentials = credentials,
                  .environment = environment,
                  .local_checks = local_checks};
  CLI::App root("Coffer: a self-hosted, multi-chain wallet platform.", "coffer");
  add_commands(root, context);
  const std::optional<int> ended = parse(root, context, argc, argv);
  return ended ? *ended : run(context);
}

const std::vector<OtherCommand>& other_commands() {
  static const std::vector<OtherCommand> kOthers = {
      {"serve", "Run the server", {"--config", "--data", "--port", "--help"}},
      {"config", "Show and check its settings", {"docs", "check"}},
      {"migrate", "Bring its databases up to date", {"--dry-run", "--data"}},
      {"verify", "Hunt for double execution", {"lanes", "--seed", "--runs", "--help"}},
      {"tool", "Keys, encodings and signatures, offline", {"batch", "--help"}},
      {"version", "Print the version", {}}};
  return kOthers;
}

}  // namespace coffer::cli
