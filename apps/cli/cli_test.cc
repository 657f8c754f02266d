#include "apps/cli/cli.h"

#include <gtest/gtest.h>

#include "apps/cli/checks.h"
#include "apps/cli/exit_code.h"
#include "apps/cli/wait.h"

namespace coffer::cli {
namespace {

TEST(ExitCodes, never_change_their_meaning) {
  EXPECT_EQ(exit_code_of(internal("")), ExitCode{1});
  EXPECT_EQ(exit_code_of(invalid("")), ExitCode{2});
  EXPECT_EQ(exit_code_of(unauthenticated("")), ExitCode{3});
  EXPECT_EQ(exit_code_of(forbidden("")), ExitCode{4});
  EXPECT_EQ(exit_code_of({.code = ErrorCode::kPolicyDenied, .message = {}, .details = {}}), ExitCode{4});
  EXPECT_EQ(exit_code_of(not_found("")), ExitCode{5});
  EXPECT_EQ(exit_code_of(conflict("")), ExitCode{6});
  EXPECT_EQ(exit_code_of({.code = ErrorCode::kInsufficientFunds, .message = {}, .details = {}}), ExitCode{7});
  EXPECT_EQ(exit_code_of({.code = ErrorCode::kRateLimited, .message = {}, .details = {}}), ExitCode{8});
  EXPECT_EQ(exit_code_of(unavailable("")), ExitCode{9});
  EXPECT_EQ(ExitCode::kEndedOtherwise, ExitCode{10});
  EXPECT_EQ(ExitCode::kStillUnderWay, ExitCode{11});
  EXPECT_EQ(ExitCode::kFindings, ExitCode{12});
  EXPECT_EQ(ExitCode::kDeclined, ExitCode{13});
}

TEST(Outcome, is_done_only_where_what_was_waited_for_has_come) {
  const Waiting confirmed;
  const Waiting mined{.until = "mined"};
  EXPECT_EQ(outcome({{"status", "confirmed"}}, confirmed), ExitCode::kDone);
  EXPECT_EQ(outcome({{"status", "mined"}}, confirmed), ExitCode::kStillUnderWay);
  EXPECT_EQ(outcome({{"status", "mined"}}, mined), ExitCode::kDone);
  for (const char* status : {"failed", "replaced", "cancelled", "expired", "rejected"})
    EXPECT_EQ(outcome({{"status", status}}, mined), ExitCode::kEndedOtherwise) << status;
  // A status that is newer than this program is no end.
  EXPECT_EQ(outcome({{"status", "pondered"}}, confirmed), ExitCode::kStillUnderWay);
}

TEST(Query, holds_what_is_there_encoded) {
  EXPECT_EQ(query({{"a", "x y"}, {"b", ""}, {"c", "1&2"}}), "?a=x%20y&c=1%262");
  EXPECT_EQ(query({{"b", ""}}), "");
}

TEST(HttpDate, is_the_fixed_form_of_the_standard) {
  EXPECT_EQ(rfc3339(parse_http_date("Sun, 06 Nov 1994 08:49:37 GMT").value()), "1994-11-06T08:49:37Z");
  EXPECT_FALSE(parse_http_date("Sunday, 06-Nov-94 08:49:37 GMT"));
  EXPECT_FALSE(parse_http_date("Sun, 06 Nov 1994 08:49:37 GMT "));
}

class CommandLine : public testing::Test {
 protected:
  struct Ended {
    int code;
    std::string out;
    std::string err;
  };
  static Ended run(std::vector<std::string> words) {
    words.insert(words.begin(), "coffer");
    std::vector<char*> argv;
    for (std::string& word : words) argv.push_back(word.data());
    testing::internal::CaptureStdout();
    testing::internal::CaptureStderr();
    const int code = run_cli(static_cast<int>(argv.size()), argv.data(), [](const std::filesystem::path&) {
      return std::vector<Finding>{{"disk", Finding::State::kBad, "full", "rm something"}};
    });
    return {code, testing::internal::GetCapturedStdout(), testing::internal::GetCapturedStderr()};
  }
};

TEST_F(CommandLine, helps_with_every_command) {
  for (const char* command : {"login", "logout", "whoami", "wallets", "accounts", "balances", "send", "transactions",
                              "watch", "why", "speed-up", "cancel", "quickstart", "doctor", "completions"}) {
    const Ended ended = run({command, "--help"});
    EXPECT_EQ(ended.code, 0) << command;
    EXPECT_NE(ended.out.find("Usage: coffer " + std::string(command)), std::string::npos) << ended.out;
  }
}

TEST_F(CommandLine, refuses_what_it_does_not_know) {
  const Ended ended = run({"sedn"});
  EXPECT_EQ(ended.code, 2);
  EXPECT_NE(ended.err.find("error: "), std::string::npos);
  EXPECT_EQ(ended.out, "");
}

TEST_F(CommandLine, answers_errors_as_json_when_asked_to) {
  const Ended ended = run({"send", "--json"});
  EXPECT_EQ(ended.code, 2);
  EXPECT_EQ(Json::parse(ended.out)["error"]["code"], "VALIDATION_ERROR");
}

TEST_F(CommandLine, says_that_no_server_answers_and_what_to_do) {
  const Ended ended = run({"balances", "--url", "http://127.0.0.1:1", "--json"});
  // Without a session nobody is asked.
  EXPECT_EQ(ended.code, 3);
  EXPECT_EQ(run({"login", "--sign-up", "--email", "a@example.com", "--url", "nonsense"}).code, 2);
}

TEST_F(CommandLine, doctor_lists_what_is_bad_with_what_mends_it) {
  const Ended ended = run({"doctor", "--url", "http://127.0.0.1:1", "--json"});
  EXPECT_EQ(ended.code, 12);
  const Json document = Json::parse(ended.out);
  EXPECT_EQ(document["ok"], false);
  EXPECT_EQ(document["checks"].front()["name"], "server");
  EXPECT_EQ(document["checks"].back(),
            (Json{{"name", "disk"}, {"status", "bad"}, {"message", "full"}, {"fix", "rm something"}}));
}

}  // namespace
}  // namespace coffer::cli
