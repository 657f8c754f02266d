#include <algorithm>

#include "fields.h"
#include "openapi.h"

namespace coffer::generator {
namespace {

bool is_public(const pb::MethodDescriptor& method) {
  return std::ranges::count(method_options(method).allow(), static_cast<int>(options::PUBLIC)) > 0;
}

std::string lower(std::string text) {
  std::ranges::transform(text, text.begin(),
                         [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return text;
}

/// `CreateWallet` → `createWallet`; an alias is told apart by its path.
std::string operation_id(const pb::MethodDescriptor& method, const Route& route) {
  std::string id = method.name();
  id[0] = lower(id)[0];
  const std::vector<Route> routes = routes_of(method);
  const auto position = std::ranges::find(routes, route.path, &Route::path) - routes.begin();
  if (position == 0) return id;
  return id + "Alias" + (position == 1 ? "" : std::to_string(position));
}

/// The first sentence of what is said of the method, or its name in words.
std::string summary_of(const pb::MethodDescriptor& method) {
  std::string text = running_text(comment_of(method).empty() ? std::string() : described(method));
  if (text.empty()) {
    text = snake_case(method.name());
    std::ranges::replace(text, '_', ' ');
    text[0] = method.name()[0];
    return text;
  }
  const std::size_t end = std::min(text.find(". "), text.size());
  text = text.substr(0, end);
  if (text.ends_with('.')) text.pop_back();
  return text;
}

Json parameter(const pb::FieldDescriptor& field, const char* place) {
  Json schema = field_schema(field, Side::kQuery);
  Json out = {{"name", field.name()}, {"in", place}};
  out["required"] = std::string_view(place) == "path" || is_required(field);
  if (schema.contains("description")) {
    out["description"] = schema["description"];
    schema.erase("description");
  }
  if (is_list(field)) {
    out["style"] = "form";
    out["explode"] = false;  // separated by commas
  }
  out["schema"] = schema;
  return out;
}

Json parameters_of(const pb::MethodDescriptor& method) {
  Json out = Json::array();
  if (const auto routes = routes_of(method); !routes.empty())
    for (const std::string& name : path_fields(routes.front().path))
      out.push_back(parameter(*method.input_type()->FindFieldByName(name), "path"));
  for (const pb::FieldDescriptor* field : query_fields(method)) out.push_back(parameter(*field, "query"));
  for (int i = 0; i < method.input_type()->field_count(); ++i) {
    const std::string& cookie = field_options(*method.input_type()->field(i)).cookie();
    if (cookie.empty()) continue;
    out.push_back(
        {{"name", cookie},
         {"in", "cookie"},
         {"required", false},
         {"description", "Stands for `" + method.input_type()->field(i)->name() + "` where the body leaves it out."},
         {"schema", {{"type", "string"}}}});
  }
  if (method_options(method).idempotent()) out.push_back({{"$ref", "#/components/parameters/IdempotencyKey"}});
  return out;
}

Json body_of(const pb::MethodDescriptor& method) {
  if (method_options(method).raw_body()) {
    const Json anything = {{"type", {"object", "array"}}, {"description", "Passed on as it is."}};
    return {{"required", true}, {"content", {{"application/json", {{"schema", anything}}}}}};
  }
  bool required = false;
  const std::uint64_t elsewhere = path_mask(method) | query_mask(method);
  for (int i = 0; i < method.input_type()->field_count(); ++i)
    if ((elsewhere >> static_cast<unsigned>(i) & 1U) == 0) required |= is_required(*method.input_type()->field(i));
  const Json schema = schema_reference(method.input_type()->name());
  return {{"required", required}, {"content", {{"application/json", {{"schema", schema}}}}}};
}

std::string success_words(int status) {
  if (status == 201) return "Created.";
  if (status == 202) return "Accepted; the rest follows.";
  if (status == 204) return "Done; there is nothing to say.";
  return "Done.";
}

Json success_of(const pb::MethodDescriptor& method, int status) {
  const options::Method& rules = method_options(method);
  Json out = {{"description", success_words(status)}, {"headers", answer_headers()}};
  if (rules.idempotent())
    out["headers"]["Idempotency-Replayed"] = {{"$ref", "#/components/headers/IdempotencyReplayed"}};
  if (rules.session() != options::SESSION_UNCHANGED)
    out["headers"]["Set-Cookie"] = {{"$ref", "#/components/headers/SessionCookies"}};
  if (method.input_type()->FindFieldByName("validate_only") != nullptr)
    out["description"] = success_words(status) +
                         " With `validate_only` it tells what would happen, without what only doing it brings: ids, "
                         "times of creation, addresses of new keys, signatures.";
  if (status == 204) return out;
  const Json schema = is_raw(method) ? Json::object() : schema_reference(method.output_type()->name());
  out["content"][is_raw(method) ? "*/*" : "application/json"] = {{"schema", schema}};
  return out;
}

}  // namespace

void add_extensions(Json& operation, const pb::MethodDescriptor& method) {
  const options::Method& rules = method_options(method);
  for (const int allow : rules.allow())
    operation["x-coffer-allow"].push_back(lower(options::Allow_Name(static_cast<options::Allow>(allow))));
  operation["x-coffer-rate"] = lower(options::Rate_Name(rate_of(method)));
  if (rules.step_up() != 0) operation["x-coffer-step-up"] = rules.step_up();
  if (rules.development_only()) operation["x-coffer-development"] = true;
}

void add_error_responses(Json& responses, const pb::MethodDescriptor& method) {
  const options::Method& rules = method_options(method);
  const auto add = [&](const char* status, const char* name) {
    responses[status] = {{"$ref", "#/components/responses/" + std::string(name)}};
  };
  const std::vector<Route> routes = routes_of(method);
  const bool changes = !routes.empty() && routes.front().verb != "GET";
  add("400", "Invalid");
  if (!is_public(method) || rules.session() == options::SESSION_ISSUE) add("401", "Unauthenticated");
  if (!is_public(method) || changes) add("403", "Forbidden");
  if (!routes.empty() && (!path_fields(routes.front().path).empty() || changes)) add("404", "NotFound");
  if (changes) {
    add("409", "Conflict");
    add("413", "TooLarge");
    add("415", "NotJson");
  }
  add("429", "TooMany");
  add("default", "Failed");
}

Json openapi_operation(const pb::MethodDescriptor& method, const Route& route) {
  Json out = {{"operationId", operation_id(method, route)},
              {"tags", Json::array({method.service()->name()})},
              {"summary", summary_of(method)}};
  std::string words = running_text(described(method));
  if (words == summary_of(method) + ".") words.clear();
  const Route own = routes_of(method).front();
  if (route.path != own.path) {
    words += (words.empty() ? "" : "\n\n") + ("The same as `" + own.verb + " " + own.path + "`");
    words += route.when_body_has.empty() ? "." : ", for bodies that have `" + route.when_body_has + "`.";
  }
  if (!words.empty()) out["description"] = words;
  if (Json parameters = parameters_of(method); !parameters.empty()) out["parameters"] = std::move(parameters);
  if (has_json_body(method) || method_options(method).raw_body()) out["requestBody"] = body_of(method);
  const int success = method_options(method).http().success();
  out["responses"][std::to_string(success == 0 ? 200 : success)] = success_of(method, success == 0 ? 200 : success);
  add_error_responses(out["responses"], method);
  if (is_public(method)) out["security"] = Json::array();
  add_extensions(out, method);
  return out;
}

void add_streams(Json& paths, const pb::MethodDescriptor& method) {
  const options::Method& rules = method_options(method);
  const Json event = schema_reference(method.output_type()->FindFieldByName("events")->message_type()->name());
  const auto add = [&](const std::string& path, const std::string& id, const std::string& how, Json parameters) {
    Json operation = {{"operationId", id},
                      {"tags", Json::array({method.service()->name()})},
                      {"summary", "Follow events " + how},
                      {"description", running_text(described(*method.service()))},
                      {"parameters", std::move(parameters)}};
    operation["responses"] = Json::object();
    add_extensions(operation, method);
    operation["x-coffer-event"] = event;
    paths[path]["get"] = std::move(operation);
    return &paths[path]["get"]["responses"];
  };
  if (!rules.websocket().empty()) {
    Json& responses = *add(rules.websocket(), "openStream", "over a WebSocket", parameters_of(method));
    responses["101"] = {{"description", "The socket is open; each message of text is one event (x-coffer-event)."}};
    add_error_responses(responses, method);
  }
  if (rules.sse().empty()) return;
  Json parameters = parameters_of(method);
  parameters.push_back({{"name", "Last-Event-ID"},
                        {"in", "header"},
                        {"required", false},
                        {"description", "The cursor to go on from, as browsers send it; `cursor` goes before it."},
                        {"schema", {{"type", "string"}}}});
  Json& responses = *add(rules.sse(), "openEvents", "as server-sent events", std::move(parameters));
  responses["200"] = {
      {"description", "Events (x-coffer-event), each with its cursor as `id`, and a comment where none came."},
      {"headers", answer_headers()},
      {"content", {{"text/event-stream", {{"schema", {{"type", "string"}}}}}}}};
  add_error_responses(responses, method);
}

}  // namespace coffer::generator
