#pragma once

#include <string>

#include "apps/cli/context.h"

namespace coffer::cli {

/// How long and until what a command waits.
struct Waiting {
  std::string until = "confirmed";  // or mined
  Duration limit = std::chrono::minutes(10);
};

/// Watches a transaction until it is `until` or has ended, showing where it stands. Ctrl-C says that it goes on
/// and how to look again. Answers the transaction as it was last seen.
Result<Json> wait_for(Context& context, Api& api, Json transaction, const Waiting& waiting);

/// What the end of a wait means for the exit code.
ExitCode outcome(const Json& transaction, const Waiting& waiting);

/// Whether nothing more happens to it.
bool has_ended(const std::string& status);

}  // namespace coffer::cli
