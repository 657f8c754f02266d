#pragma once

#include <cstdint>
#include <string_view>

#include "model.h"

namespace coffer::generator {

/// What a format of the contract is in JSON Schema. The checks themselves are in platform/rpc/rules.h.
struct TextFormat {
  std::string_view format;   // the registered name, where there is one
  std::string_view pattern;  // ECMAScript, over the whole text
  std::int64_t min_length = 0;
  std::int64_t max_length = 0;  // 0: none of its own
  std::string_view words;       // what it means
};

TextFormat text_format(options::Format format);

}  // namespace coffer::generator
