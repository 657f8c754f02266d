#include "platform/telemetry/log.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <type_traits>
#include <vector>

namespace coffer::telemetry {
namespace {

class MemorySink final : public LogSink {
 public:
  void write(std::string_view line) override { lines.emplace_back(line); }
  std::vector<std::string> lines;
};

class LogTest : public ::testing::Test {
 protected:
  nlohmann::json last() { return nlohmann::json::parse(sink_.lines.back()); }

  ManualClock clock_{parse_rfc3339("2026-01-02T03:04:05Z").value()};
  MemorySink sink_;
  Log log_{clock_, sink_, Level::kInfo, "gateway"};
};

TEST_F(LogTest, writes_one_json_object_a_line) {
  log_.info("request", {{"request_id", "abc"}, {"status", 200}, {"bytes", 7U}, {"cached", true}, {"ms", 1.5}});
  EXPECT_EQ(sink_.lines.back(),
            R"({"time":"2026-01-02T03:04:05Z","level":"info","logger":"gateway","message":"request",)"
            R"("request_id":"abc","status":200,"bytes":7,"cached":true,"ms":1.5})");
}

TEST_F(LogTest, leaves_out_what_is_below_its_level) {
  log_.debug("detail");
  EXPECT_TRUE(sink_.lines.empty());
}

TEST_F(LogTest, keeps_a_record_on_one_line_whatever_it_holds) {
  const std::string text = "a\nb\"c\\d\x01\x7f";
  log_.warning(text, {{"field", text}});
  EXPECT_EQ(sink_.lines.back().find('\n'), std::string::npos);
  EXPECT_EQ(last().at("message"), text);
  EXPECT_EQ(last().at("field"), text);
}

TEST_F(LogTest, shows_bytes_that_are_not_utf8_as_hex) {
  log_.info("bytes", {{"field", std::string_view("\xff\xfe")}});
  EXPECT_EQ(last().at("field"), "hex:fffe");
}

TEST_F(LogTest, cuts_long_values) {
  log_.info("long", {{"field", std::string(10'000, 'x')}});
  EXPECT_EQ(last().at("field").get<std::string>().size(), 4096U);
}

TEST_F(LogTest, redacts_by_name) {
  for (const char* name :
       {"Authorization", "cookie", "Set-Cookie", "password", "new_password", "mnemonic", "private_key", "Private-Key",
        "access_token", "refresh_token", "client_secret", "passphrase", "X-Api-Key"}) {
    log_.info("request", {{name, "hunter2"}});
    EXPECT_EQ(sink_.lines.back().find("hunter2"), std::string::npos) << name;
  }
}

TEST_F(LogTest, keeps_names_that_only_look_secret) {
  log_.info("request", {{"page_token", "abc"}});
  EXPECT_EQ(last().at("page_token"), "abc");
}

TEST(LogField, cannot_be_made_of_a_secret) {
  EXPECT_FALSE((std::is_constructible_v<Field, std::string_view, const SecretBytes&>));
  EXPECT_FALSE((std::is_constructible_v<Field, std::string_view, const Secret<32>&>));
}

TEST(LogLevel, is_read_by_name) {
  EXPECT_EQ(parse_level("warning"), Result<Level>(Level::kWarning));
  EXPECT_FALSE(parse_level("loud").has_value());
}

}  // namespace
}  // namespace coffer::telemetry
