#include <gtest/gtest.h>
#include <sys/stat.h>

#include "platform/async/run_blocking.h"
#include "platform/remote/testing/processes.h"

/// Who may speak to whom: certificates of the system's own authority, and the callers of the contract.
namespace coffer::remote {
namespace {

using testing::CallingProcess;
using testing::ProbeProcess;
using testing::TestPki;

class AuthenticationTest : public ::testing::Test {
 protected:
  TestPki pki_;
  TestPki other_pki_;
  ProbeProcess process_;

  /// What a process with this identity is answered when it asks for what is for `suite`.
  Result<void> ask(const Identity& caller, std::uint16_t port, ConnectionSettings settings = {}) {
    settings.max_attempts = 1;
    CallingProcess calling(caller, port, std::move(settings));
    const CallContext context;
    const auto reply = async::run_blocking(calling.reach().as("suite").for_suite(context, {}));
    if (!reply) return fail(reply.error());
    return {};
  }
  void expect_away(const Result<void>& asked) {
    ASSERT_FALSE(asked);
    EXPECT_EQ(asked.error(), unavailable("another part of the system is away"));
    EXPECT_EQ(process_.service().counted, 0);
  }
};

TEST_F(AuthenticationTest, a_process_is_what_its_certificate_says) {
  const std::uint16_t port = process_.listen(pki_.identity({"probe"}));
  EXPECT_TRUE(ask(pki_.identity({"suite"}), port));
  EXPECT_EQ(process_.service().counted, 1);
}

TEST_F(AuthenticationTest, a_process_may_be_several_services) {
  const std::uint16_t port = process_.listen(pki_.identity({"chains", "probe"}));
  EXPECT_TRUE(ask(pki_.identity({"streams", "suite"}), port));
}

TEST_F(AuthenticationTest, a_service_that_the_method_does_not_name_is_refused) {
  const std::uint16_t port = process_.listen(pki_.identity({"probe"}));
  const auto asked = ask(pki_.identity({"wallets"}), port);
  ASSERT_FALSE(asked);
  EXPECT_EQ(asked.error().code, ErrorCode::kAuthorization);
  EXPECT_EQ(process_.service().counted, 0);
}

TEST_F(AuthenticationTest, only_the_gateway_passes_calls_of_clients_on) {
  const std::uint16_t port = process_.listen(pki_.identity({"probe"}));
  CallingProcess calling(pki_.identity({"suite"}), port);
  rpc::Service& edge = calling.reach().edge();
  const rpc::MethodDescriptor& echo = edge.descriptor().methods.front();
  const CallContext context;
  const auto reply = async::run_blocking(edge.invoke(echo, context, echo.make_request()));
  ASSERT_FALSE(reply);
  EXPECT_EQ(reply.error().code, ErrorCode::kAuthorization);
}

TEST_F(AuthenticationTest, a_caller_of_another_authority_is_not_heard) {
  const std::uint16_t port = process_.listen(pki_.identity({"probe"}));
  expect_away(ask(pki_.foreign_identity(other_pki_, {"suite"}), port));
}

TEST_F(AuthenticationTest, a_server_of_another_authority_is_not_asked) {
  const std::uint16_t port = process_.listen(pki_.foreign_identity(other_pki_, {"probe"}));
  expect_away(ask(pki_.identity({"suite"}), port));
}

TEST_F(AuthenticationTest, an_expired_caller_is_not_heard) {
  const std::uint16_t port = process_.listen(pki_.identity({"probe"}));
  expect_away(ask(pki_.identity({"suite"}, true), port));
}

TEST_F(AuthenticationTest, an_expired_server_is_not_asked) {
  const std::uint16_t port = process_.listen(pki_.identity({"probe"}, true));
  expect_away(ask(pki_.identity({"suite"}), port));
}

TEST_F(AuthenticationTest, a_server_that_is_another_service_is_not_asked) {
  const std::uint16_t port = process_.listen(pki_.identity({"wallets"}));
  expect_away(ask(pki_.identity({"suite"}), port));
}

TEST_F(AuthenticationTest, a_key_that_others_may_read_is_not_used) {
  const IdentityFiles files = pki_.issue({"probe"});
  ::chmod(files.private_key.c_str(), S_IRUSR | S_IWUSR | S_IRGRP);
  const auto opened = Identity::open(files);
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().code, ErrorCode::kAuthorization);
}

TEST_F(AuthenticationTest, a_missing_file_is_named) {
  IdentityFiles files = pki_.issue({"probe"});
  files.certificate += ".missing";
  EXPECT_EQ(Identity::open(files).error(), invalid("cannot read " + files.certificate.string()));
}

}  // namespace
}  // namespace coffer::remote
