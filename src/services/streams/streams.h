#pragma once

#include <deque>
#include <vector>

#include "coffer/streams/v1/streams.coffer.h"
#include "platform/async/task_group.h"
#include "platform/events/inbox.h"
#include "platform/events/relay.h"
#include "services/streams/head_recorder.h"

namespace coffer::streams {

/// What the service needs; all of it outlives the service.
struct Dependencies {
  sql::Database& database;
  chains::v1::ChainsApi& chains;
  /// Deliver what clients may hear of: the outboxes of transactions and wallets.
  std::vector<events::Relay*> relays;
  /// Remembers which events stand in the log.
  events::Inbox& inbox;
  const Clock& clock;
  async::Sleeper& sleeper;
};

struct Settings {
  /// How long an event can be asked for.
  Duration kept = std::chrono::hours{24 * 7};
  /// How long an event that was taken is known; longer than outboxes keep theirs.
  Duration remembered = std::chrono::hours{24 * 30};
  /// Heads that are kept, of all networks together.
  std::int64_t heads_kept = 1'000;
  /// Events of one answer where the request does not say.
  std::int64_t default_limit = 100;
  bool operator==(const Settings&) const = default;
};

/// The streams service; see README.md. Safe from any thread.
class Streams final : public v1::StreamsApi {
 public:
  Streams(Dependencies dependencies, Settings settings, telemetry::Log log);

  /// Begins to follow the networks and to forget what is old; the group is joined before this object
  /// goes, and the relays have ended.
  void start(async::TaskGroup& tasks);

  awaitable<Result<v1::ListEventsReply>> list_events(const CallContext& call, v1::ListEventsRequest request) override;

 private:
  /// Writes events of another service into the log, each once, in one commit.
  awaitable<Result<void>> take(const std::vector<const events::Envelope*>& envelopes);
  awaitable<Result<void>> follow_networks(async::TaskGroup& tasks);
  /// Events that other processes record are looked for once a second.
  awaitable<Result<void>> hear_others();
  awaitable<Result<void>> purge();

  Dependencies d_;
  const Settings settings_;
  const telemetry::Log log_;
  Store store_;
  Listeners listeners_;
  std::deque<HeadRecorder> networks_;
};

}  // namespace coffer::streams
