#pragma once

#include "coffer/identity/v1/identity.coffer.h"
#include "services/gateway/tokens.h"

namespace coffer::gateway {

/// What the gateway asks identity for: the keys of its tokens, and whether a session still stands.
class IdentityLink final : public KeySource, public SessionCheck {
 public:
  explicit IdentityLink(identity::v1::IdentityApi& identity) : identity_(identity) {}

  awaitable<Result<std::string>> jwks() override;
  awaitable<Result<bool>> is_active(std::string session_id) override;

 private:
  identity::v1::IdentityApi& identity_;
  const CallContext call_ = CallContext::internal("gateway");
};

}  // namespace coffer::gateway
