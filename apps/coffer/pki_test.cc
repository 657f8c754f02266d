#include "apps/coffer/pki.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <cstdlib>
#include <fstream>

namespace coffer::app {
namespace {

class PkiTest : public ::testing::Test {
 protected:
  PkiTest() {
    std::string pattern = (std::filesystem::temp_directory_path() / "coffer-pki-XXXXXX").string();
    folder_ = ::mkdtemp(pattern.data());
  }
  ~PkiTest() override { std::filesystem::remove_all(folder_); }

  static std::string text_of(const std::filesystem::path& file) {
    std::ifstream in(file);
    return {std::istreambuf_iterator<char>(in), {}};
  }

  std::filesystem::path folder_;
  Time now_ = SystemClock().now();
};

TEST_F(PkiTest, gives_a_process_what_it_needs_to_be_its_services) {
  ASSERT_TRUE(create_authority(folder_ / "ca", now_));
  ASSERT_TRUE(issue_certificate(folder_ / "ca", {"wallets", "chains"}, folder_ / "core", now_, 30));
  EXPECT_TRUE(remote::Identity::open(identity_files(folder_ / "core")));
}

TEST_F(PkiTest, keeps_keys_for_their_owner) {
  ASSERT_TRUE(create_authority(folder_ / "ca", now_));
  ASSERT_TRUE(issue_certificate(folder_ / "ca", {"signer"}, folder_ / "signer", now_, 30));
  for (const auto& file : {folder_ / "ca" / "ca.key", folder_ / "signer" / "service.key"}) {
    struct stat status{};
    ASSERT_EQ(::stat(file.c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 0777U, 0600U) << file;
  }
  EXPECT_FALSE(std::filesystem::exists(folder_ / "signer" / "ca.key"));
}

TEST_F(PkiTest, never_replaces_an_authority) {
  ASSERT_TRUE(create_authority(folder_, now_));
  const std::string before = text_of(folder_ / "ca.crt");
  const auto again = create_authority(folder_, now_);
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().code, ErrorCode::kConflict);
  EXPECT_EQ(text_of(folder_ / "ca.crt"), before);
}

TEST_F(PkiTest, renews_in_place) {
  ASSERT_TRUE(create_authority(folder_ / "ca", now_));
  ASSERT_TRUE(issue_certificate(folder_ / "ca", {"signer"}, folder_ / "signer", now_, 30));
  const std::string before = text_of(folder_ / "signer" / "service.crt");
  ASSERT_TRUE(issue_certificate(folder_ / "ca", {"signer"}, folder_ / "signer", now_, 30));
  EXPECT_NE(text_of(folder_ / "signer" / "service.crt"), before);
}

TEST_F(PkiTest, needs_an_authority) {
  const auto issued = issue_certificate(folder_ / "none", {"signer"}, folder_ / "signer", now_, 30);
  ASSERT_FALSE(issued);
  EXPECT_EQ(issued.error(), unavailable("cannot read " + (folder_ / "none" / "ca.crt").string()));
}

}  // namespace
}  // namespace coffer::app
