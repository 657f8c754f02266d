#include "platform/events/statement.h"

#include <algorithm>

namespace coffer::events {

std::string with_name(std::string_view name, std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '@') {
      out += name;
    } else {
      out += c;
    }
  }
  return out;
}

bool is_table_prefix(std::string_view name) {
  return !name.empty() && std::ranges::all_of(name, [](char c) { return (c >= 'a' && c <= 'z') || c == '_'; });
}

}  // namespace coffer::events
