#include "apps/coffer/data_directory.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fstream>

#include "apps/coffer/keys.h"

namespace coffer::app {
namespace {

class DataDirectoryTest : public ::testing::Test {
 protected:
  DataDirectoryTest() {
    std::string pattern = (std::filesystem::temp_directory_path() / "coffer-data-XXXXXX").string();
    path = ::mkdtemp(pattern.data());
  }
  ~DataDirectoryTest() override { std::filesystem::remove_all(path); }

  std::filesystem::path path;
};

TEST_F(DataDirectoryTest, is_used_by_one_server_at_a_time) {
  {
    const auto first = DataDirectory::open(path);
    ASSERT_TRUE(first);
    EXPECT_EQ(DataDirectory::open(path).error().code, ErrorCode::kConflict);
  }
  EXPECT_TRUE(DataDirectory::open(path));
}

TEST_F(DataDirectoryTest, names_the_process_that_uses_it) {
  const auto directory = DataDirectory::open(path);
  ASSERT_TRUE(directory);
  pid_t pid = 0;
  std::ifstream(path / "pid") >> pid;
  EXPECT_EQ(pid, ::getpid());
}

TEST_F(DataDirectoryTest, is_closed_to_others) {
  const auto directory = DataDirectory::open(path);
  ASSERT_TRUE(directory);
  struct stat status{};
  ASSERT_EQ(::stat(path.c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777U, 0700U);
}

TEST_F(DataDirectoryTest, a_key_is_made_once_and_read_again) {
  SystemEntropy entropy;
  const auto made = load_or_create_key(path / "tokens.key", entropy);
  const auto read = load_or_create_key(path / "tokens.key", entropy);
  ASSERT_TRUE(made && read);
  EXPECT_TRUE(equal_constant_time(made->expose(), read->expose()));
}

TEST_F(DataDirectoryTest, a_key_that_others_may_read_is_refused) {
  SystemEntropy entropy;
  ASSERT_TRUE(load_or_create_key(path / "tokens.key", entropy));
  ASSERT_EQ(::chmod((path / "tokens.key").c_str(), 0644), 0);
  EXPECT_EQ(load_or_create_key(path / "tokens.key", entropy).error().code, ErrorCode::kAuthorization);
}

TEST_F(DataDirectoryTest, a_replica_keeps_its_name_and_has_it_alone) {
  const SystemClock clock;
  SystemEntropy entropy;
  const std::filesystem::path other = path / "other";
  std::filesystem::create_directory(other);
  const auto made = replica_name(path, clock, entropy);
  ASSERT_TRUE(made);
  EXPECT_EQ(replica_name(path, clock, entropy).value(), *made);
  EXPECT_NE(replica_name(other, clock, entropy).value(), *made);
}

TEST_F(DataDirectoryTest, a_damaged_name_of_a_replica_is_refused) {
  const SystemClock clock;
  SystemEntropy entropy;
  std::ofstream(path / "replica") << "local";
  EXPECT_EQ(replica_name(path, clock, entropy).error().code, ErrorCode::kUnavailable);
}

}  // namespace
}  // namespace coffer::app
