#include "platform/remote/testing/processes.h"

#include <sys/stat.h>

#include <cstdlib>
#include <fstream>

#include "platform/async/run_blocking.h"

namespace coffer::remote::testing {
namespace {

pki::Validity around_now() {
  const Time now = SystemClock().now();
  return {.from = now - std::chrono::hours(1), .until = now + std::chrono::hours(1)};
}

pki::Validity before_now() {
  const Time now = SystemClock().now();
  return {.from = now - std::chrono::hours(2), .until = now - std::chrono::hours(1)};
}

void write(const std::filesystem::path& path, std::string_view text) {
  std::ofstream(path) << text;
  ::chmod(path.c_str(), S_IRUSR | S_IWUSR);
}

void store(const IdentityFiles& files, const pki::Credential& credential) {
  write(files.certificate, credential.certificate);
  write(files.private_key, credential.private_key.expose_text());
}

std::filesystem::path fresh_folder() {
  std::string pattern = (std::filesystem::temp_directory_path() / "coffer-pki-XXXXXX").string();
  return ::mkdtemp(pattern.data());
}

}  // namespace

TestPki::TestPki() : folder_(fresh_folder()), authority_(pki::Authority::create(around_now()).value()) {
  write(folder_ / "ca.crt", authority_.credential()->certificate);
}

TestPki::~TestPki() { std::filesystem::remove_all(folder_); }

IdentityFiles TestPki::issue(const std::vector<std::string>& services, bool expired) {
  const std::filesystem::path stem = folder_ / std::to_string(++issued_);
  const IdentityFiles files{
      .authority = folder_ / "ca.crt", .certificate = stem.string() + ".crt", .private_key = stem.string() + ".key"};
  store(files, authority_.issue(services, expired ? before_now() : around_now()).value());
  return files;
}

void TestPki::reissue(const IdentityFiles& files, const std::vector<std::string>& services) {
  store(files, authority_.issue(services, around_now()).value());
}

Identity TestPki::foreign_identity(TestPki& other, const std::vector<std::string>& services) {
  IdentityFiles files = other.issue(services);
  files.authority = folder_ / "ca.crt";
  return Identity::open(files).value();
}

ProbeProcess::ProbeProcess() {
  const telemetry::Log log(clock_, sink_, telemetry::Level::kError);
  reach_.host(service_, {.clock = clock_, .sleeper = sleeper_, .formats = formats_, .metrics = metrics_, .log = log});
}

std::uint16_t ProbeProcess::listen(const Identity& identity, std::uint16_t port, std::size_t max_message_bytes) {
  const telemetry::Log log(clock_, sink_, telemetry::Level::kError);
  server_ =
      std::make_unique<Server>(ServerSettings{.port = port, .max_message_bytes = max_message_bytes}, identity,
                               Server::Parts{.clock = clock_, .threads = threads_, .workers = workers_, .log = log},
                               std::vector<rpc::Hosted*>{&reach_});
  server_->start().value();
  return server_->port();
}

void ProbeProcess::stop(Duration limit) {
  if (server_) async::run_blocking(threads_.executor(), server_->drain(limit));
  server_.reset();
}

ProbeProcess::~ProbeProcess() { stop(); }

CallingProcess::CallingProcess(const Identity& identity, std::uint16_t port, ConnectionSettings settings)
    : CallingProcess(identity, port, std::move(settings), sleeper_) {}

CallingProcess::CallingProcess(const Identity& identity, std::uint16_t port, ConnectionSettings settings,
                               async::Sleeper& sleeper)
    : connection_(to(port, std::move(settings)), identity, parts(sleeper)) {
  reach_.connect(connection_.edge(), connection_.inside());
}

Connection::Parts CallingProcess::parts(async::Sleeper& sleeper) {
  return {.clock = clock_,
          .sleeper = sleeper,
          .entropy = entropy_,
          .log = telemetry::Log(clock_, sink_, telemetry::Level::kError)};
}

ConnectionSettings CallingProcess::to(std::uint16_t port, ConnectionSettings settings) {
  if (settings.service.empty()) settings.service = "probe";
  settings.target = "127.0.0.1:" + std::to_string(port);
  return settings;
}

}  // namespace coffer::remote::testing
