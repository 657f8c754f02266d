#pragma once

#include <string>
#include <vector>

#include "apps/cli/context.h"

namespace coffer::cli {

/// One command a file, in commands/: each adds its options and says what is done.
void add_login(CLI::App& root, Context& context);
void add_logout(CLI::App& root, Context& context);
void add_whoami(CLI::App& root, Context& context);
void add_wallets(CLI::App& root, Context& context);
void add_accounts(CLI::App& root, Context& context);
void add_balances(CLI::App& root, Context& context);
void add_send(CLI::App& root, Context& context);
void add_watch(CLI::App& root, Context& context);
void add_why(CLI::App& root, Context& context);
void add_transactions(CLI::App& root, Context& context);
void add_speed_up(CLI::App& root, Context& context);
void add_cancel(CLI::App& root, Context& context);
void add_quickstart(CLI::App& root, Context& context);
void add_doctor(CLI::App& root, Context& context);
void add_completions(CLI::App& root, Context& context);

/// A command of the same program that is no client command, for completions and the overview.
struct OtherCommand {
  std::string name;
  std::string help;
  std::vector<std::string> words;  // that may follow it
};
const std::vector<OtherCommand>& other_commands();

}  // namespace coffer::cli
