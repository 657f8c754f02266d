#include "services/gateway/router.h"

#include <algorithm>
#include <optional>

#include "platform/http/uri.h"
#include "platform/json/check.h"

namespace coffer::gateway {
namespace {

std::vector<std::string_view> split(std::string_view path) {
  std::vector<std::string_view> segments;
  if (path.starts_with('/')) path.remove_prefix(1);
  while (true) {
    const auto slash = path.find('/');
    segments.push_back(path.substr(0, slash));
    if (slash == std::string_view::npos) return segments;
    path.remove_prefix(slash + 1);
  }
}

Route::Segment parse_segment(std::string_view text) {
  if (!text.starts_with('{')) return {.literal = std::string(text), .field = {}, .verb = {}};
  const auto close = text.find('}');
  return {.literal = {}, .field = std::string(text.substr(1, close - 1)), .verb = std::string(text.substr(close + 1))};
}

/// How particular a segment is: a literal before a field with a verb before a field.
int rank(const Route::Segment& segment) {
  if (segment.field.empty()) return 0;
  return segment.verb.empty() ? 2 : 1;
}

/// The more particular route is tried first; between equal ones that which asks something of the body.
bool goes_before(const Route& a, const Route& b) {
  const auto order = std::lexicographical_compare_three_way(
      a.segments.begin(), a.segments.end(), b.segments.begin(), b.segments.end(),
      [](const Route::Segment& x, const Route::Segment& y) { return rank(x) <=> rank(y); });
  if (order != 0) return order < 0;
  return std::pair(a.when_body_has.empty(), a.index) < std::pair(b.when_body_has.empty(), b.index);
}

/// What the field holds, if the segment matches.
std::optional<std::string_view> match_field(const Route::Segment& segment, std::string_view text) {
  if (!text.ends_with(segment.verb) || text.size() == segment.verb.size()) return std::nullopt;
  return text.substr(0, text.size() - segment.verb.size());
}

bool matches(const Route& route, const std::vector<std::string_view>& segments) {
  for (std::size_t i = 0; i < segments.size(); ++i) {
    const Route::Segment& segment = route.segments[i];
    const bool same =
        segment.field.empty() ? segment.literal == segments[i] : match_field(segment, segments[i]).has_value();
    if (!same) return false;
  }
  return true;
}

Result<std::vector<rpc::NamedText>> fields_of(const Route& route, const std::vector<std::string_view>& segments) {
  std::vector<rpc::NamedText> fields;
  for (std::size_t i = 0; i < segments.size(); ++i) {
    const Route::Segment& segment = route.segments[i];
    if (segment.field.empty()) continue;
    auto value = http::percent_decode(*match_field(segment, segments[i]));
    if (!value) return fail(invalid_field(segment.field, segment.field + " " + value.error().message));
    fields.push_back({.name = segment.field, .value = *std::move(value)});
  }
  return fields;
}

NoRoute refused(Error error) { return {.allow = {}, .error = std::move(error)}; }

}  // namespace

Router::Router(const std::vector<rpc::Service*>& services, bool development) {
  for (rpc::Service* service : services) {
    for (const rpc::MethodDescriptor& method : service->descriptor().methods) {
      if (method.development_only && !development) continue;
      for (const rpc::HttpBinding& binding : method.http) add(*service, method, binding);
      ++methods_;
    }
  }
  for (auto& [size, routes] : routes_) std::ranges::sort(routes, goes_before);
}

void Router::add(rpc::Service& service, const rpc::MethodDescriptor& method, const rpc::HttpBinding& binding) {
  Route route{.service = &service,
              .method = &method,
              .verb = http::parse_method(binding.verb),
              .path = std::string(binding.path),
              .when_body_has = std::string(binding.when_body_has),
              .segments = {},
              .index = methods_};
  for (const auto segment : split(binding.path)) route.segments.push_back(parse_segment(segment));
  routes_[route.segments.size()].push_back(std::move(route));
}

std::variant<RouteMatch, NoRoute> Router::find(http::Method method, std::string_view path,
                                               std::string_view body) const {
  const auto segments = split(path);
  const auto sized = routes_.find(segments.size());
  if (sized == routes_.end()) return refused(not_found("no such path"));
  const http::Method wanted = method == http::Method::kHead ? http::Method::kGet : method;
  NoRoute no_route = refused(not_found("no such path"));
  std::string_view needed;
  for (const Route& route : sized->second) {
    if (!matches(route, segments)) continue;
    if (route.verb != wanted) {
      const auto name = http::method_name(route.verb);
      if (std::ranges::find(no_route.allow, name) == no_route.allow.end()) no_route.allow.push_back(name);
      continue;
    }
    if (!route.when_body_has.empty() && !json::has_member(body, route.when_body_has)) {
      needed = route.when_body_has;
      continue;
    }
    auto fields = fields_of(route, segments);
    if (!fields) return refused(std::move(fields).error());
    return RouteMatch{.route = &route, .path = *std::move(fields)};
  }
  if (!needed.empty())
    return refused(invalid_field(std::string(needed),
                                 "the body must have a member that says what is meant, as " + std::string(needed)));
  if (!no_route.allow.empty())
    no_route.error = Error{ErrorCode::kMethodNotAllowed, "the method is not allowed here", {}};
  return no_route;
}

}  // namespace coffer::gateway
