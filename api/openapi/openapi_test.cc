#include "api/openapi/openapi.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>

#include "coffer/chains/v1/chains.rpc.h"
#include "coffer/identity/v1/identity.rpc.h"
#include "coffer/jsonrpc/v1/jsonrpc.rpc.h"
#include "coffer/streams/v1/streams.rpc.h"
#include "coffer/transactions/v1/transactions.rpc.h"
#include "coffer/wallets/v1/wallets.rpc.h"

namespace coffer::api {
namespace {

using nlohmann::json;
namespace fs = std::filesystem;

const std::set<std::string> kGatewayPaths = {"/health", "/health/live", "/health/ready", "/metrics", "/openapi.json"};

std::string text_of(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  std::stringstream text;
  text << in.rdbuf();
  return text.str();
}

/// A folder that the test's environment names.
fs::path folder(const char* variable) {
  const char* value = std::getenv(variable);
  return value == nullptr ? fs::path() : fs::path(value);
}

void expect_same(const fs::path& committed, const fs::path& generated) {
  const std::string wanted = text_of(folder("COFFER_BUILD") / generated);
  ASSERT_FALSE(wanted.empty()) << generated << " was not generated";
  EXPECT_TRUE(text_of(folder("COFFER_ROOT") / committed) == wanted)
      << committed << " is not what the contract says; `./dev format` renews it";
}

json document() { return json::parse(openapi_json()); }

/// Every method that the program serves.
std::vector<const rpc::MethodDescriptor*> methods() {
  std::vector<const rpc::MethodDescriptor*> out;
  for (const rpc::ServiceDescriptor* service :
       {&chains::v1::chains_descriptor(), &identity::v1::identity_descriptor(), &jsonrpc::v1::json_rpc_descriptor(),
        &streams::v1::streams_descriptor(), &transactions::v1::transactions_descriptor(),
        &wallets::v1::wallets_descriptor()})
    for (const rpc::MethodDescriptor& method : service->methods) out.push_back(&method);
  return out;
}

std::string lower(std::string_view text) {
  std::string out(text);
  std::ranges::transform(out, out.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return out;
}

json allowed(const rpc::MethodDescriptor& method) {
  static const std::map<rpc::Allow, std::string> kNames = {
      {rpc::Allow::kPublic, "public"},         {rpc::Allow::kUser, "user"},   {rpc::Allow::kSupport, "support"},
      {rpc::Allow::kCompliance, "compliance"}, {rpc::Allow::kAdmin, "admin"}, {rpc::Allow::kService, "service"}};
  json out = json::array();
  for (const rpc::Allow allow : method.allow) out.push_back(kNames.at(allow));
  return out;
}

TEST(OpenApi, committed_document_is_what_the_contract_says) {
  expect_same("api/openapi.json", "generated/contract/openapi.json");
}

TEST(OpenApi, committed_types_of_the_sdk_are_what_the_contract_says) {
  expect_same("sdk/typescript/src/generated/api.ts", "generated/contract/api.ts");
}

TEST(OpenApi, embedded_document_is_the_committed_one) {
  EXPECT_TRUE(document() == json::parse(text_of(folder("COFFER_ROOT") / "api/openapi.json"), nullptr, false));
}

TEST(OpenApi, has_every_route_with_those_who_may_call_it) {
  const json paths = document()["paths"];
  for (const rpc::MethodDescriptor* method : methods()) {
    for (const rpc::HttpBinding& route : method->http) {
      const json& operation = paths[std::string(route.path)][lower(route.verb)];
      EXPECT_EQ(operation["x-coffer-allow"], allowed(*method)) << route.verb << " " << route.path;
      EXPECT_EQ(operation.contains("x-coffer-development"), method->development_only) << route.path;
      EXPECT_TRUE(operation["responses"].contains(std::to_string(method->success_status))) << route.path;
    }
    for (const std::string_view stream : {method->websocket, method->sse})
      if (!stream.empty()) EXPECT_EQ(paths[std::string(stream)]["get"]["x-coffer-allow"], allowed(*method));
  }
}

TEST(OpenApi, has_no_route_that_is_not_served) {
  std::set<std::string> served;
  for (const rpc::MethodDescriptor* method : methods()) {
    for (const rpc::HttpBinding& route : method->http) served.insert(lower(route.verb) + " " + std::string(route.path));
    for (const std::string_view stream : {method->websocket, method->sse}) served.insert("get " + std::string(stream));
  }
  for (const std::string& path : kGatewayPaths) served.insert("get " + path);
  for (const auto& [path, operations] : document()["paths"].items())
    for (const auto& [verb, operation] : operations.items()) EXPECT_TRUE(served.contains(verb + " " + path)) << path;
}

TEST(OpenApi, offers_an_idempotency_key_exactly_where_it_is_honoured) {
  const json paths = document()["paths"];
  for (const rpc::MethodDescriptor* method : methods()) {
    for (const rpc::HttpBinding& route : method->http) {
      const json& operation = paths[std::string(route.path)][lower(route.verb)];
      const bool offered = operation.dump().find("#/components/parameters/IdempotencyKey") != std::string::npos;
      EXPECT_EQ(offered, method->idempotent) << route.path;
    }
  }
}

TEST(OpenApi, asks_for_a_credential_unless_the_method_is_public) {
  const json root = document();
  ASSERT_EQ(root["security"].size(), 2U);
  for (const auto& [path, operations] : root["paths"].items()) {
    for (const auto& [verb, operation] : operations.items()) {
      const bool is_public = operation["x-coffer-allow"] == json::array({"public"});
      EXPECT_EQ(operation.value("security", root["security"]).empty(), is_public) << verb << " " << path;
    }
  }
}

TEST(OpenApi, names_every_path_field_as_a_required_parameter) {
  for (const auto& [path, operations] : document()["paths"].items()) {
    for (const auto& [verb, operation] : operations.items()) {
      std::size_t in_path = 0;
      for (const json& parameter : operation.value("parameters", json::array())) {
        if (parameter.value("in", "") != "path") continue;
        ++in_path;
        EXPECT_TRUE(parameter["required"] == true);
        EXPECT_NE(path.find("{" + parameter["name"].get<std::string>() + "}"), std::string::npos) << path;
      }
      EXPECT_EQ(in_path, static_cast<std::size_t>(std::ranges::count(path, '{'))) << path;
    }
  }
}

TEST(OpenApi, shows_no_message_that_only_services_see) {
  const json schemas = document()["components"]["schemas"];
  EXPECT_TRUE(schemas.contains("Wallet"));
  for (const char* internal : {"AccountRecord", "BroadcastRequest", "CheckSessionRequest", "SignTransactionReply"})
    EXPECT_FALSE(schemas.contains(internal)) << internal;
}

}  // namespace
}  // namespace coffer::api
