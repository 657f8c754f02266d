#include "services/jsonrpc/reads.h"

#include <nlohmann/json.hpp>

namespace coffer::jsonrpc {
namespace {

RpcError refusal_of(const Error& error, const std::string& method) {
  const auto field = error.details.find("field");
  const bool unknown =
      error.code == ErrorCode::kValidation && field != error.details.end() && field->second == "method";
  if (!unknown) return error;
  return {kMethodNotFound, "the method " + method.substr(0, 64) + " does not exist or is not available"};
}

RpcError error_of_node(const std::string& text) {
  const nlohmann::json object = nlohmann::json::parse(text, nullptr, false);
  if (!object.is_object()) return {kServerError, "the node answered with an error"};
  const auto code = object.find("code");
  const auto message = object.find("message");
  const auto data = object.find("data");
  return {code != object.end() && code->is_number_integer() ? code->get<int>() : kServerError,
          message != object.end() && message->is_string() ? message->get<std::string>() : "the node gave no reason",
          data != object.end() ? data->dump() : ""};
}

}  // namespace

awaitable<RpcResult> Reads::forward(const Caller& caller, std::string method, std::string params) {
  chains::v1::ForwardReadRequest request;
  request.set_network(caller.network.id());
  request.set_method(method);
  request.set_params_json(std::move(params));
  auto reply = co_await chains_.forward_read(caller.service, std::move(request));
  if (!reply) co_return refuse(refusal_of(reply.error(), method));
  if (!reply->error_json().empty()) co_return refuse(error_of_node(reply->error_json()));
  co_return std::move(*reply->mutable_result_json());
}

}  // namespace coffer::jsonrpc
