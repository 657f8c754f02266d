#include "platform/remote/testing/probe_service.h"

#include <chrono>
#include <stdexcept>

namespace coffer::remote::testing {
namespace {

using probe::v1::EchoReply;
using probe::v1::Nothing;

boost::asio::awaitable<Result<Nothing>> nothing() { co_return Nothing(); }

std::string name_of(Principal::Kind kind) {
  if (kind == Principal::Kind::kUser) return "user";
  return kind == Principal::Kind::kService ? "service" : "anonymous";
}

/// Counts up while it lives, and down when it goes.
class Present {
 public:
  Present(std::atomic<int>& count, async::Event& changed) : count_(count), changed_(changed) {
    ++count_;
    changed_.notify();
  }
  ~Present() {
    --count_;
    changed_.notify();
  }
  Present(const Present&) = delete;
  Present& operator=(const Present&) = delete;

 private:
  std::atomic<int>& count_;
  async::Event& changed_;
};

}  // namespace

ProbeService::Answer<EchoReply> ProbeService::echo(const CallContext& call, probe::v1::EchoRequest request) {
  EchoReply reply;
  reply.set_text(request.text());
  reply.set_request_id(call.request_id);
  reply.set_traceparent(call.traceparent);
  reply.set_principal_kind(name_of(call.principal.kind));
  reply.set_principal_id(call.principal.id);
  reply.set_session_id(call.principal.session_id);
  reply.mutable_roles()->Assign(call.principal.roles.begin(), call.principal.roles.end());
  reply.mutable_scopes()->Assign(call.principal.scopes.begin(), call.principal.scopes.end());
  reply.set_assurance(call.principal.assurance);
  reply.set_idempotency_key(call.idempotency_key);
  reply.set_client_ip(call.client_ip);
  reply.set_user_agent(call.user_agent);
  const Duration left = call.deadline ? *call.deadline - clock_.now() : Duration(0);
  reply.set_left_ms(std::chrono::duration_cast<std::chrono::milliseconds>(left).count());
  co_return reply;
}

ProbeService::Answer<Nothing> ProbeService::fail(const CallContext& /*call*/, probe::v1::FailRequest request) {
  Error error{.code = error_code_from_name(request.code()), .message = request.message(), .details = {}};
  for (const auto& [key, value] : request.details()) error.details.emplace(key, value);
  co_return coffer::fail(std::move(error));
}

ProbeService::Answer<Nothing> ProbeService::crash(const CallContext& /*call*/, Nothing /*request*/) {
  throw std::runtime_error("a bug");
  co_return Nothing();
}

ProbeService::Answer<Nothing> ProbeService::wait(const CallContext& /*call*/, Nothing /*request*/) {
  const auto seen = release.version();
  const Present present(waiting, changed);
  if (const Result<void> waited = co_await release.wait(seen); !waited) {
    ++cancelled;
    changed.notify();
    co_return coffer::fail(waited.error());
  }
  co_return Nothing();
}

ProbeService::Answer<Nothing> ProbeService::wait_briefly(const CallContext& call, Nothing request) {
  return wait(call, std::move(request));
}

ProbeService::Answer<EchoReply> ProbeService::grow(const CallContext& /*call*/, probe::v1::GrowRequest request) {
  EchoReply reply;
  reply.set_text(std::string(static_cast<std::size_t>(request.size()), 'x'));
  co_return reply;
}

ProbeService::Answer<Nothing> ProbeService::for_users(const CallContext& /*call*/, Nothing /*request*/) {
  return nothing();
}
ProbeService::Answer<Nothing> ProbeService::for_admins(const CallContext& /*call*/, Nothing /*request*/) {
  return nothing();
}
ProbeService::Answer<Nothing> ProbeService::after_step_up(const CallContext& /*call*/, Nothing /*request*/) {
  return nothing();
}
ProbeService::Answer<Nothing> ProbeService::for_suite(const CallContext& call, Nothing request) {
  return count(call, std::move(request));
}
ProbeService::Answer<Nothing> ProbeService::for_signer(const CallContext& /*call*/, Nothing /*request*/) {
  return nothing();
}
ProbeService::Answer<Nothing> ProbeService::for_clients(const CallContext& /*call*/, Nothing /*request*/) {
  return nothing();
}
ProbeService::Answer<Nothing> ProbeService::count(const CallContext& /*call*/, Nothing /*request*/) {
  ++counted;
  changed.notify();
  co_return Nothing();
}
ProbeService::Answer<Nothing> ProbeService::small(const CallContext& /*call*/, probe::v1::EchoRequest /*request*/) {
  return nothing();
}

}  // namespace coffer::remote::testing
