#pragma once

#include <functional>
#include <span>
#include <string>
#include <string_view>

#include "apps/tool/registry.h"

namespace coffer::tool {

/// What `coffer tool NAME …` asks for.
struct CommandLine {
  nlohmann::json fields = nlohmann::json::object();
  bool json = false;
  bool help = false;
  bool secret_in_arguments = false;  // a secret was given where other users of the machine can see it
};

/// Reads the content of a file, or of standard input for `-`, without a newline at its end.
using ReadFile = std::function<Result<std::string>(const std::string& path)>;

/// Reads `--field value` and `--field=value` (`-` and `_` mean the same in names), `--json`, `--help`. A
/// value `@path` is read from that file, `@-` from standard input; `@@…` is a text that begins with `@`.
Result<CommandLine> parse_command_line(const Operation& operation, std::span<const std::string_view> arguments,
                                       const ReadFile& read_file);

/// The help of one operation, and the list of all.
std::string operation_help(const Operation& operation);
std::string overview(const Registry& registry);

/// A result for people: one `name: value` a line.
std::string print_result(const nlohmann::json& result);

}  // namespace coffer::tool
