#include "platform/remote/connection.h"

#include <grpcpp/create_channel.h>
#include <grpcpp/security/credentials.h>
#include <grpcpp/support/channel_arguments.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <mutex>
#include <utility>
#include <vector>

#include "base/secret.h"
#include "platform/async/retry_budget.h"
#include "platform/pki/service_name.h"
#include "platform/remote/bytes.h"
#include "platform/remote/call_metadata.h"
#include "platform/remote/credentials.h"
#include "platform/remote/exchange.h"
#include "platform/remote/wire.pb.h"

namespace coffer::remote {
namespace {

constexpr int kFirstReconnectMs = 100;
constexpr int kLongestReconnectMs = 1'000;
constexpr int kPingIntervalMs = 20'000;
constexpr int kPingTimeoutMs = 5'000;
constexpr int kServing = 1;
constexpr Duration kHealthLimit = std::chrono::seconds(2);

std::shared_ptr<::grpc::Channel> connect(const ConnectionSettings& settings, const Proof& proof) {
  ::grpc::ChannelArguments arguments;
  const int limit = static_cast<int>(settings.max_message_bytes);
  arguments.SetMaxReceiveMessageSize(limit);
  arguments.SetMaxSendMessageSize(limit);
  arguments.SetInt(GRPC_ARG_MAX_METADATA_SIZE, kMaxMetadataBytes);
  arguments.SetInt(GRPC_ARG_INITIAL_RECONNECT_BACKOFF_MS, kFirstReconnectMs);
  arguments.SetInt(GRPC_ARG_MIN_RECONNECT_BACKOFF_MS, kLongestReconnectMs);
  arguments.SetInt(GRPC_ARG_MAX_RECONNECT_BACKOFF_MS, kLongestReconnectMs);
  arguments.SetInt(GRPC_ARG_KEEPALIVE_TIME_MS, kPingIntervalMs);
  arguments.SetInt(GRPC_ARG_KEEPALIVE_TIMEOUT_MS, kPingTimeoutMs);
  arguments.SetInt(GRPC_ARG_ENABLE_RETRIES, 0);  // ours know which calls may be repeated
  arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
  arguments.SetLoadBalancingPolicyName("round_robin");
  // The certificate must name the service, whatever address it is reached at.
  arguments.SetSslTargetNameOverride(pki::service_host(settings.service));
  return ::grpc::CreateCustomChannel(settings.target, channel_credentials(proof), arguments);
}

}  // namespace

struct Connection::State {
  State(ConnectionSettings given, const Identity& known, const Parts& shared)
      : settings(std::move(given)),
        parts(shared),
        identity(known),
        proof(identity.opened()),
        channel(connect(settings, *proof)),
        looked_at(parts.clock.now()),
        budget(settings.retry_percent, settings.retry_reserve) {}
  ~State() { flights.await_none(); }

  awaitable<Result<std::string>> call(rpc::Origin origin, const rpc::MethodDescriptor& method, const CallContext& call,
                                      std::string request) {
    auto reply = co_await attempts(origin, method, call, request);
    wipe_container(request);
    co_return reply;
  }
  awaitable<Result<std::string>> attempts(rpc::Origin origin, const rpc::MethodDescriptor& method,
                                          const CallContext& call, const std::string& request);
  std::shared_ptr<Exchange> exchange(const std::string& path, const std::string& request, Time deadline) const;
  awaitable<Result<void>> back_off(int attempt, Time deadline);
  Result<Duration> jittered(Duration wait);
  std::shared_ptr<::grpc::Channel> current_channel();
  void renew(Time now);

  ConnectionSettings settings;
  Parts parts;
  Identity identity;
  std::mutex mutex;  // over the four below
  std::shared_ptr<const Proof> proof;
  std::shared_ptr<::grpc::Channel> channel;
  std::vector<std::shared_ptr<::grpc::Channel>> former;  // until their exchanges have ended
  Time looked_at;
  Flights flights;
  async::RetryBudget budget;

  /// One of the two ways in which calls go.
  class Way final : public rpc::Channel {
   public:
    Way(State& state, rpc::Origin origin) : state_(state), origin_(origin) {}
    awaitable<Result<std::string>> call(const rpc::MethodDescriptor& method, const CallContext& call,
                                        std::string request) override {
      return state_.call(origin_, method, call, std::move(request));
    }

