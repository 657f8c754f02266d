#pragma once

#include "apps/cli/context.h"

namespace coffer::cli {

/// One transaction: what it does, where it stands, what it cost.
Result<void> show_transaction(Context& context, Api& api, const Json& transaction);

/// A status in the colour of what it means.
std::string status_text(const Terminal& terminal, const std::string& status);

/// What an explanation says, with the next step and its time.
void show_explanation(Context& context, Api& api, const Json& explanation);

}  // namespace coffer::cli
