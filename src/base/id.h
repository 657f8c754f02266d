#pragma once

#include <string>
#include <string_view>

#include "base/entropy.h"
#include "base/time.h"

namespace coffer {

/// A UUIDv7 (RFC 9562 section 5.7) in its 36-character form: 48 bits of milliseconds, then random
/// bits, so that ids sort by creation and index well.
Result<std::string> new_id(const Clock& clock, Entropy& entropy);

/// Whether the text has the canonical lower-case form of a UUID.
bool is_id(std::string_view text);

}  // namespace coffer
