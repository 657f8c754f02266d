#include "platform/http/media_type.h"

#include <algorithm>
#include <array>
#include <utility>

namespace coffer::http {
namespace {

using Row = std::pair<std::string_view, std::string_view>;

constexpr std::array kTypes = {
    Row{".css", "text/css; charset=utf-8"},
    Row{".gif", "image/gif"},
    Row{".html", "text/html; charset=utf-8"},
    Row{".ico", "image/x-icon"},
    Row{".jpg", "image/jpeg"},
    Row{".js", "text/javascript; charset=utf-8"},
    Row{".json", "application/json"},
    Row{".map", "application/json"},
    Row{".mjs", "text/javascript; charset=utf-8"},
    Row{".png", "image/png"},
    Row{".svg", "image/svg+xml"},
    Row{".txt", "text/plain; charset=utf-8"},
    Row{".wasm", "application/wasm"},
    Row{".webmanifest", "application/manifest+json"},
    Row{".webp", "image/webp"},
    Row{".woff2", "font/woff2"},
};

}  // namespace

std::string_view media_type_of(std::string_view path) {
  const auto dot = path.rfind('.');
  if (dot == std::string_view::npos) return "application/octet-stream";
  const auto* found = std::ranges::find(kTypes, path.substr(dot), &Row::first);
  return found == kTypes.end() ? "application/octet-stream" : found->second;
}

}  // namespace coffer::http
