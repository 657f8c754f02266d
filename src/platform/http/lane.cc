#include "platform/http/lane.h"

#include <vector>

#include "platform/http/response_head.h"

namespace coffer::http {
namespace {

constexpr Duration kSweepInterval = std::chrono::milliseconds{100};

std::string date_now() {
  return http_date(
      std::chrono::duration_cast<std::chrono::seconds>(std::chrono::system_clock::now().time_since_epoch()).count());
}

}  // namespace

awaitable<Result<void>> Lane::sweep(std::shared_ptr<Lane> lane, async::Sleeper& sleeper) {
  while (true) {
    lane->date = date_now();
    const auto now = Deadline::SteadyClock::now();
    for (Swept* member : std::vector<Swept*>(lane->members.begin(), lane->members.end())) member->sweep(now);
    CO_CHECK(co_await sleeper.sleep_for(kSweepInterval));
  }
}

void Lane::stop() {
  if (stopped) return;
  stopped = true;
  stopping.notify();
  for (Swept* member : std::vector<Swept*>(members.begin(), members.end())) member->stop();
}

void Lane::cut() {
  for (Swept* member : std::vector<Swept*>(members.begin(), members.end())) member->cut();
}

}  // namespace coffer::http
