#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>

#include "apps/coffer/options.h"

namespace coffer::app {

/// Which services run in this process, and where the others are.
class Topology {
 public:
  /// All services without `--services`. VALIDATION_ERROR for a name that is no service, for a service that
  /// is neither here nor at a peer though one that runs here needs it, for a service apart from those
  /// whose events it takes, and in production for the gateway and the signer in one process.
  static Result<Topology> of(const ServeOptions& options);

  [[nodiscard]] bool runs(std::string_view service) const { return here_.contains(service); }
  /// The services that run here, in alphabetical order.
  [[nodiscard]] const std::set<std::string, std::less<>>& services() const { return here_; }
  /// `host:port` by service, for those that something here needs; several, separated by commas, where it has
  /// replicas.
  [[nodiscard]] const std::map<std::string, std::string, std::less<>>& peers() const { return peers_; }

 private:
  std::set<std::string, std::less<>> here_;
  std::map<std::string, std::string, std::less<>> peers_;
};

}  // namespace coffer::app
