#pragma once

#include <ostream>

#include "apps/tool/batch.h"
#include "apps/tool/command_line.h"

namespace coffer::tool {

/// Where the tool reads and writes.
struct Streams {
  ReadSome in;
  std::ostream& out;
  std::ostream& err;
};

/// The streams of the process, standard input by read(2).
Streams process_streams();

/// `coffer tool …`: `argv` begins after the word `tool`. Returns the exit code: 0 done, 1 the operation
/// failed, 2 the command line is wrong.
int run_tool(int argc, char** argv, const Streams& streams);

}  // namespace coffer::tool
