#include "domain/strict_json/strict_json.h"

#include <cstdint>
#include <cstdlib>

/// What parses is written and read again as the same value, and any reader of JSON reads it as that value.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace coffer;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto value = strict_json::parse(text);
  if (!value) return 0;
  const auto again = strict_json::parse(value->dump());
  if (!again || *again != *value || nlohmann::json::parse(text) != *value) std::abort();
  return 0;
}
