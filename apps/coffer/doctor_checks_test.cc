#include "apps/coffer/doctor_checks.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>

#include "apps/coffer/data_directory.h"
#include "apps/coffer/migrate.h"

namespace coffer::app {
namespace {

namespace fs = std::filesystem;
using State = cli::Finding::State;

class DoctorChecks : public testing::Test {
 protected:
  DoctorChecks() {
    std::string name = ::testing::TempDir() + "coffer-doctor-XXXXXX";
    EXPECT_NE(::mkdtemp(name.data()), nullptr);
    data_ = name;
    fs::create_directory(data_ / "keys");
  }
  ~DoctorChecks() override { fs::remove_all(data_); }

  cli::Finding find(const std::string& name) const {
    const std::vector<cli::Finding> findings = check_data_directory(data_);
    const auto found = std::ranges::find(findings, name, &cli::Finding::name);
    return found == findings.end() ? cli::Finding{"absent", State::kBad, "", ""} : *found;
  }

  fs::path data_;
};

TEST_F(DoctorChecks, finds_a_directory_that_others_may_enter) {
  EXPECT_EQ(find("data directory").state, State::kGood);
  fs::permissions(data_, fs::perms::others_exec, fs::perm_options::add);
  EXPECT_EQ(find("data directory").state, State::kBad);
  EXPECT_EQ(find("data directory").fix, "chmod 700 " + data_.string());
}

TEST_F(DoctorChecks, finds_a_key_that_others_may_read) {
  const fs::path key = data_ / "keys" / "root.key";
  std::ofstream(key) << "k";
  fs::permissions(key, fs::perms::owner_read);
  EXPECT_EQ(find("keys").state, State::kGood);
  fs::permissions(key, fs::perms::group_read, fs::perm_options::add);
  EXPECT_EQ(find("keys").fix, "chmod 600 " + key.string());
}

TEST_F(DoctorChecks, knows_whether_a_server_holds_the_directory) {
  EXPECT_EQ(find("server process").state, State::kWarning);
  const Result<DataDirectory> held = DataDirectory::open(data_);
  ASSERT_TRUE(held);
  EXPECT_EQ(find("server process").message, "runs as process " + std::to_string(::getpid()));
}

TEST_F(DoctorChecks, finds_migrations_that_wait_until_migrate_has_run) {
  EXPECT_EQ(find("migrations").state, State::kWarning);
  std::string command = "migrate";
  std::string flag = "--data=" + data_.string();
  std::string dry = "--dry-run";
  char* looking[] = {command.data(), flag.data(), dry.data()};
  ASSERT_EQ(run_migrate(3, looking), 0);
  EXPECT_EQ(find("migrations").state, State::kBad);
  EXPECT_NE(find("migrations").fix.find("coffer migrate"), std::string::npos);
  ASSERT_EQ(run_migrate(2, looking), 0);
  EXPECT_EQ(find("migrations").state, State::kGood);
}

TEST_F(DoctorChecks, says_where_there_is_no_directory) {
  const auto findings = check_data_directory(data_ / "nowhere");
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings[0].state, State::kWarning);
}

}  // namespace
}  // namespace coffer::app
