#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "platform/http/handler.h"

namespace coffer::gateway {

/// `/openapi.json` and the page at `/docs` that shows it, which loads nothing from elsewhere.
class Documents {
 public:
  explicit Documents(std::string openapi);

  /// The document at a path; nothing when the path is none of theirs.
  [[nodiscard]] std::optional<http::Response> find(std::string_view path) const;

 private:
  std::shared_ptr<const std::string> openapi_;
};

/// The files of the folder `docs`, embedded at build time.
std::string_view docs_html();
std::string_view docs_script();
std::string_view docs_style();

}  // namespace coffer::gateway
