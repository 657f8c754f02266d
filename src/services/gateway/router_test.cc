#include "services/gateway/router.h"

#include <gtest/gtest.h>

#include "services/gateway/testing/notes_service.h"

namespace coffer::gateway {
namespace {

using http::Method;

class RouterTest : public ::testing::Test {
 protected:
  std::string_view name(Method method, std::string_view path, std::string_view body = {}) {
    const auto found = router_.find(method, path, body);
    const auto* match = std::get_if<RouteMatch>(&found);
    return match == nullptr ? "none" : match->route->method->name;
  }
  NoRoute missing(Method method, std::string_view path, std::string_view body = {}) {
    return std::get<NoRoute>(router_.find(method, path, body));
  }

  testing::NotesService notes_;
  Router router_{{&notes_}, false};
};

TEST_F(RouterTest, finds_the_method_of_a_path) {
  EXPECT_EQ(name(Method::kPost, "/v1/notes"), "Create");
  EXPECT_EQ(name(Method::kGet, "/v1/notes/7"), "Get");
  EXPECT_EQ(name(Method::kHead, "/v1/notes/7"), "Get");
}

TEST_F(RouterTest, prefers_a_literal_to_a_field) { EXPECT_EQ(name(Method::kGet, "/v1/notes/latest"), "Latest"); }

TEST_F(RouterTest, knows_verbs_behind_a_field) {
  EXPECT_EQ(name(Method::kPost, "/v1/notes/7:pin"), "Pin");
  EXPECT_EQ(name(Method::kPost, "/v1/notes/:pin"), "none");
}

TEST_F(RouterTest, takes_colons_that_are_no_verb) {
  const auto found = router_.find(Method::kGet, "/v1/notes/eip155:1", {});
  EXPECT_EQ(std::get<RouteMatch>(found).path.front().value, "eip155:1");
}

TEST_F(RouterTest, decodes_what_stands_in_a_field) {
  const auto found = router_.find(Method::kGet, "/v1/notes/a%2Fb%20c", {});
  EXPECT_EQ(std::get<RouteMatch>(found).path.front().value, "a/b c");
  EXPECT_EQ(missing(Method::kGet, "/v1/notes/%ff").error.details.at("field"), "id");
}

TEST_F(RouterTest, says_which_methods_a_path_has) {
  const auto found = missing(Method::kDelete, "/v1/notes/7:pin");
  EXPECT_EQ(found.error.code, ErrorCode::kMethodNotAllowed);
  EXPECT_EQ(found.allow, (std::vector<std::string_view>{"POST", "GET"}));
}

TEST_F(RouterTest, knows_no_path_that_the_contract_does_not_have) {
  for (const char* path : {"/", "/v1", "/v1/notes/7/x", "/v2/notes", "/v1/notes/", "//v1/notes", "/V1/notes"})
    EXPECT_EQ(missing(Method::kGet, path).error.code, ErrorCode::kNotFound) << path;
}

TEST_F(RouterTest, chooses_between_aliases_by_what_the_body_has) {
  EXPECT_EQ(name(Method::kPost, "/notes", R"({"text":"a"})"), "Create");
  EXPECT_EQ(name(Method::kPost, "/notes", R"({"document":"a"})"), "Upload");
  EXPECT_EQ(missing(Method::kPost, "/notes", "{}").error.code, ErrorCode::kValidation);
}

TEST_F(RouterTest, hides_development_routes_from_production) {
  EXPECT_EQ(name(Method::kGet, "/dev/notes"), "none");
  const Router development({&notes_}, true);
  EXPECT_TRUE(std::holds_alternative<RouteMatch>(development.find(Method::kGet, "/dev/notes", {})));
}

}  // namespace
}  // namespace coffer::gateway