   private:
    State& state_;
    rpc::Origin origin_;
  };
  Way edge{*this, rpc::Origin::kEdge};
  Way inside{*this, rpc::Origin::kService};
};

std::shared_ptr<Exchange> Connection::State::exchange(const std::string& path, const std::string& request,
                                                      Time deadline) const {
  auto out = std::make_shared<Exchange>();
  out->path = path;
  out->request = to_buffer(request);
  out->context.set_deadline(std::chrono::system_clock::now() + (deadline - parts.clock.now()));
  return out;
}

awaitable<Result<std::string>> Connection::State::attempts(rpc::Origin origin, const rpc::MethodDescriptor& method,
                                                           const CallContext& call, const std::string& request) {
  const Time latest = parts.clock.now() + method.timeout;
  const Time deadline = call.deadline ? std::min(*call.deadline, latest) : latest;
  const std::string path = "/" + std::string(method.full_name);
  const bool repeatable = method.repeatable || (method.idempotent && !call.idempotency_key.empty());
  budget.call();
  for (int attempt = 1;; ++attempt) {
    if (deadline <= parts.clock.now()) co_return fail(async::deadline_exceeded());
    const auto sent = exchange(path, request, deadline);
    sent->context.AddMetadata(kCallKey, encode_call(call, origin));
    if (!call.traceparent.empty()) sent->context.AddMetadata(kTraceKey, call.traceparent);
    Outcome outcome = co_await perform(sent, current_channel(), flights);
    const bool again = outcome.lost && repeatable && attempt < settings.max_attempts && budget.spend();
    if (!again) co_return std::move(outcome.reply);
    CO_CHECK(co_await back_off(attempt, deadline));
  }
}

/// Calls at work keep the channel they were sent on.
std::shared_ptr<::grpc::Channel> Connection::State::current_channel() {
  const std::lock_guard lock(mutex);
  const Time now = parts.clock.now();
  if (now - looked_at >= settings.identity_refresh) renew(now);
  return channel;
}

void Connection::State::renew(Time now) {
  looked_at = now;
  Result<std::shared_ptr<const Proof>> read = identity.read();
  if (!read)
    return parts.log.error("the certificate of this process cannot be read again", {{"error", read.error().message}});
  if (proof->is_same(**read)) return;
  proof = *std::move(read);
  std::erase_if(former, [](const auto& unused) { return unused.use_count() == 1; });
  former.push_back(std::exchange(channel, connect(settings, *proof)));
}

awaitable<Result<void>> Connection::State::back_off(int attempt, Time deadline) {
  CO_TRY(const Duration wait, jittered(settings.first_backoff * (1 << (attempt - 1))));
  co_return co_await parts.sleeper.sleep_for(std::min(wait, deadline - parts.clock.now()));
}

Result<Duration> Connection::State::jittered(Duration wait) {
  std::array<std::uint8_t, 4> bytes{};
  COFFER_CHECK(parts.entropy.fill(bytes));
  std::uint32_t chance = 0;
  std::memcpy(&chance, bytes.data(), sizeof chance);
  return wait / 2 + Duration(chance % (wait.count() / 2 + 1));
}

Connection::Connection(ConnectionSettings settings, const Identity& identity, const Parts& parts)
    : state_(std::make_unique<State>(std::move(settings), identity, parts)) {}
Connection::~Connection() = default;

rpc::Channel& Connection::edge() { return state_->edge; }
rpc::Channel& Connection::inside() { return state_->inside; }

awaitable<Result<void>> Connection::check_health() {
  const auto sent = state_->exchange("/grpc.health.v1.Health/Check", wire::HealthCheckRequest().SerializeAsString(),
                                     state_->parts.clock.now() + kHealthLimit);
  const Outcome outcome = co_await perform(sent, state_->current_channel(), state_->flights);
  CO_TRY(const std::string bytes, outcome.reply);
  wire::HealthCheckResponse reply;
  if (!reply.ParseFromString(bytes) || reply.status() != kServing)
    co_return fail(unavailable(state_->settings.service + " does not serve"));
  co_return Result<void>();
}

}  // namespace coffer::remote
