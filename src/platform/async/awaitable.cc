#include "platform/async/awaitable.h"

namespace coffer::async {

Error cancelled() { return unavailable("cancelled"); }
Error deadline_exceeded() { return unavailable("deadline exceeded"); }

}  // namespace coffer::async
