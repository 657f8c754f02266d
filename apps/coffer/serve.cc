#include "apps/coffer/serve.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_future.hpp>
#include <iostream>

#include "apps/coffer/command.h"
#include "apps/coffer/compose.h"
#include "apps/coffer/data_directory.h"
#include "apps/coffer/open_files.h"
#include "apps/coffer/production.h"
#include "apps/coffer/topology.h"
#include "services/signer/process.h"

namespace coffer::app {
namespace {

constexpr std::string_view kHelp = R"(usage: coffer serve [--config FILE] [--SETTING VALUE]...

Runs the server until it is asked to stop (Ctrl-C, SIGTERM).

  --config FILE            TOML file with settings
  --data DIR               data directory (data)
  --port N                 port to listen on (3000)
  --address IP             address to listen on (127.0.0.1)
  --profile NAME           development or production
  --networks FILE          TOML file with [[network]] tables
  --devnet NAME=URL        a development chain; may be repeated
  --web DIR                folder of the built web app
  --passphrase-file FILE   file with the passphrase that opens the keys
  --services A,B           services that run in this process (all)
  --listen-grpc HOST:PORT  where services of other processes ask
  --peer NAME=HOST:PORT    where a service of another process is; may be repeated

All settings: coffer config docs. What is in force: coffer config check.
)";

int serve(ServeOptions options) {
  if (const auto hardened = signer::harden_process(); !hardened) return report(hardened.error(), kFailed);
  const Result<DataDirectory> directory = DataDirectory::open(options.data);
  if (!directory) return report(directory.error(), kFailed);
  const std::size_t fitting = make_room_for(options.server.max_connections);
  if (fitting < options.server.max_connections)
    std::cerr << "server.max_connections: the system's limit of open files leaves room for " << fitting << '\n';
  options.server.max_connections = fitting;
  const Duration shutdown_limit = options.shutdown_limit;
  async::IoThreads threads(1);
  const SystemClock clock;
  async::SteadySleeper sleeper(clock);
  System system(std::move(options), threads);
  const Result<void> started =
      boost::asio::co_spawn(threads.executor(0), system.start(), boost::asio::use_future).get();
  if (!started) {
    threads.stop();
    return report(started.error(), kFailed);
  }
  async::Shutdown shutdown(
      threads.executor(0), sleeper, [](std::string_view hook) { std::cerr << "slow to stop: " << hook << '\n'; },
      shutdown_limit);
  system.add_hooks(shutdown);
  boost::asio::co_spawn(threads.executor(0), shutdown.run(), boost::asio::use_future).get();
  threads.stop();
  return kDone;
}

}  // namespace

int run_serve(int argc, char** argv) {
  const CommandLine line = command_line(argc, argv);
  if (line.help) {
    std::cout << kHelp;
    return kDone;
  }
  std::optional<ServeOptions> options = options_or_report(line.source);
  if (!options) return kUsage;
  const auto topology = Topology::of(*options);
  if (!topology) return report(topology.error(), kUsage);
  const PartsHere here{
      .gateway = topology->runs("gateway"), .identity = topology->runs("identity"), .signer = topology->runs("signer")};
  if (const auto fit = check_production(*options, here); !fit) return report(fit.error(), kUsage);
  return serve(*std::move(options));
}

}  // namespace coffer::app
