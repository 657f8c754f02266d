#include <CLI/CLI.hpp>
#include <memory>
#include <ostream>

#include "apps/cli/commands.h"
#include "apps/cli/replace.h"

namespace coffer::cli {

void add_cancel(CLI::App& root, Context& context) {
  CLI::App* command =
      root.add_subcommand("cancel", "Call a transaction off: at once before it is sent, else by a race");
  add_replacement(*command, context, {.verb = "cancel", .question = "Call it off?", .id = {}, .speed = {}});
}

}  // namespace coffer::cli
