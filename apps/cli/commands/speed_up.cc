#include <CLI/CLI.hpp>
#include <memory>
#include <ostream>

#include "apps/cli/commands.h"
#include "apps/cli/replace.h"

namespace coffer::cli {

void add_speed_up(CLI::App& root, Context& context) {
  CLI::App* command = root.add_subcommand("speed-up", "Send the same transaction again with higher fees");
  add_replacement(*command, context, {.verb = "speed_up", .question = "Offer more for it?", .id = {}, .speed = {}});
}

}  // namespace coffer::cli
