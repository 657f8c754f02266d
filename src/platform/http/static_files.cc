#include "platform/http/static_files.h"

#include <fcntl.h>
#include <openssl/evp.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <map>
#include <mutex>
#include <optional>

#include "base/bytes.h"
#include "platform/http/head_check.h"
#include "platform/http/media_type.h"
#include "platform/http/uri.h"

namespace coffer::http {
namespace {

struct File {
  std::int64_t modified_ns = 0;
  std::size_t size = 0;
  std::string etag;  // with its quotes
  std::shared_ptr<const std::string> content;
};

class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  ~Descriptor() {
    if (number_ >= 0) ::close(number_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  [[nodiscard]] int get() const { return number_; }

 private:
  int number_;
};

std::string etag_of(std::string_view content) {
  std::array<unsigned char, 32> digest{};
  EVP_Digest(content.data(), content.size(), digest.data(), nullptr, EVP_sha256(), nullptr);
  return "\"" + base64url(BytesView(digest).first(15)) + "\"";
}

std::optional<std::string> read_all(int descriptor, std::size_t size) {
  std::string content(size, '\0');
  for (std::size_t done = 0; done < size;) {
    const auto count = ::read(descriptor, content.data() + done, size - done);
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return std::nullopt;
    done += static_cast<std::size_t>(count);
  }
  return content;
}

/// Whether each segment is an ordinary name: not empty, not hidden, no `..`, nothing that a file system
/// reads in its own way.
bool is_plain_path(std::string_view path) {
  while (!path.empty()) {
    const auto segment = path.substr(0, path.find('/'));
    if (segment.empty() || segment.front() == '.') return false;
    if (segment.find_first_of(std::string_view("\\\0:", 3)) != std::string_view::npos) return false;
    path.remove_prefix(std::min(segment.size() + 1, path.size()));
  }
  return true;
}

bool has_extension(std::string_view path) {
  const auto slash = path.rfind('/');
  return path.find('.', slash == std::string_view::npos ? 0 : slash) != std::string_view::npos;
}

bool matches(std::string_view if_none_match, std::string_view etag) {
  if (if_none_match == "*") return true;
  return has_token(if_none_match, etag) || has_token(if_none_match, "W/" + std::string(etag));
}

/// Whether Accept-Encoding allows a coding: named, and not with `q=0`.
bool accepts(std::string_view header, std::string_view coding) {
  while (!header.empty()) {
    const auto item = header.substr(0, header.find(','));
    header.remove_prefix(std::min(item.size() + 1, header.size()));
    const auto semicolon = item.find(';');
    if (!has_token(item.substr(0, semicolon), coding)) continue;
    if (semicolon == std::string_view::npos) return true;
    const auto weight = item.find("q=", semicolon);
    return weight == std::string_view::npos || item.find_first_of("123456789", weight) != std::string_view::npos;
  }
  return false;
}

Response plain(int status, std::string_view text) {
  Response response;
  response.status = status;
  response.headers.add("Content-Type", "text/plain; charset=utf-8");
  response.body = std::string(text) + "\n";
  return response;
}

}  // namespace

struct StaticFiles::State {
  explicit State(Settings limits) : settings(std::move(limits)) {
    while (settings.root.size() > 1 && settings.root.ends_with('/')) settings.root.pop_back();
  }

  Settings settings;
  std::mutex mutex;
  std::map<std::string, File, std::less<>> files;
  std::size_t cached_bytes = 0;

  std::optional<File> find(const std::string& path);
  Response answer(const Request& request, const std::string& path, const std::string& url_path);
};

std::optional<File> StaticFiles::State::find(const std::string& path) {
  const std::string full = settings.root + "/" + path;
  struct stat info{};
  if (::lstat(full.c_str(), &info) != 0 || !S_ISREG(info.st_mode)) return std::nullopt;
  const std::int64_t modified = info.st_mtim.tv_sec * 1'000'000'000 + info.st_mtim.tv_nsec;
  const auto size = static_cast<std::size_t>(info.st_size);
  const std::lock_guard lock(mutex);
  if (const auto kept = files.find(path); kept != files.end()) {
    if (kept->second.modified_ns == modified && kept->second.size == size) return kept->second;
    cached_bytes -= kept->second.size;
    files.erase(kept);
  }
  if (size > settings.max_file_bytes) return std::nullopt;
  const Descriptor descriptor(::open(full.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW));
  if (descriptor.get() < 0) return std::nullopt;
  auto content = read_all(descriptor.get(), size);
  if (!content) return std::nullopt;
  File file{.modified_ns = modified, .size = size, .etag = etag_of(*content), .content = {}};
  file.content = std::make_shared<const std::string>(*std::move(content));
  if (cached_bytes + size <= settings.max_cached_bytes) {
    cached_bytes += size;
    files.emplace(path, file);
  }
  return file;
}

Response StaticFiles::State::answer(const Request& request, const std::string& path, const std::string& url_path) {
  auto file = find(path);
  if (!file) return plain(404, "not found");
  Response response;
  const auto accepted = request.headers.get("Accept-Encoding").value_or("");
  using Variant = std::pair<std::string_view, std::string_view>;
  for (const auto& [coding, suffix] : {Variant{"br", ".br"}, Variant{"gzip", ".gz"}}) {
    if (!accepts(accepted, coding)) continue;
    auto variant = find(path + std::string(suffix));
    if (!variant) continue;
    file = std::move(variant);
    response.headers.add("Content-Encoding", std::string(coding));
    break;
  }
  const bool immutable = !settings.immutable_prefix.empty() && url_path.starts_with(settings.immutable_prefix);
  response.headers.add("ETag", file->etag);
  response.headers.add("Vary", "Accept-Encoding");
  response.headers.add("Cache-Control", immutable ? "public, max-age=31536000, immutable" : "no-cache");
  if (const auto known = request.headers.get("If-None-Match"); known && matches(*known, file->etag)) {
    response.headers.remove("Content-Encoding");
    response.status = 304;
    return response;
  }
  response.headers.add("Content-Type", std::string(media_type_of(path)));
  response.shared_body = file->content;
  return response;
}

StaticFiles::StaticFiles(Settings settings) : state_(std::make_unique<State>(std::move(settings))) {}
StaticFiles::~StaticFiles() = default;

Response StaticFiles::serve(const Request& request) {
  if (request.method != Method::kGet && request.method != Method::kHead) {
    Response response = plain(405, "method not allowed");
    response.headers.add("Allow", "GET, HEAD");
    return response;
  }
  const auto decoded = percent_decode(request.path);
  if (!decoded || !decoded->starts_with('/')) return plain(404, "not found");
  const std::string path = decoded->substr(1);
  if (!is_plain_path(path)) return plain(404, "not found");
  const Settings& settings = state_->settings;
  if (path.empty() || (!settings.fallback.empty() && !has_extension(path)))
    return state_->answer(request, settings.fallback.empty() ? "index.html" : settings.fallback, "/");
  return state_->answer(request, path, *decoded);
}

}  // namespace coffer::http
