#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>

#include "base/result.h"
#include "base/time.h"

namespace coffer::cli {

/// What `login` keeps of one server.
struct Session {
  std::string email;
  std::string access_token;
  std::string refresh_token;
  Time expires_at;  // of the access token
};

/// The file with the sessions, which its owner alone may read: `$XDG_CONFIG_HOME/coffer/credentials.json`.
/// Several commands may use it at once.
class Credentials {
 public:
  explicit Credentials(std::filesystem::path file) : file_(std::move(file)) {}
  /// By XDG_CONFIG_HOME and HOME of the environment (XDG Base Directory 0.8).
  static std::filesystem::path default_file(const std::map<std::string, std::string>& environment);

  /// Keeps others from changing the file; waits for them. Held while a token is exchanged.
  class Lock {
   public:
    explicit Lock(int descriptor) : descriptor_(descriptor) {}
    ~Lock();
    Lock(Lock&& other) noexcept;
    Lock& operator=(Lock&&) = delete;
    Lock(const Lock&) = delete;
    Lock& operator=(const Lock&) = delete;

   private:
    int descriptor_;
  };
  Result<Lock> lock() const;

  /// Refuses a file that others may read.
  [[nodiscard]] Result<std::optional<Session>> find(const std::string& url) const;
  /// The server of the last login; empty when there is none.
  [[nodiscard]] Result<std::string> current_url() const;
  /// Keeps a session and makes its server the current one. Under `lock()`.
  Result<void> save(const std::string& url, const Session& session) const;
  Result<void> remove(const std::string& url) const;

  [[nodiscard]] const std::filesystem::path& file() const { return file_; }

 private:
  struct Content;
  [[nodiscard]] Result<Content> read() const;
  [[nodiscard]] Result<void> write(const Content& content) const;

  std::filesystem::path file_;
};

}  // namespace coffer::cli
