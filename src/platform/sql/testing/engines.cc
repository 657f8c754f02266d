#include "platform/sql/testing/engines.h"

#include <stdlib.h>

#include <filesystem>
#include <stdexcept>
#include <utility>

#include "platform/sql/postgres.h"
#include "platform/sql/sqlite.h"
#include "platform/sql/testing/postgres_server.h"

namespace coffer::sql::testing {
namespace {

std::unique_ptr<Database> open(TestEngine engine, const boost::asio::any_io_executor& executor,
                               const std::string& location) {
  if (engine == TestEngine::kPostgres) return open_postgres(executor, {.connection = location});
  Result<std::unique_ptr<Database>> database = open_sqlite(executor, {.path = location});
  if (!database) throw std::runtime_error(database.error().message);
  return *std::move(database);
}

std::string make_location(TestEngine engine) {
  if (engine == TestEngine::kSqliteMemory) return {};
  if (engine == TestEngine::kPostgres) return postgres_server().create_database();
  std::string folder = (std::filesystem::temp_directory_path() / "coffer-sqlite-XXXXXX").string();
  if (mkdtemp(folder.data()) == nullptr) throw std::runtime_error("no temporary directory");
  return folder + "/test.db";
}

}  // namespace

void PrintTo(TestEngine engine, std::ostream* out) {
  constexpr const char* kNames[] = {"SqliteMemory", "SqliteFile", "Postgres"};
  *out << kNames[static_cast<std::size_t>(engine)];
}

TestDatabase::TestDatabase(TestEngine engine, boost::asio::any_io_executor executor)
    : engine_(engine), location_(make_location(engine)), database_(open(engine, executor, location_)) {}

TestDatabase::~TestDatabase() {
  database_.reset();
  if (engine_ == TestEngine::kPostgres) postgres_server().drop_database(location_);
  if (engine_ == TestEngine::kSqliteFile) std::filesystem::remove_all(std::filesystem::path(location_).parent_path());
}

OnEveryEngine::OnEveryEngine(const std::vector<Migrations>& migrations)
    : database_(std::make_unique<TestDatabase>(GetParam(), context_.get_executor())) {
  for (const Migrations& set : migrations) {
    if (const Result<void> applied = run(migrate(database(), set)); !applied)
      throw std::runtime_error(applied.error().message);
  }
}

OnEveryEngine::~OnEveryEngine() = default;

}  // namespace coffer::sql::testing
