#pragma once

#include <memory>

#include "services/chains/estimator.h"
#include "services/chains/faucet.h"
#include "services/chains/fee_reader.h"
#include "services/chains/state_reader.h"
#include "services/chains/token_reader.h"

namespace coffer::chains {

/// One EVM network at work: its nodes, its head, and what is read from them.
struct EvmNetwork {
  EvmNetwork(NetworkSettings settings_in, std::vector<std::unique_ptr<Node>> nodes, const Clock& clock,
             async::Sleeper& sleeper, const telemetry::Log& log, telemetry::Metrics& metrics)
      : settings(std::move(settings_in)),
        pool(settings, std::move(nodes), clock),
        heads(settings, pool, clock, sleeper, log, metrics),
        states(settings, pool, heads),
        estimator(settings, pool, heads, clock),
        fees(settings, pool, heads, clock),
        tokens(pool, clock),
        faucet(pool, heads, sleeper) {}

  const NetworkSettings settings;
  NodePool pool;
  HeadFollower heads;
  StateReader states;
  Estimator estimator;
  FeeReader fees;
  TokenReader tokens;
  Faucet faucet;
};

}  // namespace coffer::chains
