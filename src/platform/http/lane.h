#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <unordered_set>

#include "platform/async/event.h"
#include "platform/async/sleeper.h"
#include "platform/http/deadline.h"
#include "platform/http/server.h"

namespace coffer::http {

/// What the sweep of a lane looks after.
class Swept {
 public:
  virtual ~Swept() = default;
  /// Cuts what it waits for if its deadline has passed.
  virtual void sweep(Deadline::SteadyClock::time_point now) = 0;
  /// The server stops: an idle connection closes.
  virtual void stop() = 0;
  /// Closes whatever is going on.
  virtual void cut() = 0;
};

/// What the connections of one I/O thread share; used on that thread only, but for `stopping`.
/// Internal to platform/http.
struct Lane {
  explicit Lane(Executor on) : executor(std::move(on)) {}

  Executor executor;
  std::unordered_set<Swept*> members;
  std::string date;  // of the Date header
  bool stopped = false;
  async::Event stopping;  // raised once
  std::uint64_t turns = 0;
  std::map<std::uint64_t, Swept*> waiting;  // for a request of their client, the longest wait first
  struct Held {
    Swept* member;
    std::size_t bytes;
  };
  std::map<std::uint64_t, Held> holding;  // bodies that are not all there yet, the oldest first
  std::size_t held_bytes = 0;             // of all of these

  /// Renews the date and cuts what is overdue, every tenth of a second.
  static awaitable<Result<void>> sweep(std::shared_ptr<Lane> lane, async::Sleeper& sleeper);
  void stop();
  void cut();
  /// Closes the connection that has waited longest for its client, so that another may come. False when
  /// none waits: all of them are at work.
  bool close_longest_waiting();

  /// Marks a connection as one that waits for its client, as long as it lives.
  class Wait {
   public:
    Wait(Lane& lane, Swept& member) : lane_(lane), turn_(lane.turns++) { lane.waiting.emplace(turn_, &member); }
    ~Wait() { lane_.waiting.erase(turn_); }
    Wait(const Wait&) = delete;
    Wait& operator=(const Wait&) = delete;

   private:
    Lane& lane_;
    std::uint64_t turn_;
  };

  /// Accounts for the memory of a body that is being read, as long as it lives.
  class Hold {
   public:
    Hold(Lane& lane, Swept& member) : lane_(lane), turn_(lane.turns++) {
      lane.holding.emplace(turn_, Held{&member, 0});
    }
    ~Hold();
    Hold(const Hold&) = delete;
    Hold& operator=(const Hold&) = delete;
    /// The body now takes so many bytes. While all of them take more than `most`, the oldest are closed.
    void set(std::size_t bytes, std::size_t most);

   private:
    Lane& lane_;
    std::uint64_t turn_;
  };

 private:
  void close_oldest_holding();
};

}  // namespace coffer::http
