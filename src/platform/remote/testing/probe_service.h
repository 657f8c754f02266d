#pragma once

#include <atomic>

#include "base/time.h"
#include "platform/async/event.h"
#include "platform/remote/testing/probe.coffer.h"

/// For tests only.
namespace coffer::remote::testing {

/// The service of probe.proto.
class ProbeService final : public probe::v1::ProbeApi {
 public:
  using Nothing = probe::v1::Nothing;
  template <class T>
  using Answer = boost::asio::awaitable<Result<T>>;

  explicit ProbeService(const Clock& clock) : clock_(clock) {}

  Answer<probe::v1::EchoReply> echo(const CallContext& call, probe::v1::EchoRequest request) override;
  Answer<Nothing> fail(const CallContext& call, probe::v1::FailRequest request) override;
  Answer<Nothing> crash(const CallContext& call, Nothing request) override;
  Answer<Nothing> wait(const CallContext& call, Nothing request) override;
  Answer<Nothing> wait_briefly(const CallContext& call, Nothing request) override;
  Answer<probe::v1::EchoReply> grow(const CallContext& call, probe::v1::GrowRequest request) override;
  Answer<Nothing> for_users(const CallContext& call, Nothing request) override;
  Answer<Nothing> for_admins(const CallContext& call, Nothing request) override;
  Answer<Nothing> after_step_up(const CallContext& call, Nothing request) override;
  Answer<Nothing> for_suite(const CallContext& call, Nothing request) override;
  Answer<Nothing> for_signer(const CallContext& call, Nothing request) override;
  Answer<Nothing> for_clients(const CallContext& call, Nothing request) override;
  Answer<Nothing> count(const CallContext& call, Nothing request) override;
  Answer<Nothing> small(const CallContext& call, probe::v1::EchoRequest request) override;

  async::Event changed;            // raised with every count below
  std::atomic<int> waiting = 0;    // in `wait`
  std::atomic<int> cancelled = 0;  // were cancelled in `wait`
  std::atomic<int> counted = 0;    // ends of `count` and `for_suite`
  async::Event release;            // lets those in `wait` go

 private:
  const Clock& clock_;
};

}  // namespace coffer::remote::testing
