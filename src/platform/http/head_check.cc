#include "platform/http/head_check.h"

#include <algorithm>

namespace coffer::http {
namespace {

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

bool is_visible(char c) { return c > 0x20 && c < 0x7f; }

bool is_host(std::string_view host) {
  return !host.empty() && host.size() <= 260 && std::ranges::all_of(host, [](char c) {
    return is_visible(c) && c != '/' && c != '@' && c != '?' && c != '#' && c != ',' && c != '\\';
  });
}

Refusal check_transfer_encoding(const Headers& headers, int minor_version) {
  const auto coding = headers.get("Transfer-Encoding");
  if (!coding) return {};
  if (headers.count("Content-Length") != 0) return {400, "Content-Length and Transfer-Encoding exclude each other"};
  if (minor_version == 0) return {400, "HTTP/1.0 has no Transfer-Encoding"};
  if (headers.count("Transfer-Encoding") != 1) return {400, "Transfer-Encoding must come once"};
  if (!equal_ignoring_case(*coding, "chunked")) return {501, "the only transfer coding is chunked"};
  return {};
}

Refusal check_content_length(const Headers& headers) {
  const auto length = headers.get("Content-Length");
  if (!length) return {};
  if (headers.count("Content-Length") != 1) return {400, "Content-Length must come once"};
  const bool digits = std::ranges::all_of(*length, [](char c) { return c >= '0' && c <= '9'; });
  if (length->empty() || !digits) return {400, "Content-Length must be digits"};
  if (length->size() > 18) return {413, "Content-Length is too large"};
  return {};
}

}  // namespace

Refusal check_raw_head(std::string_view head) {
  for (std::size_t i = 0; i < head.size(); ++i) {
    const char c = head[i];
    if (c == '\n') {
      if (i == 0 || head[i - 1] != '\r') return {400, "a line must end in CRLF"};
      if (i + 1 < head.size() && (head[i + 1] == ' ' || head[i + 1] == '\t'))
        return {400, "folded header lines are not allowed"};
    } else if (c == '\r') {
      if (i + 1 == head.size() || head[i + 1] != '\n') return {400, "a line must end in CRLF"};
    } else if ((static_cast<unsigned char>(c) < 0x20 && c != '\t') || c == 0x7f) {
      return {400, "control characters are not allowed in a header"};
    }
  }
  return {};
}

Refusal check_framing(const Request& request, int minor_version) {
  const Headers& headers = request.headers;
  const std::size_t hosts = headers.count("Host");
  if (hosts > 1 || (hosts == 0 && minor_version == 1)) return {400, "Host must come once"};
  if (const auto host = headers.get("Host"); host && !is_host(*host)) return {400, "Host is not a host"};
  if (const auto refusal = check_transfer_encoding(headers, minor_version)) return refusal;
  if (const auto refusal = check_content_length(headers)) return refusal;
  const auto expect = headers.get("Expect");
  if (expect && !equal_ignoring_case(*expect, "100-continue")) return {417, "the only expectation is 100-continue"};
  return {};
}

Refusal split_target(Request& request) {
  std::string_view target = request.target;
  if (!std::ranges::all_of(target, is_visible) || target.find('#') != std::string_view::npos)
    return {400, "the request target holds a character that is not allowed"};
  for (const std::string_view scheme : {"http://", "https://"}) {
    if (!target.starts_with(scheme)) continue;
    const auto path = target.find_first_of("/?", scheme.size());
    target = path == std::string_view::npos ? "/" : target.substr(path);
  }
  const auto question = target.find('?');
  request.path = target.substr(0, question);
  if (question != std::string_view::npos) request.query = target.substr(question + 1);
  const bool asterisk = request.path == "*" && request.method == Method::kOptions;
  if (!request.path.starts_with('/') && !asterisk) return {400, "the request target must be a path"};
  return {};
}

bool wants_keep_alive(const Headers& headers, int minor_version) {
  bool keep = minor_version == 1;
  for (const auto& [name, value] : headers) {
    if (!equal_ignoring_case(name, "Connection")) continue;
    if (has_token(value, "close")) return false;
    keep = keep || has_token(value, "keep-alive");
  }
  return keep;
}

bool has_token(std::string_view list, std::string_view token) {
  while (!list.empty()) {
    const auto item = list.substr(0, list.find(','));
    if (equal_ignoring_case(trimmed(item), token)) return true;
    list.remove_prefix(std::min(item.size() + 1, list.size()));
  }
  return false;
}

bool is_websocket_upgrade(const Request& request) {
  const auto connection = request.headers.get("Connection");
  const auto upgrade = request.headers.get("Upgrade");
  return request.method == Method::kGet && connection && has_token(*connection, "upgrade") && upgrade &&
         has_token(*upgrade, "websocket") && request.headers.count("Sec-WebSocket-Key") == 1 &&
         request.headers.get("Sec-WebSocket-Version") == "13";
}

}  // namespace coffer::http
