#include "platform/http/uri.h"

#include <gtest/gtest.h>

namespace coffer::http {
namespace {

TEST(Url, is_taken_apart) {
  const Url url = parse_url("HTTPS://Example.com:8443/a?b=c#d").value();
  EXPECT_EQ(url.scheme, "https");
  EXPECT_EQ(url.host, "example.com");
  EXPECT_EQ(url.port, 8443);
  EXPECT_EQ(url.target, "/a?b=c");
  EXPECT_EQ(url.origin(), "https://example.com:8443");
}

TEST(Url, has_the_port_of_its_scheme_and_a_path) {
  EXPECT_EQ(parse_url("http://x").value().port, 80);
  EXPECT_EQ(parse_url("wss://x").value().port, 443);
  EXPECT_EQ(parse_url("http://x?a").value().target, "/?a");
  EXPECT_EQ(parse_url("http://x:80/").value().authority(), "x");
}

TEST(Url, may_hold_an_ipv6_address) {
  const Url url = parse_url("http://[::1]:8080/").value();
  EXPECT_EQ(url.host, "::1");
  EXPECT_EQ(url.authority(), "[::1]:8080");
}

TEST(Url, refuses_what_is_none) {
  for (const char* text : {"", "x", "ftp://x", "http://", "http://a@b", "http://a:b@c", "http://x:0", "http://x:65536",
                           "http://x:1a", "http://[::1", "http://[::1]a", "http://a b", "http://x/a b",
                           "http://x/\xc3\xa4", "http://x\\y", "http:/x", "javascript:alert(1)"})
    EXPECT_FALSE(parse_url(text).has_value()) << text;
}

TEST(Url, resolves_locations) {
  const Url base = parse_url("https://x/a/b?c").value();
  EXPECT_EQ(resolve_url(base, "http://y/z").value().origin(), "http://y");
  EXPECT_EQ(resolve_url(base, "//y/z").value().origin(), "https://y");
  EXPECT_EQ(resolve_url(base, "/z").value().target, "/z");
  EXPECT_EQ(resolve_url(base, "z?u=http://w").value().target, "/a/z?u=http://w");
}

TEST(PercentDecode, reads_utf8_and_refuses_cut_escapes_and_nul) {
  EXPECT_EQ(percent_decode("a%20%c3%A4+"), Result<std::string>("a \xc3\xa4+"));
  EXPECT_EQ(percent_decode("%41"), Result<std::string>("A"));
  for (const char* text : {"%", "%4", "a%4", "%4g", "%00", "%ff"})
    EXPECT_FALSE(percent_decode(text).has_value()) << text;
}

TEST(PercentEncode, is_undone_by_decoding) {
  EXPECT_EQ(percent_encode("a b/\xc3\xa4"), "a%20b%2F%C3%A4");
  EXPECT_EQ(percent_decode(percent_encode("a b/?&=%")), Result<std::string>("a b/?&=%"));
}

TEST(Query, is_read_in_order) {
  using Pairs = std::vector<std::pair<std::string, std::string>>;
  EXPECT_EQ(parse_query("a=1&b=x%20y&a=2+3&c&&d="),
            Result<Pairs>(Pairs{{"a", "1"}, {"b", "x y"}, {"a", "2 3"}, {"c", ""}, {"d", ""}}));
}

TEST(Query, is_refused_when_it_has_too_many_pairs) {
  std::string query;
  for (int i = 0; i < 201; ++i) query += "a=1&";
  EXPECT_FALSE(parse_query(query).has_value());
}

}  // namespace
}  // namespace coffer::http
