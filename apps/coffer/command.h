#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "apps/coffer/options.h"
#include "apps/coffer/settings.h"

namespace coffer::app {

/// Exit codes of the commands of the server's side; those of the client are in docs/cli.md.
inline constexpr int kDone = 0;
inline constexpr int kFailed = 1;
inline constexpr int kUsage = 2;

/// The words after a command, without those that every such command knows.
struct CommandLine {
  SettingsSource source;
  bool help = false;
  bool json = false;
  bool dry_run = false;
};
/// `--help`, `--json` and `--dry-run` stand alone; everything else is a setting.
CommandLine command_line(int argc, char** argv);

/// Prints `error: …` to the error output and answers `code`.
int report(const Error& error, int code);

/// The settings in force as options; prints what is wrong and answers nothing.
std::optional<ServeOptions> options_or_report(const SettingsSource& source);

}  // namespace coffer::app
