#pragma once

#include <cstddef>

namespace coffer::app {

/// Lifts the soft limit of open files (RLIMIT_NOFILE) as far as `connections` and the server's own files
/// need, and answers how many connections fit: no more than were asked for.
std::size_t make_room_for(std::size_t connections);

}  // namespace coffer::app
