#include "services/chains/http_node.h"

#include <simdjson.h>

#include <optional>

#include "services/chains/json.h"

namespace coffer::chains {
namespace {

namespace ondemand = simdjson::ondemand;

constexpr std::size_t kMaxBatch = 500;
constexpr std::size_t kMaxResponse = 32 << 20;

Error malformed() { return unavailable("a node's answer is no JSON-RPC"); }

/// The text of a value as it stands in the document.
simdjson::error_code raw_text(ondemand::value value, std::string& out) {
  ondemand::json_type type{};
  if (const auto error = value.type().get(type)) return error;
  std::string_view text;
  if (type == ondemand::json_type::object) {
    ondemand::object object;
    if (const auto error = value.get_object().get(object)) return error;
    if (const auto error = object.raw_json().get(text)) return error;
  } else if (type == ondemand::json_type::array) {
    ondemand::array array;
    if (const auto error = value.get_array().get(array)) return error;
    if (const auto error = array.raw_json().get(text)) return error;
  } else {
    text = value.raw_json_token();
    while (!text.empty() && static_cast<unsigned char>(text.back()) <= ' ') text.remove_suffix(1);
  }
  out.assign(text);
  return simdjson::SUCCESS;
}

simdjson::error_code read_error(ondemand::value value, RpcError& out) {
  ondemand::object object;
  if (const auto error = value.get_object().get(object)) return error;
  for (auto field : object) {
    std::string_view key;
    if (const auto error = field.unescaped_key().get(key)) return error;
    if (key == "code") {
      if (const auto error = field.value().get_int64().get(out.code)) return error;
    } else if (key == "message") {
      std::string_view text;
      if (const auto error = field.value().get_string().get(text)) return error;
      out.message.assign(text);
    } else if (key == "data") {
      if (const auto error = raw_text(field.value(), out.data)) return error;
    }
  }
  return simdjson::SUCCESS;
}

struct OneReply {
  std::optional<std::uint64_t> id;
  std::optional<std::string> result;
  std::optional<RpcError> error;
};

simdjson::error_code read_reply(ondemand::object object, OneReply& out) {
  for (auto field : object) {
    std::string_view key;
    if (const auto error = field.unescaped_key().get(key)) return error;
    if (key == "id") {
      std::uint64_t id = 0;
      // A node that could not read the request answers with the id null.
      if (!field.value().get_uint64().get(id)) out.id = id;
    } else if (key == "result") {
      if (const auto error = raw_text(field.value(), out.result.emplace())) return error;
    } else if (key == "error") {
      ondemand::value value;
      if (const auto error = field.value().get(value)) return error;
      bool is_null = false;
      if (const auto error = value.is_null().get(is_null)) return error;
      if (is_null) continue;
      if (const auto error = read_error(value, out.error.emplace())) return error;
    }
  }
  return simdjson::SUCCESS;
}

bool place(std::vector<std::optional<RpcReply>>& replies, OneReply reply) {
  if (!reply.id || *reply.id >= replies.size() || replies[*reply.id]) return false;
  if (reply.error) {
    replies[*reply.id] = std::unexpected(*std::move(reply.error));
  } else if (reply.result) {
    replies[*reply.id] = *std::move(reply.result);
  }
  return replies[*reply.id].has_value();
}

/// Whether the whole answer is one error object: a refused batch, a rate limit.
bool is_refusal(const OneReply& reply, std::size_t count) { return reply.error && (!reply.id || count != 1); }

}  // namespace

std::string rpc_body(const std::vector<RpcCall>& calls) {
  std::string out;
  if (calls.size() != 1) out += '[';
  for (std::size_t i = 0; i < calls.size(); ++i) {
    if (i != 0) out += ',';
    out += R"({"jsonrpc":"2.0","id":)" + std::to_string(i) + R"(,"method":)" + json_text(calls[i].method) +
           R"(,"params":)" + calls[i].params + '}';
  }
  if (calls.size() != 1) out += ']';
  return out;
}

Result<std::vector<RpcReply>> read_rpc_body(std::string_view body, std::size_t count) {
  thread_local ondemand::parser parser;
  const simdjson::padded_string padded(body);
  ondemand::document document;
  ondemand::json_type type{};
  if (parser.iterate(padded).get(document) || document.type().get(type)) return fail(malformed());
  std::vector<std::optional<RpcReply>> replies(count);
  if (type == ondemand::json_type::object) {
    ondemand::object object;
    OneReply reply;
    if (document.get_object().get(object) || read_reply(object, reply)) return fail(malformed());
    if (is_refusal(reply, count)) return fail(unavailable("a node refused the request"));
    if (!place(replies, std::move(reply))) return fail(malformed());
  } else {
    ondemand::array array;
    if (document.get_array().get(array)) return fail(malformed());
    for (auto element : array) {
      ondemand::object object;
      OneReply reply;
      if (element.get_object().get(object) || read_reply(object, reply)) return fail(malformed());
      if (!place(replies, std::move(reply))) return fail(malformed());
    }
  }
  std::vector<RpcReply> out;
  out.reserve(count);
  for (auto& reply : replies) {
    if (!reply) return fail(malformed());
    out.push_back(*std::move(reply));
  }
  return out;
}

HttpNode::HttpNode(std::string name, std::string url, http::Client& client)
    : name_(std::move(name)), url_(std::move(url)), client_(client) {}

awaitable<Result<std::vector<RpcReply>>> HttpNode::call(std::vector<RpcCall> calls, Duration timeout) {
  if (calls.empty()) co_return std::vector<RpcReply>{};
  if (calls.size() > kMaxBatch) co_return fail(internal("a batch to a node is too large"));
  http::ClientRequest request;
  request.method = http::Method::kPost;
  request.url = url_;
  request.headers.set("Content-Type", "application/json");
  request.body = rpc_body(calls);
  request.timeout = timeout;
  request.max_response_bytes = kMaxResponse;
  const std::size_t count = calls.size();
  auto response = co_await client_.send(std::move(request));
  // The client's message may name the host, which is nobody's business outside.
  if (!response) co_return fail(unavailable("the node " + name_ + " does not answer"));
  if (response->status != 200) {
    co_return fail(unavailable("the node " + name_ + " answers with HTTP " + std::to_string(response->status)));
  }
  co_return read_rpc_body(response->body, count);
}

}  // namespace coffer::chains
