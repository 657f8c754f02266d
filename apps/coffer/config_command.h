#pragma once

namespace coffer::app {

/// `coffer config docs|check …`. `argv` begins at the word `config`. Answers the exit code: 0, or 2 for a
/// setting that is wrong.
int run_config(int argc, char** argv);

}  // namespace coffer::app
