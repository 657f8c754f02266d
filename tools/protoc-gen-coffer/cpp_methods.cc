#include "emit.h"
#include "fields.h"
#include "routes.h"

namespace coffer::generator {
namespace {

std::string hex_mask(std::uint64_t mask) { return std::to_string(mask) + "U"; }

std::string allow_name(int allow) {
  switch (allow) {
    case options::PUBLIC:
      return "rpc::Allow::kPublic";
    case options::USER:
      return "rpc::Allow::kUser";
    case options::SUPPORT:
      return "rpc::Allow::kSupport";
    case options::COMPLIANCE:
      return "rpc::Allow::kCompliance";
    case options::ADMIN:
      return "rpc::Allow::kAdmin";
    default:
      return "rpc::Allow::kService";
  }
}

std::string rate_name(options::Rate rate) {
  switch (rate) {
    case options::READ:
      return "kRead";
    case options::AUTH:
      return "kAuth";
    case options::MONEY:
      return "kMoney";
    case options::STREAM:
      return "kStream";
    default:
      return "kWrite";
  }
}

std::string session_name(options::Session session) {
  if (session == options::SESSION_ISSUE) return "kIssue";
  return session == options::SESSION_END ? "kEnd" : "kUnchanged";
}

/// What the constants of one method are called: `kWalletsCreateWallet` and a suffix.
std::string prefix_of(const pb::MethodDescriptor& method) { return "k" + method.service()->name() + method.name(); }

void routes_constant(Text& out, const pb::MethodDescriptor& method) {
  const std::vector<Route> routes = routes_of(method);
  if (routes.empty()) return;
  out.line("constexpr std::array<rpc::HttpBinding, $count$> $prefix$Http = {{",
           {{"count", std::to_string(routes.size())}, {"prefix", prefix_of(method)}});
  for (const Route& route : routes)
    out.line("    {.verb = $verb$, .path = $path$, .when_body_has = $when$},",
             {{"verb", quoted(route.verb)}, {"path", quoted(route.path)}, {"when", quoted(route.when_body_has)}});
  out.line("}};");
}

void allow_constant(Text& out, const pb::MethodDescriptor& method) {
  std::string list;
  for (const int allow : method_options(method).allow()) list += (list.empty() ? "" : ", ") + allow_name(allow);
  out.line("constexpr std::array $prefix$Allow = {$list$};", {{"prefix", prefix_of(method)}, {"list", list}});
}

void callers_constant(Text& out, const pb::MethodDescriptor& method) {
  const options::Method& rules = method_options(method);
  if (rules.callers_size() == 0) return;
  std::string list;
  for (const std::string& caller : rules.callers()) list += (list.empty() ? "" : ", ") + quoted(caller);
  out.line("constexpr std::array<std::string_view, $count$> $prefix$Callers = {$list$};",
           {{"count", std::to_string(rules.callers_size())}, {"prefix", prefix_of(method)}, {"list", list}});
}

/// A GET may be sent again without being asked.
bool is_repeatable(const pb::MethodDescriptor& method) {
  const std::vector<Route> routes = routes_of(method);
  return method_options(method).repeatable() || (!routes.empty() && routes.front().verb == "GET");
}

void shape_constant(Text& out, const pb::MethodDescriptor& method) {
  std::string cookies;
  for (int i = 0; i < method.input_type()->field_count(); ++i) {
    const std::string& cookie = field_options(*method.input_type()->field(i)).cookie();
    if (cookie.empty()) continue;
    cookies +=
        (cookies.empty() ? "" : ", ") + Text::replaced("rpc::CookieField{.field = $index$, .cookie = $cookie$}",
                                                       {{"index", std::to_string(i)}, {"cookie", quoted(cookie)}});
  }
  if (!cookies.empty())
    out.line("constexpr std::array $prefix$Cookies = {$list$};", {{"prefix", prefix_of(method)}, {"list", cookies}});
  out.line(
      "constexpr rpc::HttpShape $prefix$Shape = {.path = $path$, .query = $query$, .json_body = $body$, .cookies = "
      "$cookies$};",
      {{"prefix", prefix_of(method)},
       {"path", hex_mask(path_mask(method))},
       {"query", hex_mask(query_mask(method))},
       {"body", has_json_body(method) ? "true" : "false"},
       {"cookies", cookies.empty() ? "{}" : prefix_of(method) + "Cookies"}});
}

void facts(Text& out, const pb::MethodDescriptor& method) {
  const options::Method& rules = method_options(method);
  const auto truth = [](bool value) { return std::string(value ? "true" : "false"); };
  out.line("        .full_name = $full$,", {{"full", quoted(method.service()->full_name() + "/" + method.name())}});
  out.line("        .name = $name$,", {{"name", quoted(method.name())}});
  out.line("        .index = $index$,", {{"index", std::to_string(method.index())}});
  out.line("        .http = $http$,", {{"http", routes_of(method).empty() ? "{}" : prefix_of(method) + "Http"}});
  const int success = rules.http().success();
  out.line("        .success_status = $status$,", {{"status", std::to_string(success == 0 ? 200 : success)}});
  out.line("        .allow = $prefix$Allow,", {{"prefix", prefix_of(method)}});
  out.line("        .rate = rpc::RateClass::$rate$,", {{"rate", rate_name(rate_of(method))}});
  out.line("        .idempotent = $value$,", {{"value", truth(rules.idempotent())}});
  out.line("        .step_up = $value$,", {{"value", std::to_string(rules.step_up())}});
  out.line("        .session = rpc::SessionEffect::$value$,", {{"value", session_name(rules.session())}});
  out.line("        .development_only = $value$,", {{"value", truth(rules.development_only())}});
  out.line("        .raw_reply = $value$,", {{"value", truth(rules.raw_reply())}});
  out.line("        .raw_body = $value$,", {{"value", truth(rules.raw_body())}});
  out.line("        .websocket = $value$,", {{"value", quoted(rules.websocket())}});
  out.line("        .sse = $value$,", {{"value", quoted(rules.sse())}});
  const int timeout = rules.timeout_ms() == 0 ? 30'000 : rules.timeout_ms();
  const int size = rules.max_request_bytes() == 0 ? 1 << 20 : rules.max_request_bytes();
  out.line("        .timeout = std::chrono::milliseconds{$value$},", {{"value", std::to_string(timeout)}});
  out.line("        .max_request_bytes = $value$,", {{"value", std::to_string(size)}});
  out.line("        .callers = $value$,",
           {{"value", rules.callers_size() == 0 ? "{}" : prefix_of(method) + "Callers"}});
  out.line("        .repeatable = $value$,", {{"value", truth(is_repeatable(method))}});
}

void functions(Text& out, const pb::MethodDescriptor& method) {
  const options::Method& rules = method_options(method);
  const Text::Values values = {{"request", cpp_type(*method.input_type(), *method.file())},
                               {"reply", cpp_type(*method.output_type(), *method.file())},
                               {"prefix", prefix_of(method)},
                               {"raw", rules.raw_body() ? "_raw" : ""}};
  const bool streams = !rules.websocket().empty() || !rules.sse().empty();
  out.line("        .make_request = rpc::make<$request$>,", values);
  out.line("        .make_reply = rpc::make<$reply$>,", values);
  out.line("        .read_http = rpc::read_http$raw$<$request$, $prefix$Shape>,", values);
  out.line("        .validate = rpc::validate_erased<$request$>,", values);
  out.line(rules.raw_reply() ? "        .append_json = nullptr,"
                             : "        .append_json = rpc::append_json_erased<$reply$>,",
           values);
  out.line("        .idempotency_bytes = rpc::idempotency_bytes<$prefix$Shape>,", values);
  out.line("        .wipe_secrets = rpc::wipe_erased<$request$>,", values);
  out.line(rules.raw_reply() ? "        .raw_view = rpc::raw_view<$reply$>," : "        .raw_view = nullptr,", values);
  out.line(rules.session() == options::SESSION_ISSUE ? "        .session_tokens = rpc::session_tokens<$reply$>,"
                                                     : "        .session_tokens = nullptr,",
           values);
  out.line(streams ? "        .stream_batch = rpc::stream_batch<$reply$>," : "        .stream_batch = nullptr,",
           values);
}

}  // namespace

void emit_method_table(Text& out, const pb::ServiceDescriptor& service) {
  out.line("namespace {").line();
  for (int i = 0; i < service.method_count(); ++i) {
    const pb::MethodDescriptor& method = *service.method(i);
    routes_constant(out, method);
    allow_constant(out, method);
    callers_constant(out, method);
    shape_constant(out, method);
    out.line();
  }
  out.line("constexpr std::array<rpc::MethodDescriptor, $count$> k$name$Methods = {{",
           {{"count", std::to_string(service.method_count())}, {"name", service.name()}});
  for (int i = 0; i < service.method_count(); ++i) {
    out.line("    {");
    facts(out, *service.method(i));
    functions(out, *service.method(i));
    out.line("    },");
  }
  out.line("}};").line();
  out.line("constexpr rpc::ServiceDescriptor k$name$ = {.full_name = $full$, .methods = k$name$Methods};",
           {{"name", service.name()}, {"full", quoted(service.full_name())}});
  out.line().line("}  // namespace").line();
  out.line("const rpc::ServiceDescriptor& $function$_descriptor() { return k$name$; }",
           {{"function", snake_case(service.name())}, {"name", service.name()}})
      .line();
}

}  // namespace coffer::generator
