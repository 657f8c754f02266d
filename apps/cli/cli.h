#pragma once

#include "apps/cli/finding.h"

namespace coffer::cli {

/// Every client command of `coffer`; `argv[0]` is the program. Answers the exit code; see exit_code.h.
int run_cli(int argc, char** argv, const LocalChecks& local_checks);

}  // namespace coffer::cli
