#pragma once

namespace coffer::app {

/// `coffer migrate …`: brings the databases of a data directory to what this program expects. `argv` begins
/// at the word `migrate`. Answers the exit code: 0 done, 1 could not, 2 the command line is wrong.
int run_migrate(int argc, char** argv);

}  // namespace coffer::app
