#include <array>

#include "base/error.h"
#include "openapi.h"

namespace coffer::generator {
namespace {

constexpr std::array kCodes = {ErrorCode::kValidation,      ErrorCode::kAuthentication,
                               ErrorCode::kAuthorization,   ErrorCode::kPolicyDenied,
                               ErrorCode::kNotFound,        ErrorCode::kMethodNotAllowed,
                               ErrorCode::kConflict,        ErrorCode::kInsufficientFunds,
                               ErrorCode::kPayloadTooLarge, ErrorCode::kUnsupportedMediaType,
                               ErrorCode::kRateLimited,     ErrorCode::kInternal,
                               ErrorCode::kUnavailable};

Json text(const char* words) { return {{"type", "string"}, {"description", words}}; }
Json json_content(Json schema) { return {{"application/json", {{"schema", std::move(schema)}}}}; }
Json reference(const std::string& where) { return {{"$ref", "#/components/" + where}}; }

/// What clients see of a failure; the gateway's error_body.cc writes it.
Json error_schema() {
  Json code = {{"type", "string"}};
  for (const ErrorCode each : kCodes) code["enum"].push_back(error_code_name(each));
  Json fields = {{"code", std::move(code)},
                 {"message", text("The rule that was broken, for people.")},
                 {"request_id", text("Finds the request in the log.")},
                 {"timestamp", {{"type", "string"}, {"format", "date-time"}}}};
  fields["details"] = {
      {"type", "object"},
      {"description", "`field` names the offending field, as `networks[0]`; others as the code needs."},
      {"additionalProperties", {{"type", "string"}}}};
  const Json error = {{"type", "object"},
                      {"properties", std::move(fields)},
                      {"required", {"code", "message", "request_id", "timestamp"}}};
  return {{"type", "object"}, {"properties", {{"error", error}}}, {"required", Json::array({"error"})}};
}

/// The gateway's health.cc writes it.
Json health_schema() {
  Json status = {{"type", "string"}, {"enum", {"ok", "degraded", "down"}}};
  Json check = {{"type", "object"},
                {"properties", {{"status", status}, {"latency_ms", {{"type", "integer"}}}}},
                {"required", {"status", "latency_ms"}}};
  Json fields = {{"status", std::move(status)}, {"version", {{"type", "string"}}}};
  fields["checks"] = {{"type", "object"}, {"additionalProperties", std::move(check)}};
  return {{"type", "object"}, {"properties", std::move(fields)}, {"required", {"status", "version", "checks"}}};
}

Json failure(const char* words) {
  return {{"description", words}, {"headers", answer_headers()}, {"content", json_content(reference("schemas/Error"))}};
}

Json failures() {
  Json too_many = failure("Too many requests; try again later.");
  too_many["headers"]["Retry-After"] = reference("headers/RetryAfter");
  return {{"Invalid", failure("The request breaks a rule; `details.field` names the field.")},
          {"Unauthenticated", failure("Who is calling is unknown, or no longer valid.")},
          {"Forbidden", failure("The caller may not do this, or a policy denies it (`details.rule`).")},
          {"NotFound", failure("There is no such thing, or it is not the caller's.")},
          {"Conflict", failure("The state of the thing forbids it, or its funds do not suffice.")},
          {"TooLarge", failure("A size limit was passed.")},
          {"NotJson", failure("The body is not application/json.")},
          {"TooMany", std::move(too_many)},
          {"Failed", failure("Any other failure; on 503 the same call may succeed later.")}};
}

Json headers() {
  const auto header = [](const char* words, const char* type) -> Json {
    return {{"description", words}, {"schema", {{"type", type}}}};
  };
  return {{"RequestId", header("Names the request; a client may choose it.", "string")},
          {"RateLimit", header("Requests that the tightest limit allows at once.", "integer")},
          {"RateLimitRemaining", header("Requests that are left of it.", "integer")},
          {"RateLimitReset", header("Seconds until all are there again.", "integer")},
          {"RetryAfter", header("Seconds after which to try again.", "integer")},
          {"IdempotencyReplayed", header("`true` where this is the stored answer of an earlier request.", "string")},
          {"SessionCookies", header("The cookies coffer_access and coffer_refresh, set or cleared.", "string")}};
}

Json idempotency_key() {
  return {
      {"name", "Idempotency-Key"},
      {"in", "header"},
      {"required", false},
      {"description",
       "Makes repeating the request safe: with the same key and body it gets the same answer, with another body 409."},
      {"schema", {{"type", "string"}, {"minLength", 1}, {"maxLength", 255}, {"pattern", "^[ -~]+$"}}}};
}

/// An operation of the gateway itself.
Json own_operation(const char* id, const char* summary, Json responses) {
  return {{"operationId", id},         {"tags", Json::array({"Gateway"})},
          {"summary", summary},        {"responses", std::move(responses)},
          {"security", Json::array()}, {"x-coffer-allow", Json::array({"public"})}};
}

}  // namespace

Json answer_headers() {
  return {{"X-Request-Id", reference("headers/RequestId")},
          {"RateLimit-Limit", reference("headers/RateLimit")},
          {"RateLimit-Remaining", reference("headers/RateLimitRemaining")},
          {"RateLimit-Reset", reference("headers/RateLimitReset")}};
}

void add_gateway_paths(Json& paths) {
  const auto answer = [](const char* words, Json content) -> Json {
    return {{"description", words},
            {"headers", {{"X-Request-Id", reference("headers/RequestId")}}},
            {"content", std::move(content)}};
  };
  const Json report = json_content(reference("schemas/Health"));
  const Json checked = {{"200", answer("Serving, perhaps without something it can do without.", report)},
                        {"503", answer("Something is down that serving needs.", report)}};
  paths["/health"]["get"] = own_operation("getHealth", "All checks, memory and processor time", checked);
  paths["/health/live"]["get"] =
      own_operation("getLiveness", "Whether the process lives", {{"200", answer("It lives.", report)}});
  paths["/health/ready"]["get"] = own_operation("getReadiness", "Whether it can serve", checked);
  const Json text_content = {{"text/plain", {{"schema", {{"type", "string"}}}}}};
  paths["/metrics"]["get"] =
      own_operation("getMetrics", "Metrics in Prometheus' text format", {{"200", answer("Now.", text_content)}});
  const Json document = json_content({{"type", "object"}});
  paths["/openapi.json"]["get"] =
      own_operation("getOpenApi", "This document", {{"200", answer("OpenAPI 3.1.", document)}});
}

Json shared_components() {
  return {{"schemas", {{"Error", error_schema()}, {"Health", health_schema()}}},
          {"parameters", {{"IdempotencyKey", idempotency_key()}}},
          {"headers", headers()},
          {"responses", failures()},
          {"securitySchemes",
           {{"bearer", {{"type", "http"}, {"scheme", "bearer"}, {"bearerFormat", "JWT"}}},
            {"cookie", {{"type", "apiKey"}, {"in", "cookie"}, {"name", "coffer_access"}}}}}};
}

}  // namespace coffer::generator
