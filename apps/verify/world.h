#pragma once

#include <algorithm>
#include <optional>

#include "apps/verify/key_house.h"
#include "apps/verify/model_network.h"
#include "apps/verify/trace.h"
#include "apps/verify/wrapping.h"

namespace coffer::verify {

class Checker;

/// What every run has: the names of its one network and its rules.
inline constexpr char kNetwork[] = "devnet";
inline constexpr char kOwner[] = "ann";
inline constexpr std::uint64_t kConfirmations = 4;
std::string account_id(std::size_t sender);

/// A rule of docs/designs/intent.md that did not hold.
struct Violation {
  std::string rule;
  std::string what;
  Duration at{};  // virtual time since the start
};

/// Everything outside the processes: time, the network, the disk, the signer, and who watches.
struct World {
  World(std::uint64_t seed, KeyHouse& house, const Wrapping& wrapping, bool traced);

  const std::uint64_t seed;
  KeyHouse& house;
  const Wrapping& wrapping;
  Timeline timeline;
  const Time start;
  ModelNetwork network;
  std::unique_ptr<sql::Database> disk;
  Checker* checker = nullptr;
  telemetry::Metrics& metrics;
  Trace trace;
  std::optional<Violation> violation;  // the first one
  bool signer_away = false;
  Time signer_away_since{};
  /// Until then somebody may truly say that nodes, or the signer, do not answer or that accounts
  /// cannot pay, or a lane may be left alone.
  Time nodes_doubtful_until{};
  Time signer_doubtful_until{};
  Time processes_doubtful_until{};
  Time balances_doubtful_until{};
  void doubt_nodes(Duration lasting) {
    nodes_doubtful_until = std::max(nodes_doubtful_until, timeline.now() + lasting + kEcho);
  }
  void doubt_signer(Duration lasting) {
    signer_doubtful_until = std::max(signer_doubtful_until, timeline.now() + lasting + kEcho);
  }
  void doubt_balances(Duration lasting) {
    balances_doubtful_until = std::max(balances_doubtful_until, timeline.now() + lasting + kEcho);
  }
  void doubt_processes(Duration lasting) {
    processes_doubtful_until = std::max(processes_doubtful_until, timeline.now() + lasting + kEcho);
  }

  /// For so long after a trouble has ended, processes may still feel it.
  static constexpr Duration kEcho = std::chrono::seconds{25};

  [[nodiscard]] Duration elapsed() const { return timeline.now() - start; }
  void say(const std::string& text) { trace.add(elapsed(), text); }
  void violated(std::string rule, std::string what);
};

}  // namespace coffer::verify
