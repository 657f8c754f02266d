#include "apps/cli/credentials.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <fstream>

namespace coffer::cli {
namespace {

namespace fs = std::filesystem;

class CredentialsTest : public testing::Test {
 protected:
  CredentialsTest() {
    std::string name = ::testing::TempDir() + "coffer-credentials-XXXXXX";
    EXPECT_NE(::mkdtemp(name.data()), nullptr);
    folder_ = name;
  }
  ~CredentialsTest() override { fs::remove_all(folder_); }

  [[nodiscard]] Credentials credentials() const { return Credentials(folder_ / "coffer" / "credentials.json"); }
  static Session session(std::string email) {
    return {.email = std::move(email),
            .access_token = "access",
            .refresh_token = "refresh",
            .expires_at = parse_rfc3339("2026-01-02T03:04:05Z").value()};
  }

  fs::path folder_;
};

TEST_F(CredentialsTest, lie_where_xdg_says) {
  EXPECT_EQ(Credentials::default_file({{"HOME", "/people/a"}}), "/people/a/.config/coffer/credentials.json");
  EXPECT_EQ(Credentials::default_file({{"HOME", "/people/a"}, {"XDG_CONFIG_HOME", "/x"}}),
            "/x/coffer/credentials.json");
  EXPECT_EQ(Credentials::default_file({{"HOME", "/people/a"}, {"XDG_CONFIG_HOME", "x"}}),
            "/people/a/.config/coffer/credentials.json");
}

TEST_F(CredentialsTest, keep_one_session_a_server_and_the_last_server) {
  const Credentials kept = credentials();
  const auto lock = kept.lock();
  ASSERT_TRUE(kept.save("http://a", session("a@example.com")));
  ASSERT_TRUE(kept.save("http://b", session("b@example.com")));
  EXPECT_EQ(kept.find("http://a").value()->email, "a@example.com");
  EXPECT_EQ(kept.find("http://a").value()->expires_at, session("").expires_at);
  EXPECT_EQ(kept.current_url().value(), "http://b");
  ASSERT_TRUE(kept.remove("http://b"));
  EXPECT_FALSE(kept.find("http://b").value());
  EXPECT_EQ(kept.current_url().value(), "");
}

TEST_F(CredentialsTest, are_their_owners_alone) {
  const Credentials kept = credentials();
  const auto lock = kept.lock();
  ASSERT_TRUE(kept.save("http://a", session("a@example.com")));
  EXPECT_EQ(fs::status(kept.file()).permissions(), fs::perms::owner_read | fs::perms::owner_write);
  EXPECT_EQ(fs::status(kept.file().parent_path()).permissions(), fs::perms::owner_all);
}

TEST_F(CredentialsTest, are_refused_when_others_may_read_them) {
  const Credentials kept = credentials();
  const auto lock = kept.lock();
  ASSERT_TRUE(kept.save("http://a", session("a@example.com")));
  fs::permissions(kept.file(), fs::perms::group_read, fs::perm_options::add);
  EXPECT_NE(kept.find("http://a").error().message.find("chmod 600"), std::string::npos);
}

TEST_F(CredentialsTest, are_nobodys_where_there_is_no_file_and_said_to_be_damaged_where_they_are) {
  const Credentials kept = credentials();
  EXPECT_FALSE(kept.find("http://a").value());
  fs::create_directories(kept.file().parent_path());
  std::ofstream(kept.file()) << "{";
  fs::permissions(kept.file(), fs::perms::owner_read);
  EXPECT_FALSE(kept.find("http://a"));
}

}  // namespace
}  // namespace coffer::cli
