#pragma once

#include <string>

#include "base/call_context.h"
#include "base/entropy.h"
#include "services/identity/store.h"

namespace coffer::identity {

/// A record of who did what to which thing, from where. The caller adds details and stores it in the
/// transaction of the deed.
Result<AuditRow> audit_record(const Clock& clock, Entropy& entropy, const CallContext& call, std::string action,
                              std::string resource);

}  // namespace coffer::identity
