#pragma once

#include <string>
#include <vector>

#include "model.h"

namespace coffer::generator {

/// `<stem>.coffer.h`: the abstract coroutine interface of each service of the file.
std::string cpp_interface_header(const pb::FileDescriptor& file);

}  // namespace coffer::generator
