#include "openapi.h"

#include "text.h"

namespace coffer::generator {
namespace {

void add_schemas(Json& schemas, const PublicApi& api) {
  for (const Shape& shape : api.shapes)
    if (shape.side != Side::kQuery) schemas[shape.message->name()] = shape_schema(shape);
}

Json tags_of(const PublicApi& api) {
  Json tags = Json::array();
  const pb::ServiceDescriptor* last = nullptr;
  for (const pb::MethodDescriptor* method : api.methods) {
    if (method->service() == last) continue;
    last = method->service();
    tags.push_back({{"name", last->name()}, {"description", running_text(described(*last))}});
  }
  tags.push_back({{"name", "Gateway"}, {"description", "What the public entry says of itself."}});
  return tags;
}

Json paths_of(const PublicApi& api) {
  Json paths = Json::object();
  for (const pb::MethodDescriptor* method : api.methods) {
    for (const Route& route : routes_of(*method)) {
      std::string verb = route.verb;
      for (char& c : verb) c = static_cast<char>(c - 'A' + 'a');
      paths[route.path][verb] = openapi_operation(*method, route);
    }
    if (is_stream(*method)) add_streams(paths, *method);
  }
  add_gateway_paths(paths);
  return paths;
}

}  // namespace

Json openapi_document(const PublicApi& api) {
  Json components = shared_components();
  add_schemas(components["schemas"], api);
  return {{"openapi", "3.1.0"},
          {"info",
           {{"title", "Coffer"},
            {"version", "1"},
            {"summary", "A self-hosted multi-chain wallet platform"},
            {"license", {{"name", "Apache-2.0"}, {"identifier", "Apache-2.0"}}}}},
          {"servers", Json::array({{{"url", "/"}}})},
          {"security", {{{"bearer", Json::array()}}, {{"cookie", Json::array()}}}},
          {"tags", tags_of(api)},
          {"paths", paths_of(api)},
          {"components", std::move(components)}};
}

std::string openapi_cpp(const Json& document) {
  Text out;
  out.line("// Generated from the contract by protoc-gen-coffer.");
  out.line("#include \"api/openapi/openapi.h\"").line();
  out.line("namespace coffer::api {").line();
  out.line("std::string_view openapi_json() {");
  out.line("  return R\"openapi($document$)openapi\";", {{"document", document.dump()}});
  out.line("}").line();
  out.line("}  // namespace coffer::api");
  return out.str();
}

}  // namespace coffer::generator
