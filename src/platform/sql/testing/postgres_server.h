#pragma once

#include <sys/types.h>

#include <filesystem>
#include <string>

namespace coffer::sql::testing {

/// A PostgreSQL server of its own in a temporary directory, reached by a socket there; stopped and
/// removed with the object. Throws `std::runtime_error` when it does not start.
class PostgresServer {
 public:
  PostgresServer();
  ~PostgresServer();
  PostgresServer(const PostgresServer&) = delete;
  PostgresServer& operator=(const PostgresServer&) = delete;

  /// Makes an empty database and gives the connection string for it.
  std::string create_database();
  void drop_database(const std::string& connection);

  /// Kills every connection of the database, as a restart of the server would.
  void disconnect_all(const std::string& connection);

 private:
  void start();
  void execute(const std::string& statement);
  [[nodiscard]] std::string connection_to(const std::string& database) const;

  std::filesystem::path folder_;
  pid_t pid_ = 0;
  int databases_ = 0;
};

/// The server of this test program, started when first asked for.
PostgresServer& postgres_server();

}  // namespace coffer::sql::testing
