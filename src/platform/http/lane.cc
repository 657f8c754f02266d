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

bool Lane::close_longest_waiting() {
  if (waiting.empty()) return false;
  Swept* const longest = waiting.extract(waiting.begin()).mapped();
  longest->cut();
  return true;
}

void Lane::close_oldest_holding() {
  const Held oldest = holding.extract(holding.begin()).mapped();
  held_bytes -= oldest.bytes;
  oldest.member->cut();
}

Lane::Hold::~Hold() {
  const auto own = lane_.holding.extract(turn_);
  if (own) lane_.held_bytes -= own.mapped().bytes;
}

void Lane::Hold::set(std::size_t bytes, std::size_t most) {
  const auto own = lane_.holding.find(turn_);
  if (own == lane_.holding.end()) return;
  lane_.held_bytes += bytes - own->second.bytes;
  own->second.bytes = bytes;
  while (lane_.held_bytes > most) lane_.close_oldest_holding();
}

}  // namespace coffer::http
