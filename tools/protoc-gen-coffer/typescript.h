#pragma once

#include <string>

#include "public_api.h"

namespace coffer::generator {

/// `api.ts`: one interface for each message of the public API, as it stands in JSON.
std::string typescript(const PublicApi& api);

}  // namespace coffer::generator
