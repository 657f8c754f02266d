#pragma once

#include "base/result.h"

namespace coffer::signer {

/// Called first in every process that will hold keys: no core dumps, no ptrace by processes of the same user
/// (PR_SET_DUMPABLE), and as much locked memory as the system allows. Fails when the dumps cannot be turned off.
Result<void> harden_process();

}  // namespace coffer::signer
