#include <algorithm>

#include "platform/config/config.h"

namespace coffer::config {
namespace {

Error no_flag(std::string_view argument) {
  return invalid("expected --setting value, found " + std::string(argument.substr(0, 64)));
}

}  // namespace

Result<std::map<std::string, std::string>> parse_flags(const Table& table,
                                                       std::span<const std::string_view> arguments) {
  std::map<std::string, std::string> flags;
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    std::string_view argument = arguments[i];
    if (!argument.starts_with("--") || argument.size() < 3) return fail(no_flag(argument));
    argument.remove_prefix(2);
    const std::size_t equals = std::min(argument.find('='), argument.size());
    std::string name(argument.substr(0, equals));
    std::ranges::replace(name, '-', '_');
    const bool inside = equals < argument.size();
    if (!inside && ++i == arguments.size()) return fail(invalid_field(name, "--" + name + " needs a value"));
    const std::string value(inside ? argument.substr(equals + 1) : arguments[i]);
    const Setting* setting = table.find_flag(name);
    const auto [entry, is_new] = flags.emplace(setting == nullptr ? name : std::string(setting->key), value);
    if (is_new) continue;
    // A list that is given again grows.
    if (setting == nullptr || setting->type != Type::kList)
      return fail(invalid_field(name, "--" + name + " is given twice"));
    entry->second += "," + value;
  }
  return flags;
}

}  // namespace coffer::config
