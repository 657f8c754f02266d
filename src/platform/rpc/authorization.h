#pragma once

#include "base/call_context.h"
#include "base/result.h"
#include "platform/rpc/descriptor.h"

namespace coffer::rpc {

/// Which side a call comes in from. A service may call what is for services on behalf of the user
/// whose call it carries; the gateway never may.
enum class Origin { kEdge, kService };

/// Whether the contract lets this caller call this method. AUTHENTICATION_ERROR when nobody is signed
/// in, AUTHORIZATION_ERROR when somebody is and may not, or must sign in more strongly first
/// (details.reason `step_up_required`, details.assurance the one needed).
Result<void> authorize(const MethodDescriptor& method, const Principal& principal, Origin origin);

}  // namespace coffer::rpc
