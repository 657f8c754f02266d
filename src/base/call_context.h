#pragma once

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"

namespace coffer {

/// Who is calling. A user's call carries the user through every service it touches; work that the
/// system starts by itself (a relay, a lane worker) carries the service's own name.
struct Principal {
  enum class Kind { kAnonymous, kUser, kService };

  Kind kind = Kind::kAnonymous;
  std::string id;                   // user id or service name; empty when anonymous
  std::string session_id;           // the token family the access token belongs to
  std::vector<std::string> roles;   // user, support, compliance, admin, service
  std::vector<std::string> scopes;  // of an API key; empty means everything its roles allow
  int assurance = 0;                // 0 none, 1 password, 2 second factor, 3 passkey bound to content

  [[nodiscard]] bool has_role(std::string_view role) const { return std::ranges::find(roles, role) != roles.end(); }
  [[nodiscard]] bool is_user(std::string_view user_id) const { return kind == Kind::kUser && id == user_id; }

  static Principal service(std::string name) {
    return {.kind = Kind::kService,
            .id = std::move(name),
            .session_id = {},
            .roles = {"service"},
            .scopes = {},
            .assurance = 0};
  }
};

/// What rides along every call, local or remote.
struct CallContext {
  std::string request_id;
  std::string traceparent;  // W3C Trace Context level 1; empty when none
  Principal principal;
  std::optional<Time> deadline;  // nothing is started after it
  std::string idempotency_key;   // empty when none was given
  std::string client_ip;         // as seen by the gateway; for audit and limits only
  std::string user_agent;

  /// A context for work that a service starts by itself.
  static CallContext internal(std::string service_name) {
    CallContext call;
    call.principal = Principal::service(std::move(service_name));
    return call;
  }
};

}  // namespace coffer
