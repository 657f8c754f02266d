#include "services/jsonrpc/rpc_request.h"

#include "platform/json/reader.h"
#include "platform/json/writer.h"

namespace coffer::jsonrpc {
namespace {

constexpr std::size_t kMaxIdBytes = 256;

char first_character(std::string_view text) {
  const auto at = text.find_first_not_of(" \t\r\n");
  return at == std::string_view::npos ? '\0' : text[at];
}

bool is_id(std::string_view json) {
  const char first = first_character(json);
  const bool is_number = first == '-' || (first >= '0' && first <= '9');
  return json.size() <= kMaxIdBytes && (first == '"' || is_number || json == "null");
}

/// The members of a request object as JSON texts; members of other names mean nothing.
struct Members {
  std::optional<std::string> version;
  std::optional<std::string> id;
  std::optional<std::string> method;
  std::optional<std::string> params;

  Result<void> read(std::string_view name, json::Value value) {
    std::optional<std::string>* member = name == "jsonrpc"  ? &version
                                         : name == "id"     ? &id
                                         : name == "method" ? &method
                                         : name == "params" ? &params
                                                            : nullptr;
    if (member == nullptr) return {};
    if (*member) return fail(json::repeated_member(name));
    return json::read_any(value, member->emplace());
  }
};

Result<std::string> text_of(const std::optional<std::string>& json) {
  std::string out;
  if (!json || first_character(*json) != '"') return fail(invalid("must be a text"));
  // A text alone is no document of the reader: it stands in a list.
  COFFER_CHECK(json::read_document("[" + *json + "]", [&](json::Value list) {
    return json::read_list(list, [&](json::Value item) { return json::read_text(item, out); });
  }));
  return out;
}

RpcRequest invalid_request(std::string why, std::string id = "null") {
  RpcRequest out;
  out.id = std::move(id);
  out.refusal = RpcError(kInvalidRequest, std::move(why));
  return out;
}

RpcRequest read_request(std::string_view json) {
  if (first_character(json) != '{') return invalid_request("a request must be an object");
  Members members;
  const auto read = json::read_document(json, [&](json::Value root) {
    return json::read_members(root,
                              [&](std::string_view name, json::Value value) { return members.read(name, value); });
  });
  if (!read) return invalid_request("a member of the request is given twice");
  if (members.id && !is_id(*members.id)) return invalid_request("id must be a text, a number or null");
  const std::string id = members.id.value_or("null");
  if (text_of(members.version) != "2.0") return invalid_request("jsonrpc must be \"2.0\"", id);
  auto method = text_of(members.method);
  if (!method) return invalid_request("method must be a text", id);
  RpcRequest out;
  out.id = members.id.value_or("");
  out.method = *std::move(method);
  if (!members.params) return out;
  out.params = *std::move(members.params);
  const char kind = first_character(out.params);
  if (kind != '[' && kind != '{') return invalid_request("params must be a list or an object", id);
  return out;
}

/// The texts of the items of a list; at most `limit`.
Result<std::vector<std::string>> items_of(std::string_view list, std::size_t limit) {
  std::vector<std::string> out;
  COFFER_CHECK(json::read_document(list, [&](json::Value root) {
    return json::read_list(root, [&](json::Value item) -> Result<void> {
      if (out.size() == limit) return fail(invalid("has more than " + std::to_string(limit) + " items"));
      return json::read_any(item, out.emplace_back());
    });
  }));
  return out;
}

}  // namespace

std::expected<RpcBatch, RpcError> read_batch(std::string_view body) {
  if (!json::is_json(body)) return refuse({kParseError, "the body is not JSON, or nested deeper than 32 levels"});
  RpcBatch out;
  if (first_character(body) != '[') {
    out.requests.push_back(read_request(body));
    return out;
  }
  out.is_list = true;
  const auto items = items_of(body, kMaxBatch);
  if (!items) return refuse({kInvalidRequest, "a batch holds at most " + std::to_string(kMaxBatch) + " requests"});
  if (items->empty()) return refuse({kInvalidRequest, "a batch must not be empty"});
  for (const std::string& item : *items) out.requests.push_back(read_request(item));
  return out;
}

Result<std::vector<std::string>> positional(const RpcRequest& request, std::size_t min, std::size_t max) {
  const auto wrong = [&] {
    const std::string count = min == max ? std::to_string(min) : std::to_string(min) + " to " + std::to_string(max);
    return fail(invalid_field("params", "params of " + request.method + " must be a list of " + count));
  };
  if (first_character(request.params) != '[') return wrong();
  auto out = items_of(request.params, max);
  if (!out || out->size() < min) return wrong();
  return out;
}

void append_response(std::string& out, std::string_view id, const RpcResult& result) {
  json::ObjectWriter response(out);
  response.key("jsonrpc");
  out += "\"2.0\"";
  response.key("id");
  out += id;
  if (result) {
    response.key("result");
    out += *result;
    return;
  }
  response.key("error");
  json::ObjectWriter error(out);
  error.key("code");
  json::append_integer(out, result.error().code);
  error.key("message");
  json::append_text(out, result.error().message);
  if (result.error().data.empty()) return;
  error.key("data");
  json::append_any(out, result.error().data);
}

}  // namespace coffer::jsonrpc
