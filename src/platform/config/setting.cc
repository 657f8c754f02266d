#include "platform/config/setting.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <numeric>
#include <stdexcept>

#include "base/time.h"

namespace coffer::config {
namespace {

/// Letters that a misspelt key of this length may differ in before nothing is suggested.
std::size_t tolerance(std::string_view key) { return std::max<std::size_t>(2, key.size() / 4); }

/// How many letters must be put in, left out or changed (Levenshtein).
std::size_t distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 0; i < a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i + 1;
    for (std::size_t j = 0; j < b.size(); ++j) {
      const std::size_t changed = diagonal + (a[i] == b[j] ? 0 : 1);
      diagonal = row[j + 1];
      row[j + 1] = std::min({row[j] + 1, row[j + 1] + 1, changed});
    }
  }
  return row.back();
}

Error wrong(const Setting& setting, const std::string& rule) {
  const std::string key(setting.key);
  return invalid_field(key, key + " " + rule);
}

Result<void> check_range(const Setting& setting, std::int64_t value) {
  if (value >= setting.min && value <= setting.max) return {};
  const std::string least = std::to_string(setting.min);
  if (setting.max == INT64_MAX) return fail(wrong(setting, "must be at least " + least));
  return fail(wrong(setting, "must be " + least + " to " + std::to_string(setting.max)));
}

Result<void> check_integer(const Setting& setting, std::string_view text) {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return fail(wrong(setting, "must be a whole number"));
  return check_range(setting, value);
}

std::string_view type_name(Type type) {
  constexpr std::array<std::string_view, 7> kNames = {"text", "number", "true or false", "duration",
                                                      "size", "path",   "list"};
  return kNames.at(static_cast<std::size_t>(type));
}

/// What the value counts or how it is written.
std::string kind_of(const Setting& setting) {
  if (setting.secret) return "secret";
  std::string kind(type_name(setting.type));
  if (!setting.unit.empty()) kind += " of " + std::string(setting.unit);
  if (setting.type == Type::kInteger && setting.max != INT64_MAX)
    kind += ", " + std::to_string(setting.min) + "–" + std::to_string(setting.max);
  return kind;
}

}  // namespace

void Table::add(std::span<const Setting> settings) {
  for (const Setting& setting : settings) {
    const std::string key(setting.key);
    for (const Setting& known : settings_)
      if (environment_name(known.key) == environment_name(key))
        throw std::logic_error("the setting " + key + " is there twice");
    if (!setting.default_value.empty())
      if (const auto checked = check_value(setting, setting.default_value); !checked)
        throw std::logic_error("the default of a setting breaks its rule: " + checked.error().message);
    settings_.push_back(setting);
  }
}

const Setting* Table::find(std::string_view key) const {
  const auto found = std::ranges::find(settings_, key, &Setting::key);
  return found == settings_.end() ? nullptr : &*found;
}

const Setting* Table::find_flag(std::string_view flag) const {
  const auto found = std::ranges::find_if(
      settings_, [&](const Setting& s) { return s.key == flag || (!flag.empty() && s.flag == flag); });
  return found == settings_.end() ? nullptr : &*found;
}

std::string_view Table::nearest(std::string_view key) const {
  std::string_view best;
  std::size_t least = tolerance(key) + 1;
  for (const Setting& setting : settings_) {
    std::size_t changes = distance(key, setting.key);
    if (!setting.flag.empty()) changes = std::min(changes, distance(key, setting.flag));
    if (changes >= least) continue;
    least = changes;
    best = setting.key;
  }
  return best;
}

std::string Table::docs() const {
  std::vector<Setting> sorted = settings_;
  std::ranges::sort(sorted, {}, &Setting::key);
  std::string out = "| Key | Environment | Value | Default | Meaning |\n| --- | --- | --- | --- | --- |\n";
  for (const Setting& setting : sorted) {
    const std::string standard = setting.default_value.empty() ? "" : "`" + std::string(setting.default_value) + "`";
    const std::string flag = setting.flag.empty() ? "" : " (`--" + std::string(setting.flag) + "`)";
    out.append("| `").append(setting.key).append("`").append(flag);
    out.append(" | `").append(environment_name(setting.key)).append("` | ");
    out.append(kind_of(setting)).append(" | ").append(standard).append(" | ").append(setting.description);
    out.append(" |\n");
  }
  return out;
}

std::string_view without_file_suffix(std::string_view key) {
  constexpr std::string_view kSuffix = "_file";
  return key.ends_with(kSuffix) ? key.substr(0, key.size() - kSuffix.size()) : std::string_view();
}

std::string environment_name(std::string_view key) {
  std::string out = "COFFER_";
  for (const char c : key) out += c == '.' ? '_' : static_cast<char>(c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c);
  return out;
}

Result<void> check_value(const Setting& setting, std::string_view value) {
  switch (setting.type) {
    case Type::kInteger:
      return check_integer(setting, value);
    case Type::kBoolean:
      if (value == "true" || value == "false") return {};
      return fail(wrong(setting, "must be true or false"));
    case Type::kDuration:
      if (parse_duration(value)) return {};
      return fail(wrong(setting, "must be a whole number and ms, s, m or h, such as 20s"));
    case Type::kBytes: {
      const auto size = parse_size(value);
      if (!size) return fail(wrong(setting, size.error().message));
      return check_range(setting, *size);
    }
    case Type::kText:
    case Type::kPath:
    case Type::kList:
      if (value.find('\0') == std::string_view::npos) return {};
      return fail(wrong(setting, "must not hold a zero byte"));
  }
  return {};
}

Result<std::int64_t> parse_size(std::string_view text) {
  constexpr std::array<std::pair<std::string_view, int>, 4> kUnits = {{{"", 0}, {"KiB", 10}, {"MiB", 20}, {"GiB", 30}}};
  constexpr char kRule[] = "must be a number of bytes, such as 4096, 64KiB, 10MiB or 1GiB";
  std::int64_t count = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), count);
  const std::string_view unit(end, static_cast<std::size_t>(text.data() + text.size() - end));
  const auto known = std::ranges::find(kUnits, unit, &std::pair<std::string_view, int>::first);
  if (error != std::errc{} || count < 0 || known == kUnits.end() || count > (INT64_MAX >> known->second))
    return fail(invalid(kRule));
  return count << known->second;
}

}  // namespace coffer::config
