#pragma once

#include <concepts>
#include <span>

#include "apps/coffer/options.h"
#include "platform/config/config.h"

namespace coffer::app {

/// The value of one setting on its way into the options. `read` goes by the type of its destination;
/// the bounds in the table keep numbers within it.
class SettingValue {
 public:
  SettingValue(const config::Config& config, const config::Setting& setting) : config_(config), setting_(setting) {}

  void read(std::string& out) const { out = config_.text(setting_.key); }
  void read(bool& out) const { out = config_.boolean(setting_.key); }
  void read(Duration& out) const { out = config_.duration(setting_.key); }
  void read(std::filesystem::path& out) const { out = config_.path(setting_.key); }
  void read(std::vector<std::string>& out) const { out = config_.list(setting_.key); }
  void read(SecretBytes& out) const { out = config_.secret(setting_.key); }
  void read(std::chrono::milliseconds& out) const {
    out = std::chrono::duration_cast<std::chrono::milliseconds>(config_.duration(setting_.key));
  }
  template <std::integral T>
  void read(T& out) const {
    const bool is_size = setting_.type == config::Type::kBytes;
    out = static_cast<T>(is_size ? config_.bytes(setting_.key) : config_.integer(setting_.key));
  }
  [[nodiscard]] const std::string& text() const { return config_.text(setting_.key); }
  [[nodiscard]] Error wrong(const std::string& rule) const {
    const std::string key(setting_.key);
    return invalid_field(key, key + " " + rule);
  }

 private:
  const config::Config& config_;
  const config::Setting& setting_;
};

/// A row of the table and what becomes of its value.
struct SettingBinding {
  config::Setting setting;
  Result<void> (*apply)(const SettingValue& value, ServeOptions& options);
};

/// Puts the value where `member(options)` says.
template <auto member>
Result<void> put(const SettingValue& value, ServeOptions& options) {
  value.read(member(options));
  return {};
}

/// Profile, data directory, HTTP, databases, log, networks, mail.
std::span<const SettingBinding> server_settings();
/// What the services may be told.
std::span<const SettingBinding> service_settings();

}  // namespace coffer::app
