#include "platform/config/config.h"

#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <stdexcept>

#include "platform/config/read_file.h"

namespace coffer::config {
namespace {

constexpr std::string_view kPrefix = "COFFER_";
constexpr std::string_view kFileSuffix = "_FILE";
constexpr std::size_t kMaxSecret = 64 << 10;

/// The texts between commas, without the spaces around them; none for an empty text.
std::vector<std::string> split(std::string_view text) {
  std::vector<std::string> items;
  if (text.find_first_not_of(' ') == std::string_view::npos) return items;
  for (std::size_t start = 0; start <= text.size();) {
    const std::size_t comma = std::min(text.find(',', start), text.size());
    std::string_view item = text.substr(start, comma - start);
    while (item.starts_with(' ')) item.remove_prefix(1);
    while (item.ends_with(' ')) item.remove_suffix(1);
    items.emplace_back(item);
    start = comma + 1;
  }
  return items;
}

std::string joined(const std::vector<std::string>& items) {
  std::string out;
  for (const std::string& item : items) out += (out.empty() ? "" : ", ") + item;
  return out;
}

Error unknown(const std::string& name, const std::string& nearest) {
  return invalid_field(name, "there is no setting " + name + (nearest.empty() ? "" : "; is " + nearest + " meant?"));
}

Error on_command_line(const Setting& setting, const std::string& flag) {
  const std::string variable = environment_name(setting.key);
  return invalid_field(flag, flag + " is a secret, which other processes could read from the command line: use --" +
                                 flag + "_file, " + variable + "_FILE, " + variable + " or the configuration file");
}

/// The setting whose name in the environment this is.
const Setting* find_variable(const Table& table, std::string_view name) {
  const auto& settings = table.settings();
  const auto found = std::ranges::find_if(settings, [&](const Setting& s) { return environment_name(s.key) == name; });
  return found == settings.end() ? nullptr : &*found;
}

/// Whether the name after COFFER_ is this word or begins with it.
bool begins_with_word(std::string_view name, std::string_view word) {
  name.remove_prefix(kPrefix.size());
  if (!name.starts_with(word)) return false;
  name.remove_prefix(word.size());
  return name.empty() || name.starts_with('_');
}

/// The known variable that is nearest to a misspelt one.
std::string nearest_variable(const Table& table, std::string_view name) {
  std::string key(name.substr(kPrefix.size()));
  std::ranges::transform(key, key.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  const std::string dotted =
      key.substr(0, key.find('_')) + "." + key.substr(std::min(key.find('_'), key.size() - 1) + 1);
  const std::string_view nearest = table.nearest(dotted);
  return nearest.empty() ? "" : environment_name(nearest);
}

std::int64_t whole_number(std::string_view text) {
  std::int64_t value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

}  // namespace

std::map<std::string, std::string> process_environment() {
  std::map<std::string, std::string> out;
  for (char** entry = ::environ; entry != nullptr && *entry != nullptr; ++entry) {
    const std::string_view text(*entry);
    const std::size_t equals = text.find('=');
    if (equals != std::string_view::npos) out.emplace(text.substr(0, equals), text.substr(equals + 1));
  }
  return out;
}

Result<Config> Config::load(Table table, const Sources& sources, const std::vector<std::string>& reserved) {
  Config config(std::move(table));
  for (const Setting& setting : config.table_.settings())
    if (!setting.default_value.empty())
      COFFER_CHECK(config.set(setting, std::string(setting.default_value), "default"));
  if (!sources.file.empty()) COFFER_CHECK(config.load_file(sources.file));
  COFFER_CHECK(config.load_environment(sources.environment, reserved));
  COFFER_CHECK(config.load_flags(sources.flags));
  return config;
}

Result<void> Config::set(const Setting& setting, std::string value, std::string_view origin) {
  if (setting.type == Type::kList) return set_items(setting, split(value), origin);
  COFFER_CHECK(check_value(setting, value));
  Entry& entry = entries_[std::string(setting.key)];
  entry = Entry{.value = {}, .items = {}, .secret = {}, .origin = origin};
  if (!setting.secret) {
    entry.value = std::move(value);
    return {};
  }
  if (!value.empty()) entry.secret = SecretBytes::copy_of(value);
  wipe_container(value);
  return {};
}

Result<void> Config::set_items(const Setting& setting, std::vector<std::string> items, std::string_view origin) {
  for (const std::string& item : items) COFFER_CHECK(check_value(setting, item));
  entries_[std::string(setting.key)] = Entry{.value = {}, .items = std::move(items), .secret = {}, .origin = origin};
  return {};
}

Result<void> Config::load_environment(const std::map<std::string, std::string>& environment,
                                      const std::vector<std::string>& reserved) {
  for (const auto& [name, value] : environment) {
    if (!name.starts_with(kPrefix)) continue;
    if (std::ranges::any_of(reserved, [&](const std::string& word) { return begins_with_word(name, word); })) continue;
    COFFER_CHECK(load_variable(name, value, environment));
  }
  return {};
}

Result<void> Config::load_variable(const std::string& name, const std::string& value,
                                   const std::map<std::string, std::string>& environment) {
  if (const Setting* setting = find_variable(table_, name)) return set(*setting, value, "environment");
  if (!name.ends_with(kFileSuffix)) return fail(unknown(name, nearest_variable(table_, name)));
  const std::string base = name.substr(0, name.size() - kFileSuffix.size());
  const Setting* setting = find_variable(table_, base);
  if (setting == nullptr || !setting->secret) return fail(unknown(name, nearest_variable(table_, name)));
  if (environment.contains(base))
    return fail(invalid_field(name, "only one of " + base + " and " + name + " may be set"));
  return set_from_file(*setting, name, value, "environment");
}

Result<void> Config::set_from_file(const Setting& setting, const std::string& name, const std::filesystem::path& file,
                                   std::string_view origin) {
  std::error_code failure;
  const auto mode = std::filesystem::status(file, failure).permissions();
  constexpr auto kOthers = std::filesystem::perms::group_all | std::filesystem::perms::others_all;
  if (!failure && (mode & kOthers) != std::filesystem::perms::none)
    return fail(
        invalid_field(name, name + ": " + file.string() + " may be read by others; run: chmod 600 " + file.string()));
  auto content = read_file(file, kMaxSecret);
  if (!content) return fail(invalid_field(name, name + ": " + content.error().message));
  // An editor ends the line; the secret does not.
  if (content->ends_with('\n')) content->pop_back();
  if (content->ends_with('\r')) content->pop_back();
  return set(setting, *std::move(content), origin);
}

Result<void> Config::load_flags(const std::map<std::string, std::string>& flags) {
  for (const auto& [key, value] : flags) {
    const Setting* secret = table_.find_flag(without_file_suffix(key));
    if (secret != nullptr && secret->secret) {
      COFFER_CHECK(set_from_file(*secret, key, value, "flag"));
      continue;
    }
    const Setting* setting = table_.find_flag(key);
    if (setting == nullptr) return fail(unknown(key, std::string(table_.nearest(key))));
    if (setting->secret) return fail(on_command_line(*setting, key));
    COFFER_CHECK(set(*setting, value, "flag"));
  }
  return {};
}

const Setting& Config::setting_of(std::string_view key, Type type) const {
  const Setting* setting = table_.find(key);
  if (setting == nullptr || setting->type != type)
    throw std::logic_error("no setting of this type: " + std::string(key));
  return *setting;
}

const Config::Entry& Config::entry_of(std::string_view key, Type type) const {
  static const Entry kUnset{};
  const Setting& setting = setting_of(key, type);
  if (setting.secret) throw std::logic_error("a secret is read with secret(): " + std::string(key));
  const auto found = entries_.find(key);
  const bool needs_value = type != Type::kText && type != Type::kPath && type != Type::kList;
  if (found == entries_.end() && needs_value) throw std::logic_error("the setting is unset: " + std::string(key));
  return found == entries_.end() ? kUnset : found->second;
}

bool Config::is_set(std::string_view key) const {
  if (table_.find(key) == nullptr) throw std::logic_error("no such setting: " + std::string(key));
  const auto found = entries_.find(key);
  if (found == entries_.end()) return false;
  return !found->second.value.empty() || !found->second.items.empty() || found->second.secret.has_value();
}

const std::string& Config::text(std::string_view key) const { return entry_of(key, Type::kText).value; }

std::int64_t Config::integer(std::string_view key) const { return whole_number(entry_of(key, Type::kInteger).value); }

bool Config::boolean(std::string_view key) const { return entry_of(key, Type::kBoolean).value == "true"; }

Duration Config::duration(std::string_view key) const {
  return parse_duration(entry_of(key, Type::kDuration).value).value();
}

std::int64_t Config::bytes(std::string_view key) const { return parse_size(entry_of(key, Type::kBytes).value).value(); }

std::filesystem::path Config::path(std::string_view key) const { return entry_of(key, Type::kPath).value; }

std::vector<std::string> Config::list(std::string_view key) const { return entry_of(key, Type::kList).items; }

SecretBytes Config::secret(std::string_view key) const {
  const Setting* setting = table_.find(key);
  if (setting == nullptr || !setting->secret) throw std::logic_error("no such secret: " + std::string(key));
  const auto found = entries_.find(key);
  return found == entries_.end() || !found->second.secret ? SecretBytes(0) : found->second.secret->clone();
}

std::vector<Config::Shown> Config::values() const {
  std::vector<Setting> sorted = table_.settings();
  std::ranges::sort(sorted, {}, &Setting::key);
  std::vector<Shown> out;
  for (const Setting& setting : sorted) {
    const auto found = entries_.find(setting.key);
    Shown shown{.key = setting.key, .value = is_set(setting.key) ? "(set)" : "(unset)", .origin = {}};
    if (!setting.secret && is_set(setting.key))
      shown.value = setting.type == Type::kList ? joined(found->second.items) : found->second.value;
    if (found != entries_.end()) shown.origin = found->second.origin;
    out.push_back(std::move(shown));
  }
  return out;
}

std::string Config::describe() const {
  std::string out;
  for (const Shown& shown : values()) {
    out.append(shown.key).append(" = ").append(shown.value);
    if (!shown.origin.empty()) out.append("  # ").append(shown.origin);
    out += '\n';
  }
  return out;
}

}  // namespace coffer::config
