#pragma once

#include <string>
#include <vector>

#include "base/call_context.h"
#include "base/result.h"
#include "platform/rpc/descriptor.h"

namespace coffer::rpc {

/// Whether the contract lets this caller call this method for this principal. AUTHORIZATION_ERROR for a
/// caller that the method does not name. AUTHENTICATION_ERROR when nobody is signed in,
/// AUTHORIZATION_ERROR when somebody is and may not, or must sign in more strongly first
/// (details.reason `step_up_required`, details.assurance the one needed).
Result<void> authorize(const MethodDescriptor& method, const Principal& principal, const Caller& caller);

}  // namespace coffer::rpc
