#pragma once

#include <map>
#include <string>
#include <vector>

#include "apps/coffer/options.h"
#include "services/chains/network.h"

namespace coffer::app {

/// The networks of the options: the file's, then the development chains. An id twice is refused.
Result<std::vector<chains::NetworkSettings>> networks_of(const ServeOptions& options);

/// CAIP-2 by short id, as the signer knows networks.
std::map<std::string, std::string, std::less<>> chains_by_id(const std::vector<chains::NetworkSettings>& networks);

}  // namespace coffer::app
