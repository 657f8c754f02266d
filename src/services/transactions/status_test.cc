#include "services/transactions/status.h"

#include <gtest/gtest.h>

namespace coffer::transactions {
namespace {

TEST(Status, reads_the_names_it_writes) {
  for (int i = 0; i < 10; ++i) {
    const auto status = static_cast<Status>(i);
    EXPECT_EQ(parse_status(status_name(status)), status);
  }
  EXPECT_FALSE(parse_status("lost"));
}

TEST(Status, has_no_arrow_out_of_a_final_one) {
  for (int from = 0; from < 10; ++from) {
    for (int to = 0; to < 10; ++to) {
      if (is_final(static_cast<Status>(from))) {
        EXPECT_FALSE(may_follow(static_cast<Status>(from), static_cast<Status>(to)));
      }
    }
  }
}

TEST(Status, goes_back_to_submitted_when_a_block_is_gone) {
  EXPECT_TRUE(may_follow(Status::kMined, Status::kSubmitted));
}

TEST(Status, is_never_signed_after_a_rejection) { EXPECT_FALSE(may_follow(Status::kRejected, Status::kSigned)); }

TEST(Status, ends_the_waiting_when_passed_or_out_of_reach) {
  EXPECT_TRUE(has_reached(Status::kMined, Status::kSubmitted));
  EXPECT_TRUE(has_reached(Status::kCancelled, Status::kConfirmed));
  EXPECT_FALSE(has_reached(Status::kSigned, Status::kSubmitted));
}

}  // namespace
}  // namespace coffer::transactions
