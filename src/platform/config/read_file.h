#pragma once

#include <cstddef>
#include <filesystem>
#include <string>

#include "base/result.h"

namespace coffer::config {

/// A file of at most `max_bytes` as it is. VALIDATION_ERROR when it cannot be read or is larger.
Result<std::string> read_file(const std::filesystem::path& file, std::size_t max_bytes);

}  // namespace coffer::config
