#include <iostream>
#include <string_view>

#include "apps/cli/cli.h"
#include "apps/coffer/config_command.h"
#include "apps/coffer/doctor_checks.h"
#include "apps/coffer/migrate.h"
#include "apps/coffer/pki.h"
#include "apps/coffer/serve.h"
#include "apps/tool/tool.h"
#include "apps/verify/lanes_command.h"

int main(int argc, char** argv) {
  const std::string_view command = argc > 1 ? argv[1] : "help";
  if (command == "serve") return coffer::app::run_serve(argc - 1, argv + 1);
  if (command == "config") return coffer::app::run_config(argc - 1, argv + 1);
  if (command == "migrate") return coffer::app::run_migrate(argc - 1, argv + 1);
  if (command == "pki") return coffer::app::run_pki(argc - 1, argv + 1);
  if (command == "tool") return coffer::tool::run_tool(argc - 2, argv + 2, coffer::tool::process_streams());
  if (command == "verify") return coffer::verify::run_verify(argc - 1, argv + 1);
  if (command == "version" || command == "--version") {
    std::cout << "coffer " << COFFER_VERSION << '\n';
    return 0;
  }
  if (command == "help" && argc <= 2) {
    std::string help = "--help";
    char* words[] = {argv[0], help.data()};
    return coffer::cli::run_cli(2, words, coffer::app::check_data_directory);
  }
  return coffer::cli::run_cli(argc, argv, coffer::app::check_data_directory);
}
