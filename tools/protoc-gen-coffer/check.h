#pragma once

#include <string>
#include <vector>

#include "model.h"

namespace coffer::generator {

/// What is wrong with a file of the contract, one sentence each: a method that says nobody may call
/// it, a path field that the request does not have, a type that the codecs do not know. Empty for a
/// sound file.
std::vector<std::string> complaints(const pb::FileDescriptor& file);

}  // namespace coffer::generator
