#include "services/streams/head_recorder.h"

#include <nlohmann/json.hpp>

namespace coffer::streams {
namespace {

constexpr std::chrono::milliseconds kWait{20'000};
constexpr Duration kAfterFailure = std::chrono::seconds{1};

}  // namespace

HeadRecorder::HeadRecorder(std::string network, chains::v1::ChainsApi& chains, Store& store, Listeners& listeners,
                           const Clock& clock, async::Sleeper& sleeper, telemetry::Log log)
    : network_(std::move(network)),
      source_("heads/" + network_),
      chains_(chains),
      store_(store),
      listeners_(listeners),
      clock_(clock),
      sleeper_(sleeper),
      log_(std::move(log)) {}

awaitable<Result<void>> HeadRecorder::run() {
  for (;;) {
    if (const auto followed = co_await follow(kWait); !followed) {
      log_.warning("heads cannot be followed", {{"network", network_}, {"reason", followed.error().message}});
      CO_CHECK(co_await sleeper_.sleep_for(kAfterFailure));
    }
  }
}

awaitable<Result<void>> HeadRecorder::follow(std::chrono::milliseconds wait) {
  CO_TRY(const std::int64_t position, co_await store_.position(source_));
  chains::v1::WatchHeadsRequest request;
  request.set_network(network_);
  request.set_after_sequence(position);
  request.set_wait_ms(static_cast<std::int32_t>(wait.count()));
  const CallContext call = CallContext::internal("streams");
  CO_TRY(const chains::v1::WatchHeadsReply reply, co_await chains_.watch_heads(call, std::move(request)));
  if (reply.sequence() == position) co_return Result<void>();
  std::vector<StreamEvent> events;
  for (const chains::v1::HeadChange& change : reply.changes()) {
    const nlohmann::json data{
        {"network", network_}, {"number", change.head().number()}, {"hash", change.head().hash()}};
    events.push_back(
        {.owner = "", .topic = std::string(kHeads), .type = "head.changed", .data = data.dump(), .at = clock_.now()});
  }
  CO_TRY(const auto recorded, co_await store_.record(source_, position, reply.sequence(), events));
  if (recorded) listeners_.tell(*recorded, events);
  co_return Result<void>();
}

}  // namespace coffer::streams
