#include "apps/cli/credentials.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <utility>

namespace coffer::cli {
namespace {

using nlohmann::json;

constexpr std::size_t kLargestFile = 1 << 20;

Error cannot(const char* what, const std::filesystem::path& file) {
  return unavailable(std::string("cannot ") + what + " " + file.string());
}

}  // namespace

struct Credentials::Content {
  std::string current;
  std::map<std::string, Session> sessions;
};

std::filesystem::path Credentials::default_file(const std::map<std::string, std::string>& environment) {
  const auto find = [&](const char* name) {
    const auto found = environment.find(name);
    return found == environment.end() ? std::string() : found->second;
  };
  const std::filesystem::path base = find("XDG_CONFIG_HOME");
  // A relative path is to be passed over, as the standard says.
  const std::filesystem::path config = base.is_absolute() ? base : std::filesystem::path(find("HOME")) / ".config";
  return config / "coffer" / "credentials.json";
}

Credentials::Lock::~Lock() {
  if (descriptor_ >= 0) ::close(descriptor_);
}
Credentials::Lock::Lock(Lock&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}

Result<Credentials::Lock> Credentials::lock() const {
  std::error_code failure;
  const std::filesystem::path folder = file_.parent_path();
  if (std::filesystem::create_directories(folder, failure))
    std::filesystem::permissions(folder, std::filesystem::perms::owner_all, failure);
  if (failure) return fail(cannot("make", folder));
  const int descriptor = ::open((folder / "credentials.lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (descriptor < 0 || ::flock(descriptor, LOCK_EX) != 0) return fail(cannot("lock", file_));
  return Lock(descriptor);
}

Result<Credentials::Content> Credentials::read() const {
  struct stat status{};
  if (::stat(file_.c_str(), &status) != 0) return Content{};
  if ((status.st_mode & (S_IRWXG | S_IRWXO)) != 0)
    return fail(forbidden(file_.string() + " may be read by others; run: chmod 600 " + file_.string()));
  if (std::cmp_greater(status.st_size, kLargestFile)) return fail(invalid(file_.string() + " is too large"));
  std::ifstream in(file_);
  const json document = json::parse(in, nullptr, false);
  if (!document.is_object()) return fail(invalid(file_.string() + " is damaged; delete it and run: coffer login"));
  Content content{.current = document.value("current", ""), .sessions = {}};
  for (const auto& [url, session] : document.value("servers", json::object()).items()) {
    const Result<Time> expires_at = parse_rfc3339(session.value("expires_at", ""));
    content.sessions[url] = {.email = session.value("email", ""),
                             .access_token = session.value("access_token", ""),
                             .refresh_token = session.value("refresh_token", ""),
                             .expires_at = expires_at ? *expires_at : Time{}};
  }
  return content;
}

Result<void> Credentials::write(const Content& content) const {
  json servers = json::object();
  for (const auto& [url, session] : content.sessions)
    servers[url] = {{"email", session.email},
                    {"access_token", session.access_token},
                    {"refresh_token", session.refresh_token},
                    {"expires_at", rfc3339(session.expires_at)}};
  const std::string text = json{{"current", content.current}, {"servers", servers}}.dump(2) + "\n";
  std::filesystem::path fresh = file_;
  fresh += ".new";
  std::error_code failure;
  std::filesystem::remove(fresh, failure);
  const int descriptor = ::open(fresh.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (descriptor < 0) return fail(cannot("write", file_));
  const bool written = ::write(descriptor, text.data(), text.size()) == static_cast<ssize_t>(text.size());
  ::close(descriptor);
  if (written) std::filesystem::rename(fresh, file_, failure);
  if (!written || failure) return fail(cannot("write", file_));
  return {};
}

Result<std::optional<Session>> Credentials::find(const std::string& url) const {
  COFFER_TRY(const Content content, read());
  const auto found = content.sessions.find(url);
  return found == content.sessions.end() ? std::nullopt : std::optional(found->second);
}

Result<std::string> Credentials::current_url() const {
  COFFER_TRY(const Content content, read());
  return content.current;
}

Result<void> Credentials::save(const std::string& url, const Session& session) const {
  COFFER_TRY(Content content, read());
  content.current = url;
  content.sessions[url] = session;
  return write(content);
}

Result<void> Credentials::remove(const std::string& url) const {
  COFFER_TRY(Content content, read());
  content.sessions.erase(url);
  if (content.current == url) content.current.clear();
  return write(content);
}

}  // namespace coffer::cli
