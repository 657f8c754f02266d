#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <span>
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
  /// `sql.path`, or its shorter flag → value.
  std::map<std::string, std::string> flags;
};

/// `--sql.path x`, `--sql.path=x` and `--sql-path`-like spellings with dashes for underscores, as flags of
/// `Sources`, by key where the table has them. A flag given again adds to a list and is refused for everything else.
/// Refuses what is no flag.
Result<std::map<std::string, std::string>> parse_flags(const Table& table, std::span<const std::string_view> arguments);

/// The environment of this process.
std::map<std::string, std::string> process_environment();

/// The settings in force. Values were checked when it was loaded; asking for a key that is not in the
/// table, as another type, or for the value of one that is unset where only a default could have
/// helped (a number, a duration), is a bug and throws `std::logic_error`.
class Config {
 public:
  /// Refuses unknown keys (naming the nearest known one), values that break their setting's rule, and
  /// secrets among the flags. `reserved` are the words after COFFER_ that begin names of other programs:
  /// `DEV` lets COFFER_DEV and COFFER_DEV_JSON pass.
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
  /// A value as it may be shown: secrets as `(set)`, what is not set as `(unset)` with no origin.
  struct Shown {
    std::string_view key;
    std::string value;
    std::string_view origin;  // default, file, environment, flag
  };
  /// Every setting, ordered by key.
  [[nodiscard]] std::vector<Shown> values() const;
  /// The same as text, one `key = value  # origin` a line.
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
  /// Reads a secret from a file that its owner alone may read; `name` is what the file was given as.
  Result<void> set_from_file(const Setting& setting, const std::string& name, const std::filesystem::path& file,
                             std::string_view origin);
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
