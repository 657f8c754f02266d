#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>

#include "apps/cli/api.h"
#include "apps/cli/exit_code.h"
#include "apps/cli/finding.h"
#include "apps/cli/interrupts.h"
#include "apps/cli/terminal.h"

namespace CLI {
class App;
}

namespace coffer::cli {

/// What every command is given.
struct Context {
  Terminal& terminal;
  Interrupts& interrupts;
  const Credentials& credentials;
  const std::map<std::string, std::string>& environment;
  const LocalChecks& local_checks;

  // --json, --url, --ca-file
  bool json = false;
  std::string url = {};
  std::string ca_file = {};

  /// The chosen command; set while the command line is read.
  std::function<Result<ExitCode>()> action = {};

  /// The server of --url, COFFER_URL, the last login, or http://127.0.0.1:3000.
  Result<Api*> api();
  /// A variable of the environment; empty when it is not set.
  [[nodiscard]] std::string variable(const std::string& name) const;

  /// The one document of --json; true when it was asked for.
  bool print_json(const Json& document) const;

  std::unique_ptr<Api> opened = {};
};

}  // namespace coffer::cli
