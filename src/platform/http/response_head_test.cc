#include "platform/http/response_head.h"

#include <gtest/gtest.h>

namespace coffer::http {
namespace {

// The example of RFC 9110 section 5.6.7.
TEST(HttpDate, has_the_fixed_form) { EXPECT_EQ(http_date(784111777), "Sun, 06 Nov 1994 08:49:37 GMT"); }

TEST(ResponseHead, leaves_framing_to_the_server) {
  Response response;
  response.headers = {{"X-A", "1"}, {"content-length", "99"}, {"Transfer-Encoding", "chunked"}};
  std::string head;
  append_head(head, response, "now", {.length = 3, .chunked = false, .keep_alive = true});
  EXPECT_EQ(head, "HTTP/1.1 200 OK\r\nDate: now\r\nX-A: 1\r\nContent-Length: 3\r\n\r\n");
}

TEST(Chunk, carries_its_length_in_hex) {
  std::string out;
  append_chunk(out, "0123456789abcdef!");
  append_chunk(out, "");
  EXPECT_EQ(out, "11\r\n0123456789abcdef!\r\n0\r\n\r\n");
}

}  // namespace
}  // namespace coffer::http
