#include "check.h"

#include <algorithm>
#include <array>
#include <set>
#include <string_view>

#include "fields.h"
#include "routes.h"

namespace coffer::generator {
namespace {

constexpr int kMaxFields = 64;
constexpr std::int64_t kMaxPatternLength = 1024;
constexpr std::array<std::string_view, 20> kWordsOfCpp = {
    "auto",   "bool", "case", "class", "const",    "default",  "delete", "do",     "enum",   "explicit",
    "export", "for",  "if",   "new",   "operator", "register", "return", "static", "switch", "using"};

using Complaints = std::vector<std::string>;

void check_field(const pb::FieldDescriptor& field, Complaints& out) {
  const auto complain = [&](std::string_view why) { out.push_back(field.full_name() + " " + std::string(why)); };
  const options::Field& rules = field_options(field);
  const Kind kind = kind_of(field);
  if (kind == Kind::kUnsupported) complain("has a type that the contract does not use");
  for (const std::string_view word : kWordsOfCpp)
    if (field.name() == word) complain("is a word of C++");
  if (field.is_map() && field.message_type()->map_key()->type() != pb::FieldDescriptor::TYPE_STRING)
    complain("must have text as its map's key");
  const bool text = kind == Kind::kText;
  if (rules.format() != options::FORMAT_UNSPECIFIED && !text) complain("has a format but is no text");
  if (rules.one_of_size() > 0 && !text) complain("has one_of but is no text");
  if (!rules.pattern().empty() && (!text || rules.length().max() < 1 || rules.length().max() > kMaxPatternLength))
    complain("has a pattern, which needs a text of at most 1024 characters");
  if (rules.has_range() && kind != Kind::kInteger) complain("has a range but is no number");
  if (rules.has_length() && !text && kind != Kind::kJson && kind != Kind::kBytes)
    complain("has a length but is neither text nor bytes");
  if ((rules.has_items() || rules.unique()) && !is_list(field)) complain("has rules of a list but is none");
  if (rules.secret() && (is_list(field) || (!text && kind != Kind::kBytes))) complain("is secret but no text");
  if (!rules.cookie().empty() && (!text || is_list(field))) complain("comes from a cookie but is no text");
}

void check_message(const pb::Descriptor& message, Complaints& out) {
  if (message.field_count() > kMaxFields) out.push_back(message.full_name() + " has more than 64 fields");
  for (int i = 0; i < message.field_count(); ++i) check_field(*message.field(i), out);
}

void check_routes(const pb::MethodDescriptor& method, Complaints& out) {
  const auto complain = [&](const std::string& why) { out.push_back(method.full_name() + " " + why); };
  const std::vector<Route> routes = routes_of(method);
  for (const Route& route : routes) {
    if (!route.path.starts_with('/')) complain("has a path that does not begin with /");
    for (const std::string& name : path_fields(route.path)) {
      const pb::FieldDescriptor* field = method.input_type()->FindFieldByName(name);
      if (field == nullptr) complain("has no field " + name + ", which its path names");
    }
    if (path_fields(route.path) != path_fields(routes.front().path)) complain("has an alias with other fields");
  }
  const std::uint64_t as_text = path_mask(method) | query_mask(method);
  for (int i = 0; is_public_face(method) && i < method.input_type()->field_count(); ++i) {
    if ((as_text >> static_cast<unsigned>(i) & 1U) == 0) continue;
    const pb::FieldDescriptor& field = *method.input_type()->field(i);
    const Kind kind = kind_of(field);
    const bool writable =
        kind == Kind::kText || (!is_list(field) && (kind == Kind::kBoolean || kind == Kind::kInteger ||
                                                    kind == Kind::kTime || kind == Kind::kEnum));
    if (!writable) complain("takes " + field.name() + " from path or query, where its type cannot stand");
  }
}

void check_raw(const pb::MethodDescriptor& method, Complaints& out) {
  const options::Method& rules = method_options(method);
  const bool is_raw = method.output_type()->full_name() == "coffer.options.v1.RawReply";
  if (rules.raw_reply() != is_raw) out.push_back(method.full_name() + " must have raw_reply and RawReply, or neither");
  const pb::FieldDescriptor* body = method.input_type()->FindFieldByName("body");
  if (rules.raw_body() && (body == nullptr || kind_of(*body) != Kind::kBytes))
    out.push_back(method.full_name() + " has raw_body but no field `bytes body`");
}

void check_reply_fields(const pb::MethodDescriptor& method, std::initializer_list<const char*> names, Complaints& out) {
  for (const char* name : names)
    if (method.output_type()->FindFieldByName(name) == nullptr)
      out.push_back(method.full_name() + " must have " + name + " in its reply");
}

void check_method(const pb::MethodDescriptor& method, Complaints& out) {
  const options::Method& rules = method_options(method);
  if (rules.allow_size() == 0) out.push_back(method.full_name() + " does not say who may call it (allow)");
  for (const int allow : rules.allow())
    if (allow == options::SERVICE && is_public_face(method))
      out.push_back(method.full_name() + " is for services and must have no route");
  const bool for_services = std::ranges::find(rules.allow(), options::SERVICE) != rules.allow().end();
  if (for_services && rules.callers_size() == 0)
    out.push_back(method.full_name() + " is for services and does not say which (callers)");
  if (method.client_streaming() || method.server_streaming())
    out.push_back(method.full_name() + " must not stream: a long poll with a cursor can be resumed");
  check_routes(method, out);
  check_raw(method, out);
  if (rules.session() == options::SESSION_ISSUE) check_reply_fields(method, {"access_token", "refresh_token"}, out);
  if (!rules.websocket().empty() || !rules.sse().empty()) check_reply_fields(method, {"events", "cursor"}, out);
}

}  // namespace

std::vector<std::string> complaints(const pb::FileDescriptor& file) {
  Complaints out;
  for (const pb::Descriptor* message : messages_of(file)) check_message(*message, out);
  for (int i = 0; i < file.service_count(); ++i)
    for (int j = 0; j < file.service(i)->method_count(); ++j) check_method(*file.service(i)->method(j), out);
  return out;
}

}  // namespace coffer::generator
