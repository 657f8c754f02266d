#include "apps/coffer/settings.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <sstream>

#include "apps/coffer/networks.h"

namespace coffer::app {
namespace {

Result<ServeOptions> options(std::vector<std::string_view> flags, std::map<std::string, std::string> environment = {}) {
  COFFER_TRY(const config::Config config,
             load_settings({.flags = std::move(flags), .environment = std::move(environment)}));
  return options_of(config);
}

TEST(Settings, are_documented_in_the_repository_as_they_are) {
  const char* root = std::getenv("COFFER_ROOT");
  ASSERT_NE(root, nullptr);
  std::ifstream file(std::string(root) + "/docs/configuration.md");
  std::stringstream kept;
  kept << file.rdbuf();
  EXPECT_EQ(kept.str(), settings_document()) << "run: build/coffer config docs > docs/configuration.md";
}

TEST(Settings, have_the_services_own_defaults) {
  const ServeOptions given = options({"--profile", "production"}).value();
  const ServeOptions own;
  EXPECT_EQ(given.data, own.data);
  EXPECT_EQ(given.shutdown_limit, own.shutdown_limit);
  EXPECT_EQ(given.server, (http::ServerSettings{.port = 3000}));
  EXPECT_EQ(given.sqlite, own.sqlite);
  EXPECT_EQ(given.mail.from, own.mail.from);
  EXPECT_EQ(given.gateway, own.gateway);
  EXPECT_EQ(given.identity, own.identity);
  EXPECT_EQ(given.streams, own.streams);
  EXPECT_EQ(given.key_cache, own.key_cache);
  EXPECT_EQ(given.transactions, own.transactions);
}

TEST(Settings, of_the_development_profile_begin_with_its_wide_limits) {
  const ServeOptions given = options({"--gateway.max-streams", "7"}).value();
  gateway::Settings expected = gateway::development_settings();
  expected.max_streams = 7;
  EXPECT_EQ(given.gateway, expected);
  EXPECT_EQ(given.identity.max_mails, 1000);
  EXPECT_EQ(given.identity.max_address_tries, 1000);
}

TEST(Settings, narrow_or_widen_the_limits_of_a_class_and_leave_the_others) {
  const ServeOptions given = options({"--profile", "production", "--gateway.caller-limits", "read=9000/3000,auth=5/1",
                                      "--gateway.address-limits", "stream=10/2"})
                                 .value();
  gateway::Settings expected;
  expected.caller_limits[0] = {.per_minute = 9000, .burst = 3000};
  expected.caller_limits[2] = {.per_minute = 5, .burst = 1};
  expected.address_limits[4] = {.per_minute = 10, .burst = 2};
  EXPECT_EQ(given.gateway, expected);
}

TEST(Settings, refuse_a_limit_that_is_none) {
  for (const char* wrong : {"read", "read=", "read=5", "read=5/", "read=/5", "read=0/5", "read=5/-1", "read=5/5x",
                            "reads=5/5", "=5/5", "read=5/5,read=6/6", "read=99999999999/5", "read=5=5/5"}) {
    const auto refused = options({"--gateway.caller-limits", wrong});
    ASSERT_FALSE(refused) << wrong;
    EXPECT_EQ(refused.error().details.at("field"), "gateway.caller_limits") << wrong;
  }
}

TEST(Settings, all_reach_the_options) {
  // A value that is not the default changes the options; a row that is bound to nothing would not.
  const ServeOptions given =
      options({"--server.max-body", "2MiB", "--identity.code-lifetime=1m", "--sqlite.read-timeout", "1s", "--log.level",
               "debug", "--chains.devnets", "a=http://127.0.0.1:1", "--devnet", "b=http://127.0.0.1:2",
               "--transactions.replacement-percent", "125", "--web", "web/dist"})
          .value();
  EXPECT_EQ(given.server.max_body_bytes, 2U << 20);
  EXPECT_EQ(given.identity.code_lifetime, std::chrono::minutes(1));
  EXPECT_EQ(given.sqlite.read_timeout, std::chrono::seconds(1));
  EXPECT_EQ(given.log_level, telemetry::Level::kDebug);
  EXPECT_EQ(given.transactions.lanes.fees.replacement_percent, 125U);
  EXPECT_EQ(given.web, "web/dist");
  EXPECT_EQ(networks_of(given).value().size(), 2U);
}

TEST(Settings, give_cookies_the_lifetime_of_the_tokens_in_them) {
  const ServeOptions given = options({"--identity.access-lifetime", "5m"}).value();
  EXPECT_EQ(given.gateway.access_lifetime, std::chrono::minutes(5));
}

TEST(Settings, take_no_secret_from_the_command_line) {
  EXPECT_FALSE(options({"--signer.passphrase", "correct horse battery"}));
  EXPECT_FALSE(options({"--passphrase", "correct horse battery"}));
  EXPECT_FALSE(options({"--mail.password", "hunter2"}));
}

TEST(Settings, take_the_passphrase_from_the_environment) {
  const ServeOptions given = options({}, {{"COFFER_SIGNER_PASSPHRASE", "correct horse battery"}}).value();
  EXPECT_EQ(given.passphrase.expose_text(), "correct horse battery");
}

TEST(Settings, refuse_what_does_not_go_together) {
  EXPECT_EQ(options({"--tls-key", "key.pem"}).error().details.at("field"), "server.tls_key");
  EXPECT_EQ(options({"--transactions.default-wait", "2m"}).error().details.at("field"), "transactions.default_wait");
  EXPECT_EQ(options({"--identity.password-memory", "19456"}).error().details.at("field"), "identity.password_memory");
  EXPECT_TRUE(options({"--identity.password-memory", "19456", "--identity.password-passes", "2"}));
  EXPECT_EQ(options({"--profile", "testing"}).error().details.at("field"), "profile");
  EXPECT_EQ(options({"--log.level", "loud"}).error().details.at("field"), "log.level");
}

TEST(Settings, refuse_unknown_names_and_leave_those_of_other_programs) {
  EXPECT_EQ(options({"--prot", "3001"}).error().message, "there is no setting prot; is server.port meant?");
  EXPECT_FALSE(options({}, {{"COFFER_SERVER_PROT", "3001"}}));
  EXPECT_TRUE(options({}, {{"COFFER_URL", "http://localhost:3000"}, {"COFFER_DEV_JSON", "data/dev.json"}}));
}

TEST(Settings, come_from_the_file_that_is_named) {
  const std::string file = ::testing::TempDir() + "coffer-settings-test.toml";
  std::ofstream(file) << "[server]\nport = 3100\n[gateway]\nallowed_origins = [\"https://a.example\"]\n";
  EXPECT_EQ(options({}, {{"COFFER_CONFIG", file}}).value().server.port, 3100);
  EXPECT_EQ(options({"--config", file, "--port", "3200"}).value().server.port, 3200);
  std::filesystem::remove(file);
}

}  // namespace
}  // namespace coffer::app
