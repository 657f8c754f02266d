#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>

#include "platform/rpc/authorization.h"
#include "platform/rpc/call_guard.h"
#include "platform/rpc/client.h"
#include "platform/rpc/descriptor.h"

namespace coffer::rpc {

/// One service of the contract as this process reaches it: here, behind the guard that every call
/// passes, or in another process, where the guard is on that side. Who calls cannot tell. `Types` is
/// what the generator made, as `wallets::v1::WalletsTypes`.
template <class Types>
class Reach final : public Hosted {
 public:
  using Api = Types::Api;

  /// The service runs here. `implementation` and what `parts` names outlive this.
  void host(Api& implementation, const GuardParts& parts) {
    implementation_ = &implementation;
    parts_.emplace(parts);
  }
  /// The service runs elsewhere: what the gateway passes on goes through `edge`, what services of this
  /// process ask through `inside`. Both outlive this.
  void connect(Channel& edge, Channel& inside) {
    edge_.emplace(edge);
    inside_.emplace(inside);
  }

  /// As the named service of this process calls it.
  Api& as(std::string name) {
    if (inside_) return inside_->remote;
    return guarded(Caller::service(std::move(name))).local;
  }
  /// As the gateway passes on the calls of its clients.
  Service& edge() {
    if (edge_) return edge_->dispatch;
    return guarded(Caller::edge()).dispatch;
  }

  [[nodiscard]] const ServiceDescriptor& descriptor() const override { return Types::descriptor(); }
  [[nodiscard]] bool is_here() const override { return implementation_ != nullptr; }
  Service& for_caller(const Caller& caller) override { return guarded(caller).dispatch; }

 private:
  struct Guarded {
    Guarded(Api& implementation, const GuardParts& parts, const Caller& caller)
        : local(implementation, parts, caller), dispatch(local) {}
    Types::Local local;
    Types::Dispatch dispatch;
  };
  struct Connected {
    explicit Connected(Channel& channel) : remote(channel), dispatch(remote) {}
    Types::Remote remote;
    Types::Dispatch dispatch;
  };

  Guarded& guarded(const Caller& caller) {
    if (implementation_ == nullptr)
      throw std::logic_error(std::string(Types::descriptor().full_name) + " has neither a host nor a connection");
    const std::lock_guard lock(mutex_);
    std::unique_ptr<Guarded>& found = callers_[caller];
    if (!found) found = std::make_unique<Guarded>(*implementation_, *parts_, caller);
    return *found;
  }

  Api* implementation_ = nullptr;
  std::optional<GuardParts> parts_;
  std::optional<Connected> edge_;
  std::optional<Connected> inside_;
  std::mutex mutex_;
  std::map<Caller, std::unique_ptr<Guarded>> callers_;  // as many as there are certificates
};

}  // namespace coffer::rpc
