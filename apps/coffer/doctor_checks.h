#pragma once

#include <filesystem>
#include <vector>

#include "apps/cli/finding.h"

namespace coffer::app {

/// What can be wrong with a data directory: who may enter, the modes of its keys, room on its disk, whether its
/// server lives, migrations that wait. One finding where there is no such directory.
std::vector<cli::Finding> check_data_directory(const std::filesystem::path& data);

}  // namespace coffer::app
