#include <gtest/gtest.h>

#include <filesystem>

#include "platform/async/run_blocking.h"
#include "platform/remote/testing/processes.h"

/// Certificates end while processes run: what replaces them is used without a restart. A certificate for
/// another service shows which one a process used.
namespace coffer::remote {
namespace {

using testing::CallingProcess;
using testing::ProbeProcess;
using testing::TestPki;

class RenewalTest : public ::testing::Test {
 protected:
  TestPki pki_;
  ProbeProcess process_;

  static ConnectionSettings looking_each_time() { return {.max_attempts = 1, .identity_refresh = Duration(0)}; }
  static Result<void> ask(CallingProcess& calling) {
    const CallContext context;
    const auto reply = async::run_blocking(calling.reach().as("suite").for_suite(context, {}));
    if (!reply) return fail(reply.error());
    return {};
  }
  /// What a process that was not connected before is answered.
  Result<void> ask_anew(std::uint16_t port) {
    CallingProcess calling(pki_.identity({"suite"}), port, looking_each_time());
    return ask(calling);
  }
  /// Puts a certificate with no key beside it in the place of one, as it is while files are replaced.
  void replace_half(const IdentityFiles& files, const std::vector<std::string>& services) {
    std::filesystem::copy_file(pki_.issue(services).certificate, files.certificate,
                               std::filesystem::copy_options::overwrite_existing);
  }
};

TEST_F(RenewalTest, a_caller_proves_itself_by_its_new_certificate) {
  const IdentityFiles files = pki_.issue({"wallets"});
  CallingProcess calling(Identity::open(files).value(), process_.listen(pki_.identity({"probe"})), looking_each_time());
  ASSERT_EQ(ask(calling).error().code, ErrorCode::kAuthorization);
  pki_.reissue(files, {"suite"});
  EXPECT_TRUE(ask(calling));
}

TEST_F(RenewalTest, a_caller_looks_no_more_often_than_it_is_told) {
  const IdentityFiles files = pki_.issue({"suite"});
  CallingProcess calling(Identity::open(files).value(), process_.listen(pki_.identity({"probe"})),
                         {.identity_refresh = std::chrono::hours(1)});
  pki_.reissue(files, {"wallets"});
  EXPECT_TRUE(ask(calling));
}

TEST_F(RenewalTest, a_caller_keeps_its_certificate_while_the_files_do_not_fit) {
  const IdentityFiles files = pki_.issue({"suite"});
  CallingProcess calling(Identity::open(files).value(), process_.listen(pki_.identity({"probe"})), looking_each_time());
  replace_half(files, {"wallets"});
  EXPECT_TRUE(ask(calling));
}

TEST_F(RenewalTest, a_server_proves_itself_by_its_new_certificate) {
  const IdentityFiles files = pki_.issue({"wallets"});
  const std::uint16_t port = process_.listen(Identity::open(files).value());
  ASSERT_EQ(ask_anew(port).error().code, ErrorCode::kUnavailable);
  pki_.reissue(files, {"probe"});
  EXPECT_TRUE(ask_anew(port));
}

TEST_F(RenewalTest, a_server_keeps_its_certificate_while_the_files_do_not_fit) {
  const IdentityFiles files = pki_.issue({"probe"});
  const std::uint16_t port = process_.listen(Identity::open(files).value());
  replace_half(files, {"wallets"});
  EXPECT_TRUE(ask_anew(port));
}

TEST_F(RenewalTest, files_that_do_not_fit_are_not_opened) {
  const IdentityFiles files = pki_.issue({"suite"});
  replace_half(files, {"suite"});
  EXPECT_EQ(Identity::open(files).error(), invalid("the certificate and the key do not belong together"));
}

}  // namespace
}  // namespace coffer::remote
