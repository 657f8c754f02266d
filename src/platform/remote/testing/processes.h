#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "platform/async/io_threads.h"
#include "platform/async/sleeper.h"
#include "platform/async/workers.h"
#include "platform/pki/authority.h"
#include "platform/remote/connection.h"
#include "platform/remote/identity.h"
#include "platform/remote/server.h"
#include "platform/remote/testing/probe.rpc.h"
#include "platform/remote/testing/probe_service.h"
#include "platform/rpc/reach.h"

/// For tests only.
namespace coffer::remote::testing {

/// Certificates of one authority in a temporary directory.
class TestPki {
 public:
  TestPki();
  ~TestPki();
  TestPki(const TestPki&) = delete;
  TestPki& operator=(const TestPki&) = delete;

  /// Files of a process that runs these services; valid now, or only in the past.
  [[nodiscard]] IdentityFiles issue(const std::vector<std::string>& services, bool expired = false);
  /// Puts others in place of what was issued: files of these services.
  void reissue(const IdentityFiles& files, const std::vector<std::string>& services);
  [[nodiscard]] Identity identity(const std::vector<std::string>& services, bool expired = false) {
    return Identity::open(issue(services, expired)).value();
  }
  /// Believes this authority, is vouched for by `other`.
  [[nodiscard]] Identity foreign_identity(TestPki& other, const std::vector<std::string>& services);

 private:
  std::filesystem::path folder_;
  pki::Authority authority_;
  int issued_ = 0;
};

class NoFormats final : public rpc::Formats {
 public:
  [[nodiscard]] bool is_evm_address(std::string_view) const override { return true; }
  [[nodiscard]] bool is_address(std::string_view) const override { return true; }
};

class NoLog final : public telemetry::LogSink {
 public:
  void write(std::string_view) override {}
};

/// A process that hosts the probe, as far as a test in one process can have one: threads, metrics and a
/// service of its own.
class ProbeProcess {
 public:
  ProbeProcess();

  ProbeService& service() { return service_; }
  rpc::Reach<probe::v1::ProbeTypes>& reach() { return reach_; }
  telemetry::Metrics& metrics() { return metrics_; }

  /// Listens on a free port, or on `port`; gives the port.
  std::uint16_t listen(const Identity& identity, std::uint16_t port = 0, std::size_t max_message_bytes = 16 << 20);
  Server& server() { return *server_; }
  /// Ends what runs and closes the port.
  void stop(Duration limit = std::chrono::seconds(0));
  ~ProbeProcess();

 private:
  SystemClock clock_;
  async::SteadySleeper sleeper_{clock_};
  NoFormats formats_;
  NoLog sink_;
  telemetry::Metrics metrics_;
  async::Workers workers_{1};
  ProbeService service_{clock_};
  rpc::Reach<probe::v1::ProbeTypes> reach_;
  async::IoThreads threads_{1};
  std::unique_ptr<Server> server_;
};

/// A process that calls the probe.
class CallingProcess {
 public:
  CallingProcess(const Identity& identity, std::uint16_t port, ConnectionSettings settings = {});
  /// One that waits through `sleeper` before it repeats a call.
  CallingProcess(const Identity& identity, std::uint16_t port, ConnectionSettings settings, async::Sleeper& sleeper);

  Connection& connection() { return connection_; }
  rpc::Reach<probe::v1::ProbeTypes>& reach() { return reach_; }

 private:
  static ConnectionSettings to(std::uint16_t port, ConnectionSettings settings);
  Connection::Parts parts(async::Sleeper& sleeper);

  SystemClock clock_;
  async::SteadySleeper sleeper_{clock_};
  SystemEntropy entropy_;
  NoLog sink_;
  Connection connection_;
  rpc::Reach<probe::v1::ProbeTypes> reach_;
};

}  // namespace coffer::remote::testing
