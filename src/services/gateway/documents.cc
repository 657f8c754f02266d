#include "services/gateway/documents.h"

namespace coffer::gateway {
namespace {

http::Response file(std::string_view type, std::string_view content) {
  http::Response response;
  response.headers.add("Content-Type", std::string(type));
  response.headers.add("Cache-Control", "no-cache");
  response.body = content;
  return response;
}

}  // namespace

Documents::Documents(std::string openapi) : openapi_(std::make_shared<const std::string>(std::move(openapi))) {}

std::optional<http::Response> Documents::find(std::string_view path) const {
  if (path == "/docs") return file("text/html; charset=utf-8", docs_html());
  if (path == "/docs/docs.js") return file("text/javascript; charset=utf-8", docs_script());
  if (path == "/docs/docs.css") return file("text/css; charset=utf-8", docs_style());
  if (path != "/openapi.json") return std::nullopt;
  http::Response response = file("application/json", {});
  response.shared_body = openapi_;
  return response;
}

}  // namespace coffer::gateway
