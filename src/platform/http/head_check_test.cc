#include "platform/http/head_check.h"

#include <gtest/gtest.h>

namespace coffer::http {
namespace {

Request with_target(std::string target, Method method = Method::kGet) {
  Request request;
  request.method = method;
  request.target = std::move(target);
  return request;
}

TEST(RawHead, must_have_lines_that_end_in_crlf_and_are_not_folded) {
  EXPECT_EQ(check_raw_head("GET / HTTP/1.1\r\nHost: x\r\nA:\tb\r\n\r\n").status, 0);
  EXPECT_EQ(check_raw_head("GET / HTTP/1.1\nHost: x\r\n\r\n").status, 400);
  EXPECT_EQ(check_raw_head("GET / HTTP/1.1\r\nA: b\r\n c\r\n\r\n").status, 400);
  EXPECT_EQ(check_raw_head("GET / HTTP/1.1\r\nA: b\rc\r\n\r\n").status, 400);
  EXPECT_EQ(check_raw_head(std::string_view("GET / HTTP/1.1\r\nA: b\0c\r\n\r\n", 28)).status, 400);
}

TEST(Target, is_split_at_the_question_mark) {
  Request request = with_target("/a%2Fb?c=d?e");
  EXPECT_EQ(split_target(request).status, 0);
  EXPECT_EQ(request.path, "/a%2Fb");
  EXPECT_EQ(request.query, "c=d?e");
}

TEST(Target, in_absolute_form_is_brought_to_its_path) {
  for (const auto& [target, path] : {std::pair("http://x/a?b", "/a"), std::pair("https://x", "/")}) {
    Request request = with_target(target);
    EXPECT_EQ(split_target(request).status, 0);
    EXPECT_EQ(request.path, path);
  }
}

TEST(Target, must_be_a_path_without_fragment) {
  for (const char* target : {"a", "*", "x:443", "/a#b", "/a\x7f", "/\xc3\xa4"}) {
    Request request = with_target(target);
    EXPECT_EQ(split_target(request).status, 400) << target;
  }
  Request options = with_target("*", Method::kOptions);
  EXPECT_EQ(split_target(options).status, 0);
}

TEST(KeepAlive, is_the_default_of_http_1_1_only) {
  EXPECT_TRUE(wants_keep_alive({}, 1));
  EXPECT_FALSE(wants_keep_alive({}, 0));
  EXPECT_TRUE(wants_keep_alive({{"Connection", "Keep-Alive"}}, 0));
  EXPECT_FALSE(wants_keep_alive({{"Connection", "x, Close"}}, 1));
}

TEST(WebSocketUpgrade, needs_all_of_its_fields) {
  Request request = with_target("/");
  request.headers = {{"Connection", "keep-alive, Upgrade"},
                     {"Upgrade", "WebSocket"},
                     {"Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="},
                     {"Sec-WebSocket-Version", "13"}};
  EXPECT_TRUE(is_websocket_upgrade(request));
  request.headers.set("Sec-WebSocket-Version", "8");
  EXPECT_FALSE(is_websocket_upgrade(request));
}

}  // namespace
}  // namespace coffer::http
