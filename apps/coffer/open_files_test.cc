#include "apps/coffer/open_files.h"

#include <gtest/gtest.h>
#include <sys/resource.h>

namespace coffer::app {
namespace {

class OpenFilesTest : public ::testing::Test {
 protected:
  OpenFilesTest() { EXPECT_EQ(getrlimit(RLIMIT_NOFILE, &before_), 0); }
  ~OpenFilesTest() override { EXPECT_EQ(setrlimit(RLIMIT_NOFILE, &before_), 0); }

  void begin_with(rlim_t soft) {
    const rlimit given{.rlim_cur = soft, .rlim_max = before_.rlim_max};
    ASSERT_EQ(setrlimit(RLIMIT_NOFILE, &given), 0);
  }
  static rlim_t soft_limit() {
    rlimit now{};
    return getrlimit(RLIMIT_NOFILE, &now) == 0 ? now.rlim_cur : 0;
  }

  rlimit before_{};
};

TEST_F(OpenFilesTest, are_made_as_many_as_the_connections_need) {
  begin_with(300);
  EXPECT_EQ(make_room_for(500), 500U);
  EXPECT_GE(soft_limit(), 500U);
}

TEST_F(OpenFilesTest, are_not_made_fewer) {
  begin_with(1000);
  EXPECT_EQ(make_room_for(10), 10U);
  EXPECT_EQ(soft_limit(), 1000U);
}

TEST_F(OpenFilesTest, bound_the_connections_where_the_system_gives_no_more) {
  if (before_.rlim_max == RLIM_INFINITY) return;
  EXPECT_LT(make_room_for(before_.rlim_max), before_.rlim_max);
  EXPECT_EQ(soft_limit(), before_.rlim_max);
}

}  // namespace
}  // namespace coffer::app
