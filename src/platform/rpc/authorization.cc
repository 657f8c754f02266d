#include "platform/rpc/authorization.h"

#include <algorithm>

namespace coffer::rpc {
namespace {

bool has_staff_role(const Principal& principal, std::string_view role) {
  return principal.has_role(role) || principal.has_role("admin");
}

/// The gateway passes on what clients can ask for; a service must be named.
bool is_caller(const MethodDescriptor& method, const Caller& caller) {
  if (caller.origin == Origin::kEdge) return caller.is("gateway");
  return std::ranges::any_of(method.callers, [&](std::string_view name) { return caller.is(name); });
}

bool allows(Allow allow, const Principal& principal, Origin origin) {
  const bool is_user = principal.kind == Principal::Kind::kUser;
  switch (allow) {
    case Allow::kPublic:
      return true;
    case Allow::kUser:
      return is_user;
    case Allow::kSupport:
      return is_user && has_staff_role(principal, "support");
    case Allow::kCompliance:
      return is_user && has_staff_role(principal, "compliance");
    case Allow::kAdmin:
      return is_user && principal.has_role("admin");
    case Allow::kService:
      return origin == Origin::kService;
  }
  return false;
}

}  // namespace

Result<void> authorize(const MethodDescriptor& method, const Principal& principal, const Caller& caller) {
  if (!is_caller(method, caller)) return fail(forbidden("the contract does not name this caller of the method"));
  const bool allowed =
      std::ranges::any_of(method.allow, [&](Allow allow) { return allows(allow, principal, caller.origin); });
  if (!allowed && principal.kind == Principal::Kind::kAnonymous) return fail(unauthenticated("sign in first"));
  if (!allowed) return fail(forbidden("your roles do not allow this"));
  if (principal.kind == Principal::Kind::kUser && principal.assurance < method.step_up)
    return fail(forbidden("confirm with a second factor first")
                    .with("reason", "step_up_required")
                    .with("assurance", std::to_string(method.step_up)));
  return {};
}

}  // namespace coffer::rpc
