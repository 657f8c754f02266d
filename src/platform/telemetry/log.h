#pragma once

#include <concepts>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <variant>

#include "base/secret.h"
#include "base/time.h"

namespace coffer::telemetry {

enum class Level { kDebug, kInfo, kWarning, kError };

/// `debug`, `info`, `warning`, `error`.
std::string_view level_name(Level level);
Result<Level> parse_level(std::string_view name);

/// Whether a field of this name may hold a secret (authorization, cookie, password, mnemonic,
/// private_key, *_token, …): compared without case, `-` and `_` alike. Its value is never written.
bool is_secret_name(std::string_view name);

/// One named value of a log record. A secret type does not convert to one.
class Field {
 public:
  using Value = std::variant<std::string_view, std::int64_t, std::uint64_t, double, bool>;

  Field(std::string_view name, std::string_view value) : name_(name), value_(value) {}
  Field(std::string_view name, const std::string& value) : name_(name), value_(std::string_view(value)) {}
  Field(std::string_view name, const char* value) : name_(name), value_(std::string_view(value)) {}
  Field(std::string_view name, bool value) : name_(name), value_(value) {}
  Field(std::string_view name, double value) : name_(name), value_(value) {}
  template <std::signed_integral T>
  Field(std::string_view name, T value) : name_(name), value_(static_cast<std::int64_t>(value)) {}
  template <std::unsigned_integral T>
    requires(!std::same_as<T, bool>)
  Field(std::string_view name, T value) : name_(name), value_(static_cast<std::uint64_t>(value)) {}
  Field(std::string_view name, const SecretBytes& value) = delete;
  template <std::size_t N>
  Field(std::string_view name, const Secret<N>& value) = delete;

  [[nodiscard]] std::string_view name() const { return name_; }
  [[nodiscard]] const Value& value() const { return value_; }

 private:
  std::string_view name_;
  Value value_;
};

/// Where finished lines go.
class LogSink {
 public:
  virtual ~LogSink() = default;
  /// Takes one line without its line feed. May be called from any thread; does not block.
  virtual void write(std::string_view line) = 0;
};

/// A log: one JSON object a line, `{"time","level","logger","message",…fields}`. Cheap to copy;
/// `clock` and `sink` outlive it.
class Log {
 public:
  Log(const Clock& clock, LogSink& sink, Level level, std::string logger = "coffer");

  /// The same log under another name, as `gateway`.
  [[nodiscard]] Log named(std::string logger) const;
  [[nodiscard]] bool enabled(Level level) const { return level >= level_; }

  void write(Level level, std::string_view message, std::initializer_list<Field> fields = {}) const;
  void debug(std::string_view message, std::initializer_list<Field> fields = {}) const {
    write(Level::kDebug, message, fields);
  }
  void info(std::string_view message, std::initializer_list<Field> fields = {}) const {
    write(Level::kInfo, message, fields);
  }
  void warning(std::string_view message, std::initializer_list<Field> fields = {}) const {
    write(Level::kWarning, message, fields);
  }
  void error(std::string_view message, std::initializer_list<Field> fields = {}) const {
    write(Level::kError, message, fields);
  }

 private:
  const Clock* clock_;
  LogSink* sink_;
  Level level_;
  std::string logger_;
};

}  // namespace coffer::telemetry
