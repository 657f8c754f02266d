#include <iostream>
#include <string_view>

#include "apps/coffer/config_command.h"
#include "apps/coffer/migrate.h"
#include "apps/coffer/serve.h"
#include "apps/tool/tool.h"

namespace {

constexpr std::string_view kHelp = R"(usage: coffer COMMAND [OPTIONS]

  serve      run the server
  config     show and check its settings
  migrate    bring its databases up to date
  tool       the operations of docs and scripts: keys, encodings, signatures (coffer tool --help)
  version    print the version
  help       this text
)";

}  // namespace

int main(int argc, char** argv) {
  const std::string_view command = argc > 1 ? argv[1] : "help";
  if (command == "serve") return coffer::app::run_serve(argc - 1, argv + 1);
  if (command == "config") return coffer::app::run_config(argc - 1, argv + 1);
  if (command == "migrate") return coffer::app::run_migrate(argc - 1, argv + 1);
  if (command == "tool") return coffer::tool::run_tool(argc - 2, argv + 2, coffer::tool::process_streams());
  if (command == "version" || command == "--version") {
    std::cout << "coffer " << COFFER_VERSION << '\n';
    return 0;
  }
  const bool asked = command == "help" || command == "--help" || command == "-h";
  (asked ? std::cout : std::cerr) << kHelp;
  return asked ? 0 : 2;
}
