#include "apps/coffer/command.h"

#include <iostream>

namespace coffer::app {

CommandLine command_line(int argc, char** argv) {
  CommandLine line;
  line.source.environment = config::process_environment();
  for (int i = 1; i < argc; ++i) {
    const std::string_view word = argv[i];
    if (word == "--help" || word == "-h")
      line.help = true;
    else if (word == "--json")
      line.json = true;
    else if (word == "--dry-run")
      line.dry_run = true;
    else
      line.source.flags.push_back(word);
  }
  return line;
}

int report(const Error& error, int code) {
  std::cerr << "error: " << error.message << '\n';
  return code;
}

std::optional<ServeOptions> options_or_report(const SettingsSource& source) {
  const Result<config::Config> config = load_settings(source);
  Result<ServeOptions> options = config ? options_of(*config) : fail(config.error());
  if (options) return *std::move(options);
  report(options.error(), kUsage);
  return std::nullopt;
}

}  // namespace coffer::app
