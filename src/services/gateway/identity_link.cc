#include "services/gateway/identity_link.h"

namespace coffer::gateway {

awaitable<Result<std::string>> IdentityLink::jwks() {
  CO_TRY(const auto reply, co_await identity_.get_jwks(call_, {}));
  co_return reply.body();
}

awaitable<Result<bool>> IdentityLink::is_active(std::string session_id) {
  identity::v1::CheckSessionRequest request;
  request.set_session_id(std::move(session_id));
  CO_TRY(const auto reply, co_await identity_.check_session(call_, std::move(request)));
  co_return reply.active();
}

}  // namespace coffer::gateway
