#include "routes.h"

namespace coffer::generator {
namespace {

Route own_route(const options::Http& http) {
  switch (http.pattern_case()) {
    case options::Http::kGet:
      return {"GET", http.get(), {}};
    case options::Http::kPost:
      return {"POST", http.post(), {}};
    case options::Http::kPut:
      return {"PUT", http.put(), {}};
    case options::Http::kPatch:
      return {"PATCH", http.patch(), {}};
    case options::Http::kDelete:
      return {"DELETE", http.delete_(), {}};
    case options::Http::PATTERN_NOT_SET:
      return {};
  }
  return {};
}

std::uint64_t bit(int index) { return std::uint64_t{1} << static_cast<unsigned>(index); }

}  // namespace

std::vector<Route> routes_of(const pb::MethodDescriptor& method) {
  const options::Method& rules = method_options(method);
  if (!rules.has_http()) return {};
  std::vector<Route> out = {own_route(rules.http())};
  for (const options::Alias& alias : rules.http().aliases())
    out.push_back({alias.method(), alias.path(), alias.when_body_has()});
  return out;
}

std::vector<std::string> path_fields(const std::string& path) {
  std::vector<std::string> out;
  for (std::size_t open = path.find('{'); open != std::string::npos; open = path.find('{', open + 1)) {
    const std::size_t close = path.find('}', open);
    if (close == std::string::npos) break;
    out.push_back(path.substr(open + 1, close - open - 1));
  }
  return out;
}

bool is_public_face(const pb::MethodDescriptor& method) {
  const options::Method& rules = method_options(method);
  return rules.has_http() || !rules.websocket().empty() || !rules.sse().empty();
}

bool has_json_body(const pb::MethodDescriptor& method) {
  const std::vector<Route> routes = routes_of(method);
  if (routes.empty() || method_options(method).raw_body()) return false;
  return routes.front().verb != "GET" && routes.front().verb != "DELETE";
}

std::uint64_t path_mask(const pb::MethodDescriptor& method) {
  const std::vector<Route> routes = routes_of(method);
  std::uint64_t mask = 0;
  if (routes.empty()) return mask;
  for (const std::string& name : path_fields(routes.front().path))
    if (const pb::FieldDescriptor* field = method.input_type()->FindFieldByName(name)) mask |= bit(field->index());
  return mask;
}

std::uint64_t query_mask(const pb::MethodDescriptor& method) {
  const std::uint64_t path = path_mask(method);
  std::uint64_t mask = 0;
  for (int i = 0; i < method.input_type()->field_count(); ++i) {
    const bool is_raw_body = method_options(method).raw_body() && method.input_type()->field(i)->name() == "body";
    const bool wanted = has_json_body(method) ? field_options(*method.input_type()->field(i)).query() : !is_raw_body;
    if (wanted && (path & bit(i)) == 0) mask |= bit(i);
  }
  return mask;
}

options::Rate rate_of(const pb::MethodDescriptor& method) {
  const options::Rate rate = method_options(method).rate();
  if (rate != options::RATE_UNSPECIFIED) return rate;
  const std::vector<Route> routes = routes_of(method);
  return routes.empty() || routes.front().verb == "GET" ? options::READ : options::WRITE;
}

}  // namespace coffer::generator
