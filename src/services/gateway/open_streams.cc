#include "services/gateway/open_streams.h"

#include <mutex>
#include <unordered_map>
#include <utility>

namespace coffer::gateway {
namespace {

/// When it is worth trying again: a stream may end at any time.
constexpr char kRetrySeconds[] = "5";

}  // namespace

struct OpenStreams::State {
  std::size_t most;
  std::size_t most_per_caller;
  std::mutex mutex;
  std::size_t open = 0;
  std::unordered_map<std::string, std::size_t> by_caller;
};

class OpenStreams::Taken final : public Place {
 public:
  Taken(std::shared_ptr<State> state, std::string caller) : state_(std::move(state)), caller_(std::move(caller)) {}
  ~Taken() override {
    const std::lock_guard lock(state_->mutex);
    --state_->open;
    const auto own = state_->by_caller.find(caller_);
    if (--own->second == 0) state_->by_caller.erase(own);
  }
  Taken(const Taken&) = delete;
  Taken& operator=(const Taken&) = delete;

 private:
  std::shared_ptr<State> state_;
  std::string caller_;
};

OpenStreams::OpenStreams(std::size_t most, std::size_t most_per_caller)
    : state_(std::make_shared<State>(most, most_per_caller)) {}

Result<std::unique_ptr<OpenStreams::Place>> OpenStreams::take(const std::string& caller) {
  const std::lock_guard lock(state_->mutex);
  if (state_->open >= state_->most) return fail(unavailable("too many streams are open"));
  std::size_t& own = state_->by_caller[caller];
  if (own >= state_->most_per_caller)
    return fail(Error{ErrorCode::kRateLimited, "too many streams of yours are open; close one first", {}}.with(
        "retry_after", kRetrySeconds));
  ++state_->open;
  ++own;
  return std::make_unique<Taken>(state_, caller);
}

}  // namespace coffer::gateway
