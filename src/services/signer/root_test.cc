#include "services/signer/root.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <fstream>

#include "base/entropy.h"

namespace coffer::signer {
namespace {

constexpr crypto::Argon2Cost kQuick{.memory_kib = 64, .passes = 1};

class KeyFile : public ::testing::Test {
 protected:
  KeyFile() { std::filesystem::create_directory(folder_); }
  ~KeyFile() override { std::filesystem::remove_all(folder_); }

  std::filesystem::path folder_ =
      std::filesystem::temp_directory_path() / ("coffer-root-test-" + std::to_string(::getpid()));
  std::filesystem::path path_ = folder_ / "signer.key";
  SystemEntropy entropy_;
};

TEST_F(KeyFile, is_made_for_its_owner_alone_and_read_back) {
  ASSERT_TRUE(create_key_file(path_, entropy_));
  struct stat status{};
  ASSERT_EQ(::stat(path_.c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777U, 0600U);
  EXPECT_EQ(status.st_size, 32);
  const auto first = read_key_file(path_)->derive({}, {});
  const auto second = read_key_file(path_)->derive({}, {});
  EXPECT_EQ(hex(first->expose()), hex(second->expose()));
}

TEST_F(KeyFile, is_never_replaced) {
  ASSERT_TRUE(create_key_file(path_, entropy_));
  EXPECT_EQ(create_key_file(path_, entropy_).error().code, ErrorCode::kConflict);
}

TEST_F(KeyFile, that_others_may_read_is_refused) {
  ASSERT_TRUE(create_key_file(path_, entropy_));
  std::filesystem::permissions(path_, std::filesystem::perms::group_read, std::filesystem::perm_options::add);
  EXPECT_EQ(read_key_file(path_).error().code, ErrorCode::kValidation);
}

TEST_F(KeyFile, that_is_short_or_missing_is_refused) {
  EXPECT_EQ(read_key_file(path_).error().code, ErrorCode::kUnavailable);
  std::ofstream(path_) << "short";
  std::filesystem::permissions(path_, std::filesystem::perms::owner_read);
  EXPECT_EQ(read_key_file(path_).error().code, ErrorCode::kValidation);
}

TEST(RootSecret, passphrases_have_12_bytes_at_least) {
  EXPECT_FALSE(RootSecret::passphrase(SecretBytes::copy_of("elevenbytes")));
  EXPECT_TRUE(RootSecret::passphrase(SecretBytes::copy_of("twelve bytes")));
}

TEST(RootSecret, another_salt_or_passphrase_gives_another_key) {
  const auto derive = [](std::string_view passphrase, std::uint8_t salt) {
    const auto root = RootSecret::passphrase(SecretBytes::copy_of(passphrase));
    return hex(root->derive({salt}, kQuick)->expose());
  };
  EXPECT_EQ(derive("correct horse", 1), derive("correct horse", 1));
  EXPECT_NE(derive("correct horse", 1), derive("correct horse", 2));
  EXPECT_NE(derive("correct horse", 1), derive("correct house", 1));
}

}  // namespace
}  // namespace coffer::signer
