#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/secret.h"
#include "base/time.h"
#include "platform/config/setting.h"

namespace coffer::config {

/// Where values come from, the later over the earlier: defaults, file, environment, flags.
struct Sources {
  /// A TOML file; none when empty. It must exist when given.
  std::filesystem::path file;
  /// Name and value of every environment variable; those not beginning with COFFER_ are passed over.
  std::map<std::string, std::string> environment;
  /// `sql.path` → value.
  std::map<std::string, std::string> flags;
};

/// The environment of this process.
std::map<std::string, std::string> process_environment();

/// The settings in force. Values were checked when it was loaded; asking for a key that is not in the
/// table, as another type, or for the value of one that is unset where only a default could have
/// helped (a number, a duration), is a bug and throws `std::logic_error`.
class Config {
 public:
  /// Refuses unknown keys (naming the nearest known one), values that break their setting's rule, and
  /// secrets among the flags. `reserved` are names after COFFER_ that are not settings
  /// (`COFFER_DATA` read elsewhere).
  static Result<Config> load(Table table, const Sources& sources, const std::vector<std::string>& reserved = {});

  [[nodiscard]] bool is_set(std::string_view key) const;
  [[nodiscard]] const std::string& text(std::string_view key) const;
  [[nodiscard]] std::int64_t integer(std::string_view key) const;
  [[nodiscard]] bool boolean(std::string_view key) const;
  [[nodiscard]] Duration duration(std::string_view key) const;
  [[nodiscard]] std::int64_t bytes(std::string_view key) const;
  [[nodiscard]] std::filesystem::path path(std::string_view key) const;
  [[nodiscard]] std::vector<std::string> list(std::string_view key) const;
  /// A copy of a secret; no bytes when unset.
  [[nodiscard]] SecretBytes secret(std::string_view key) const;

  [[nodiscard]] const Table& table() const { return table_; }
  /// Every key with its value and where it came from, secrets as `(set)` or `(unset)`.
  [[nodiscard]] std::string describe() const;

 private:
  /// One value as it was given; a secret stands in `secret` alone.
  struct Entry {
    std::string value;
    std::vector<std::string> items;  // of a list
    std::optional<SecretBytes> secret;
    std::string_view origin;  // default, file, environment, flag
  };

  explicit Config(Table table) : table_(std::move(table)) {}
  [[nodiscard]] const Setting& setting_of(std::string_view key, Type type) const;
  [[nodiscard]] const Entry& entry_of(std::string_view key, Type type) const;
  Result<void> set(const Setting& setting, std::string value, std::string_view origin);
  Result<void> set_items(const Setting& setting, std::vector<std::string> items, std::string_view origin);
  Result<void> load_file(const std::filesystem::path& file);
  Result<void> load_environment(const std::map<std::string, std::string>& environment,
                                const std::vector<std::string>& reserved);
  Result<void> load_variable(const std::string& name, const std::string& value,
                             const std::map<std::string, std::string>& environment);
  Result<void> load_flags(const std::map<std::string, std::string>& flags);

  Table table_;
  std::map<std::string, Entry, std::less<>> entries_;
};

}  // namespace coffer::config
