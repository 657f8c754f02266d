#pragma once

#include <string>

#include "apps/cli/context.h"

namespace coffer::cli {

/// `speed-up` and `cancel`: another attempt on the same nonce.
struct Replacement {
  std::string verb;      // speed_up or cancel
  std::string question;  // that a person is asked
  std::string id;
  std::string speed;
  bool yes = false;
  bool no_wait = false;
};

/// Asks, does it, and waits for the end.
Result<ExitCode> replace(Context& context, const Replacement& replacement);

/// The options that both commands have.
void add_replacement(CLI::App& command, Context& context, const Replacement& standard);

}  // namespace coffer::cli
