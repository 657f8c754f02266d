#include "apps/coffer/migrate.h"

#include <iostream>

#include "apps/coffer/command.h"
#include "apps/coffer/data_directory.h"
#include "apps/coffer/stores.h"
#include "platform/async/io_threads.h"
#include "platform/async/run_blocking.h"
#include "platform/json/writer.h"

namespace coffer::app {
namespace {

constexpr std::string_view kHelp = R"(usage: coffer migrate [--dry-run] [--json] [--config FILE] [--SETTING VALUE]...

Brings the databases of a data directory to what this program expects, and says what it did. The server does the same
when it starts; this is for looking first, and for doing it while no server runs.

  --dry-run    only say what would be done
)";

awaitable<Result<std::vector<std::string>>> migrate(Stores& stores, const Topology& topology, bool dry_run) {
  CO_TRY(std::vector<std::string> pending, co_await pending_migrations(stores, topology));
  if (!dry_run) CO_CHECK(co_await migrate_stores(stores, topology));
  co_await close_stores(stores);
  co_return pending;
}

void print(const std::vector<std::string>& steps, const CommandLine& line) {
  if (line.json) {
    std::string out;
    {
      json::ObjectWriter object(out);
      object.key(line.dry_run ? "pending" : "applied");
      json::append_list(out, steps, [&out](const std::string& step) { json::append_text(out, step); });
    }
    std::cout << out << '\n';
    return;
  }
  for (const std::string& step : steps) std::cout << (line.dry_run ? "pending  " : "applied  ") << step << '\n';
  if (steps.empty()) std::cout << "nothing to do\n";
}

}  // namespace

int run_migrate(int argc, char** argv) {
  const CommandLine line = command_line(argc, argv);
  if (line.help) {
    std::cout << kHelp;
    return kDone;
  }
  const std::optional<ServeOptions> options = options_or_report(line.source);
  if (!options) return kUsage;
  const Result<Topology> topology = Topology::of(*options);
  if (!topology) return report(topology.error(), kUsage);
  const Result<DataDirectory> directory = DataDirectory::open(options->data);
  if (!directory) return report(directory.error(), kFailed);
  async::IoThreads threads(1);
  Result<Stores> stores = open_stores(threads.executor(0), *options, *topology);
  if (!stores) return report(stores.error(), kFailed);
  const Result<std::vector<std::string>> steps =
      async::run_blocking(threads.executor(0), migrate(*stores, *topology, line.dry_run));
  if (!steps) return report(steps.error(), kFailed);
  print(*steps, line);
  return kDone;
}

}  // namespace coffer::app
