#pragma once

#include <cstddef>
#include <memory>
#include <string>

#include "platform/http/handler.h"

namespace coffer::http {

/// Serves the files of one folder, as a web build leaves them. Files are read once and kept; a changed
/// modification time or size reads them again. Symbolic links and dot files are not followed.
class StaticFiles {
 public:
  struct Settings {
    std::string root;
    std::string fallback = "index.html";        // answers paths without an extension (client-side routes)
    std::string immutable_prefix = "/assets/";  // hashed names: cached for a year
    std::size_t max_file_bytes = 16 << 20;
    std::size_t max_cached_bytes = 64 << 20;
  };

  explicit StaticFiles(Settings settings);
  ~StaticFiles();

  /// Answers GET and HEAD: 200 with ETag, 304 on If-None-Match, the `.br` or `.gz` file beside the
  /// asked one where Accept-Encoding allows; 404 without such a file, 405 for other methods. May be
  /// called from any thread.
  [[nodiscard]] Response serve(const Request& request);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace coffer::http
