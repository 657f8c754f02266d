#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "apps/coffer/topology.h"
#include "platform/remote/connection.h"
#include "platform/remote/server.h"
#include "platform/rpc/reach.h"

namespace coffer::app {

/// The services that run in other processes, each over a connection whose other end has proved to be it.
class Peers {
 public:
  using Connections = std::map<std::string, std::unique_ptr<remote::Connection>, std::less<>>;

  Peers(const Topology& topology, const remote::Identity& identity, const remote::Connection::Parts& parts);

  /// Makes a service that is elsewhere reachable; one that is here is left alone.
  template <class Types>
  void reach(std::string_view service, rpc::Reach<Types>& reach) const {
    const auto found = connections_.find(service);
    if (found != connections_.end()) reach.connect(found->second->edge(), found->second->inside());
  }
  [[nodiscard]] const Connections& connections() const { return connections_; }

 private:
  Connections connections_;
};

/// `HOST:PORT` as the server of other processes listens. VALIDATION_ERROR for anything else.
Result<remote::ServerSettings> listen_settings(std::string_view text);

}  // namespace coffer::app
