#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace coffer::config {

enum class Type {
  kText,
  kInteger,   // 64 bits, between `min` and `max`
  kBoolean,   // true, false
  kDuration,  // 250ms, 20s, 5m, 1h
  kBytes,     // 4096, 64KiB, 10MiB, 1GiB, between `min` and `max` bytes
  kPath,      // a file or folder; relative to the working directory
  kList,      // texts; separated by commas outside the file
};

/// One thing that can be configured. Modules hold theirs as constant arrays; `apps/coffer` joins them.
struct Setting {
  /// `sql.path`: lower-case words, dots between groups. The environment says COFFER_SQL_PATH, the
  /// flag --sql.path, the file `[sql] path = …`.
  std::string_view key;
  Type type = Type::kText;
  /// As it would be written; checked like any value. Empty: unset.
  std::string_view default_value = {};
  /// What a number counts, as `connections`; empty where the type says it.
  std::string_view unit = {};
  std::string_view description = {};
  /// Comes from the configuration file, from the environment, or from a file of its own that `<key>_file`
  /// names in any source; never from a flag; is never printed.
  bool secret = false;
  std::int64_t min = 0;
  std::int64_t max = INT64_MAX;
  /// A second, shorter flag: `port` for `--port` beside `--server.port`. Empty: none.
  std::string_view flag = {};
};

/// All settings of the program, each key once.
class Table {
 public:
  /// Throws `std::logic_error` for a key given twice, for two that the environment cannot tell apart
  /// (`a.b_c`, `a_b.c`) and for a default that breaks its own rule.
  void add(std::span<const Setting> settings);

  [[nodiscard]] const Setting* find(std::string_view key) const;
  /// By its key or its shorter flag.
  [[nodiscard]] const Setting* find_flag(std::string_view flag) const;
  [[nodiscard]] const std::vector<Setting>& settings() const { return settings_; }
  /// The known key that is nearest to a misspelt one, by key or by flag; empty when none is near.
  [[nodiscard]] std::string_view nearest(std::string_view key) const;

  /// The table as Markdown, ordered by key: what `coffer config docs` prints.
  [[nodiscard]] std::string docs() const;

 private:
  std::vector<Setting> settings_;
};

/// `signer.passphrase` for `signer.passphrase_file`; empty for names that end otherwise.
std::string_view without_file_suffix(std::string_view key);

/// The name of a key in the environment: `sql.path` → `COFFER_SQL_PATH`.
std::string environment_name(std::string_view key);

/// Checks one value against its setting; the error names key and rule, never the value of a secret.
Result<void> check_value(const Setting& setting, std::string_view value);

/// `64KiB` and the like as a number of bytes.
Result<std::int64_t> parse_size(std::string_view text);

}  // namespace coffer::config
