#include "services/gateway/browser_rules.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace coffer::gateway {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

http::Request from(http::Headers headers) {
  http::Request request;
  request.headers = std::move(headers);
  request.headers.add("Host", "coffer.test:3000");
  return request;
}

Settings allowing(std::string origin) {
  Settings settings;
  settings.allowed_origins = {std::move(origin)};
  return settings;
}

http::Headers cors_for(std::string origin, const Settings& settings) {
  http::Headers headers;
  add_cors_headers(from({{"Origin", std::move(origin)}}), false, settings, headers);
  return headers;
}

TEST(Cors, answers_allowed_origins_with_credentials) {
  const auto headers = cors_for("https://app.test", allowing("https://app.test"));
  EXPECT_EQ(headers.get("Access-Control-Allow-Origin"), "https://app.test");
  EXPECT_EQ(headers.get("Access-Control-Allow-Credentials"), "true");
  EXPECT_EQ(headers.get("Vary"), "Origin");
}

TEST(Cors, says_nothing_to_other_origins) {
  for (const char* origin :
       {"https://evil.test", "https://app.test.evil.test", "http://app.test", "null", "https://APP.test"})
    EXPECT_FALSE(cors_for(origin, allowing("https://app.test")).get("Access-Control-Allow-Origin")) << origin;
}

bool is_own(const char* origin, bool tls, const Settings& settings = {}) {
  return is_allowed_origin(from({}), origin, tls, settings);
}

TEST(Origin, is_ours_under_the_scheme_that_the_client_used) {
  EXPECT_TRUE(is_own("http://coffer.test:3000", false));
  EXPECT_FALSE(is_own("https://coffer.test:3000", false));
  EXPECT_TRUE(is_own("https://coffer.test:3000", true));
  EXPECT_FALSE(is_own("http://coffer.test:3000", true));
  EXPECT_FALSE(is_own("wss://coffer.test:3000", true));
}

TEST(Origin, is_ours_under_https_where_clients_reach_us_by_tls_alone) {
  Settings settings;
  settings.secure_cookies = true;
  EXPECT_TRUE(is_own("https://coffer.test:3000", false, settings));
  EXPECT_FALSE(is_own("http://coffer.test:3000", false, settings));
}

TEST(SameSite, lets_our_own_pages_and_allowed_origins_pass) {
  const Settings settings = allowing("https://app.test");
  EXPECT_TRUE(check_same_site(from({{"Origin", "http://coffer.test:3000"}}), false, settings).has_value());
  EXPECT_TRUE(check_same_site(from({{"Origin", "https://app.test"}}), false, settings).has_value());
  EXPECT_TRUE(check_same_site(from({}), false, settings).has_value());
  EXPECT_TRUE(check_same_site(from({{"Sec-Fetch-Site", "same-origin"}}), false, settings).has_value());
}

TEST(SameSite, refuses_other_sites) {
  for (const http::Headers& headers :
       {http::Headers{{"Origin", "https://evil.test"}}, http::Headers{{"Origin", "null"}},
        http::Headers{{"Origin", "http://coffer.test:3001"}}, http::Headers{{"Sec-Fetch-Site", "cross-site"}},
        http::Headers{{"Sec-Fetch-Site", "same-site"}}})
    EXPECT_EQ(check_same_site(from(headers), false, {}).error().code, ErrorCode::kAuthorization);
}

TEST(SecurityHeaders, let_data_load_nothing_and_pages_only_our_own) {
  http::Headers data;
  add_security_headers(data, Content::kData, false);
  EXPECT_THAT(std::string(*data.get("Content-Security-Policy")), HasSubstr("default-src 'none'"));
  EXPECT_FALSE(data.get("Strict-Transport-Security"));
  http::Headers page;
  add_security_headers(page, Content::kPage, true);
  EXPECT_THAT(std::string(*page.get("Content-Security-Policy")), HasSubstr("script-src 'self';"));
  EXPECT_THAT(std::string(*page.get("Content-Security-Policy")), Not(HasSubstr("unsafe")));
  EXPECT_EQ(page.get("Strict-Transport-Security"), "max-age=31536000; includeSubDomains");
  for (const char* name : {"X-Frame-Options", "X-Content-Type-Options", "Referrer-Policy", "Permissions-Policy"})
    EXPECT_TRUE(page.get(name)) << name;
}

TEST(Cookies, are_read_by_name) {
  const auto request = from({{"Cookie", "a=1; coffer_access=token; coffer_accessory=2"}});
  EXPECT_EQ(cookie_value(request, kAccessCookie), "token");
  EXPECT_EQ(cookie_value(request, kRefreshCookie), "");
  EXPECT_EQ(cookie_value(from({{"Cookie", "coffer_access=1; coffer_access=2"}}), kAccessCookie), "");
}

TEST(Cookies, are_not_for_scripts_or_other_sites) {
  http::Headers headers;
  set_session_cookies(headers, "a", "r", true, {});
  for (const auto& [name, value] : headers) {
    EXPECT_THAT(value, HasSubstr("HttpOnly; SameSite=Strict; Secure"));
    EXPECT_THAT(value, Not(HasSubstr("Domain")));
  }
  http::Headers cleared;
  clear_session_cookies(cleared, false);
  EXPECT_EQ(cleared.get("Set-Cookie"), "coffer_access=; Path=/; Max-Age=0; HttpOnly; SameSite=Strict");
}

}  // namespace
}  // namespace coffer::gateway
