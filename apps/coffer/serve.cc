#include "apps/coffer/serve.h"

#include <CLI/CLI.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_future.hpp>
#include <iostream>

#include "apps/coffer/compose.h"
#include "apps/coffer/data_directory.h"
#include "services/signer/process.h"

namespace coffer::app {
namespace {

void describe(CLI::App& app, ServeOptions& options, std::string& profile) {
  app.add_option("--profile", profile, "development or production")
      ->check(CLI::IsMember({"development", "production"}));
  app.add_option("--data", options.data, "Data directory");
  app.add_option("--address", options.address, "Address to listen on");
  app.add_option("--port", options.port, "Port to listen on");
  app.add_option("--web", options.web, "Folder of the built web app");
  app.add_option("--networks", options.networks, "TOML file with [[network]] tables");
  app.add_option("--devnet", options.devnets, "A development chain, NAME=URL");
  app.add_option("--passphrase-file", options.passphrase_file, "File with the passphrase that opens the keys");
  app.add_option("--tls-certificate", options.tls_certificate, "PEM file with the certificate chain");
  app.add_option("--tls-key", options.tls_key, "PEM file with the private key");
}

int serve(ServeOptions options) {
  if (const auto hardened = signer::harden_process(); !hardened) {
    std::cerr << "error: " << hardened.error().message << '\n';
    return 1;
  }
  const Result<DataDirectory> directory = DataDirectory::open(options.data);
  if (!directory) {
    std::cerr << "error: " << directory.error().message << '\n';
    return 1;
  }
  async::IoThreads threads(1);
  const SystemClock clock;
  async::SteadySleeper sleeper(clock);
  System system(std::move(options), threads);
  const Result<void> started =
      boost::asio::co_spawn(threads.executor(0), system.start(), boost::asio::use_future).get();
  if (!started) {
    std::cerr << "error: " << started.error().message << '\n';
    threads.stop();
    return 1;
  }
  async::Shutdown shutdown(threads.executor(0), sleeper,
                           [](std::string_view hook) { std::cerr << "slow to stop: " << hook << '\n'; });
  system.add_hooks(shutdown);
  boost::asio::co_spawn(threads.executor(0), shutdown.run(), boost::asio::use_future).get();
  threads.stop();
  return 0;
}

}  // namespace

int run_serve(int argc, char** argv) {
  CLI::App app("Runs the server.", "coffer serve");
  ServeOptions options;
  std::string profile = "development";
  describe(app, options, profile);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : 2;
  }
  options.profile = profile == "production" ? Profile::kProduction : Profile::kDevelopment;
  if (options.profile == Profile::kProduction) {
    std::cerr << "error: the production profile keeps the gateway and the signer in separate processes\n";
    return 2;
  }
  return serve(std::move(options));
}

}  // namespace coffer::app
