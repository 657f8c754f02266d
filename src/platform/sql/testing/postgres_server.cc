#include "platform/sql/testing/postgres_server.h"

#include <fcntl.h>
#include <grp.h>
#include <libpq-fe.h>
#include <pwd.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <memory>
#include <stdexcept>
#include <thread>
#include <vector>

namespace coffer::sql::testing {
namespace {

constexpr const char* kPrograms = "/usr/lib/postgresql/15/bin/";
constexpr std::chrono::seconds kStartLimit{30};

// PostgreSQL refuses to run as root.
void become_postgres() {
  if (geteuid() != 0) return;
  const passwd* user = getpwnam("postgres");
  if (user == nullptr || setgroups(0, nullptr) != 0 || setgid(user->pw_gid) != 0 || setuid(user->pw_uid) != 0)
    _exit(126);
}

// Runs a program of the server as its user, silent, ended with this process.
pid_t spawn(const std::string& program, std::vector<std::string> arguments, const std::filesystem::path& folder) {
  arguments.insert(arguments.begin(), program);
  std::vector<char*> pointers;
  for (std::string& argument : arguments) pointers.push_back(argument.data());
  pointers.push_back(nullptr);
  const std::string path = kPrograms + program;
  const std::string log = (folder / "log").string();
  const pid_t pid = fork();
  if (pid != 0) return pid;
  become_postgres();
  prctl(PR_SET_PDEATHSIG, SIGQUIT);
  const int out = open(log.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
  dup2(out, STDOUT_FILENO);
  dup2(out, STDERR_FILENO);
  if (chdir(folder.c_str()) == 0) execv(path.c_str(), pointers.data());
  _exit(127);
}

int wait_for(pid_t pid) {
  int status = 0;
  waitpid(pid, &status, 0);
  return status;
}

}  // namespace

PostgresServer::PostgresServer() {
  std::string name = (std::filesystem::temp_directory_path() / "coffer-postgres-XXXXXX").string();
  if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("no temporary directory for PostgreSQL");
  folder_ = name;
  if (const passwd* user = getpwnam("postgres"); geteuid() == 0 && user != nullptr)
    if (chown(name.c_str(), user->pw_uid, user->pw_gid) != 0) throw std::runtime_error("cannot give away " + name);
  const pid_t initdb = spawn("initdb",
                             {"--pgdata=" + (folder_ / "data").string(), "--username=coffer", "--auth=trust",
                              "--encoding=UTF8", "--locale=C", "--no-sync"},
                             folder_);
  if (wait_for(initdb) != 0) throw std::runtime_error("initdb failed, see " + (folder_ / "log").string());
  start();
}

void PostgresServer::start() {
  pid_ = spawn("postgres",
               {"-D", (folder_ / "data").string(), "-k", folder_.string(), "-c", "listen_addresses=", "-c",
                "max_connections=200", "-c", "fsync=on"},
               folder_);
  const auto limit = std::chrono::steady_clock::now() + kStartLimit;
  while (PQping(connection_to("postgres").c_str()) != PQPING_OK) {
    if (std::chrono::steady_clock::now() > limit || waitpid(pid_, nullptr, WNOHANG) != 0)
      throw std::runtime_error("PostgreSQL did not start, see " + (folder_ / "log").string());
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
}

PostgresServer::~PostgresServer() {
  kill(pid_, SIGQUIT);
  wait_for(pid_);
  std::error_code ignored;
  std::filesystem::remove_all(folder_, ignored);
}

std::string PostgresServer::connection_to(const std::string& database) const {
  return "host=" + folder_.string() + " user=coffer dbname=" + database;
}

void PostgresServer::execute(const std::string& statement) {
  const std::unique_ptr<PGconn, decltype(&PQfinish)> connection(PQconnectdb(connection_to("postgres").c_str()),
                                                                &PQfinish);
  const std::unique_ptr<PGresult, decltype(&PQclear)> result(PQexec(connection.get(), statement.c_str()), &PQclear);
  const ExecStatusType status = PQresultStatus(result.get());
  if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK)
    throw std::runtime_error(std::string("PostgreSQL: ") + PQerrorMessage(connection.get()));
}

std::string PostgresServer::create_database() {
  const std::string name = "test_" + std::to_string(++databases_);
  execute("CREATE DATABASE " + name);
  return connection_to(name);
}

void PostgresServer::drop_database(const std::string& connection) {
  execute("DROP DATABASE " + connection.substr(connection.rfind('=') + 1) + " WITH (FORCE)");
}

void PostgresServer::disconnect_all(const std::string& connection) {
  execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '" +
          connection.substr(connection.rfind('=') + 1) + "'");
}

PostgresServer& postgres_server() {
  static PostgresServer server;
  return server;
}

}  // namespace coffer::sql::testing
