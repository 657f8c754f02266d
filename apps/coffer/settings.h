#pragma once

#include <string>
#include <vector>

#include "apps/coffer/options.h"
#include "platform/config/config.h"

namespace coffer::app {

/// Everything that can be configured, as one table.
config::Table settings_table();

/// The values in force put where the services look for them.
Result<ServeOptions> options_of(const config::Config& config);

/// What a command that reads the settings was given.
struct SettingsSource {
  std::vector<std::string_view> flags;
  std::map<std::string, std::string> environment;
};

/// The file that `--config` or COFFER_CONFIG names, then the environment, then the flags.
Result<config::Config> load_settings(const SettingsSource& source);

/// docs/configuration.md: how settings are given, and the table.
std::string settings_document();

}  // namespace coffer::app
