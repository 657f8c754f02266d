#pragma once

#include <string>

#include "base/call_context.h"
#include "coffer/chains/v1/chains.coffer.h"
#include "platform/remote/connection.h"
#include "platform/sql/database.h"
#include "services/gateway/health.h"

namespace coffer::app {

/// A database answers statements; without it nothing can be served.
class DatabaseCheck final : public gateway::HealthCheck {
 public:
  DatabaseCheck(std::string name, sql::Database& database) : name_(std::move(name)), database_(database) {}
  [[nodiscard]] std::string name() const override { return name_; }
  [[nodiscard]] bool is_critical() const override { return true; }
  awaitable<Result<void>> check() override { co_return co_await database_.ping(); }

 private:
  std::string name_;
  sql::Database& database_;
};

/// Another process serves; a call to it could not be answered without.
class PeerCheck final : public gateway::HealthCheck {
 public:
  PeerCheck(std::string service, remote::Connection& connection)
      : service_(std::move(service)), connection_(connection) {}
  [[nodiscard]] std::string name() const override { return "peer_" + service_; }
  [[nodiscard]] bool is_critical() const override { return true; }
  awaitable<Result<void>> check() override { co_return co_await connection_.check_health(); }

 private:
  std::string service_;
  remote::Connection& connection_;
};

/// Every network has a node that answers; what is stored can be shown without.
class ChainsCheck final : public gateway::HealthCheck {
 public:
  explicit ChainsCheck(chains::v1::ChainsApi& chains) : chains_(chains) {}
  [[nodiscard]] std::string name() const override { return "chains"; }
  [[nodiscard]] bool is_critical() const override { return false; }
  awaitable<Result<void>> check() override;

 private:
  chains::v1::ChainsApi& chains_;
};

}  // namespace coffer::app
