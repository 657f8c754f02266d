#include "apps/coffer/production.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace coffer::app {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

/// All that production asks for, with TLS of our own.
ServeOptions complete() {
  ServeOptions options;
  options.profile = Profile::kProduction;
  options.tls_certificate = "certificate.pem";
  options.tls_key = "key.pem";
  options.mail.url = "smtps://mail.example:465";
  options.passphrase = SecretBytes::copy_of("correct horse battery");
  return options;
}

std::string refusal(const ServeOptions& options, const PartsHere& here = {}) {
  const auto checked = check_production(options, here);
  return checked ? "" : checked.error().message;
}

TEST(Production, begins_with_tls_mail_and_a_passphrase) { EXPECT_EQ(refusal(complete()), ""); }

TEST(Production, begins_behind_a_proxy_that_has_tls) {
  ServeOptions options = complete();
  options.tls_certificate.clear();
  options.gateway.secure_cookies = true;
  EXPECT_THAT(refusal(options), HasSubstr("gateway.trusted_proxies"));
  options.gateway.trusted_proxies = {"10.0.0.1"};
  EXPECT_EQ(refusal(options), "");
}

TEST(Production, says_at_once_all_that_is_missing) {
  ServeOptions options;
  options.profile = Profile::kProduction;
  options.devnets = {"ethereum=http://127.0.0.1:8545"};
  options.gateway.allowed_origins = {"https://app.example.com", "http://app.example.com"};
  const std::string message = refusal(options);
  for (const char* setting :
       {"server.tls_certificate", "mail.url", "signer.passphrase_file", "chains.devnets", "http://app.example.com"})
    EXPECT_THAT(message, HasSubstr(setting));
  EXPECT_THAT(message, Not(HasSubstr("https://app.example.com")));
}

TEST(Production, asks_a_process_only_for_what_it_runs) {
  ServeOptions options;
  options.profile = Profile::kProduction;
  EXPECT_EQ(refusal(options, {.gateway = false, .identity = false, .signer = false}), "");
  EXPECT_THAT(refusal(options, {.gateway = false, .identity = false, .signer = true}), Not(HasSubstr("mail.url")));
}

TEST(Production, is_not_asked_of_a_development_server) { EXPECT_EQ(refusal(ServeOptions()), ""); }

}  // namespace
}  // namespace coffer::app
