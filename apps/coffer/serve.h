#pragma once

namespace coffer::app {

/// `coffer serve …`: runs the server until a signal ends it. `argv` begins after the word `serve`.
/// Answers the exit code: 0 ended as asked, 1 could not start, 2 the command line is wrong.
int run_serve(int argc, char** argv);

}  // namespace coffer::app
