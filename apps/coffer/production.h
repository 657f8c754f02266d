#pragma once

#include "apps/coffer/options.h"

namespace coffer::app {

/// The parts of the system that one process runs, of those that production asks something of.
struct PartsHere {
  bool gateway = true;
  bool identity = true;
  bool signer = true;
};

/// Whether the settings are fit for production: clients come by TLS, mail leaves the house, keys are opened by what
/// does not lie beside them, and no development chain is there. One VALIDATION_ERROR names everything that is
/// missing, setting by setting. Other profiles are asked nothing.
Result<void> check_production(const ServeOptions& options, const PartsHere& here);

}  // namespace coffer::app
