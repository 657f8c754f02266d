#include "platform/remote/call_metadata.h"

#include <gtest/gtest.h>

namespace coffer::remote {
namespace {

TEST(CallMetadata, refuses_what_is_no_context) {
  EXPECT_EQ(decode_call("\xff\xff\xff").error(), invalid("a call's context must be readable"));
}

TEST(CallMetadata, refuses_a_principal_of_an_unknown_kind) {
  const std::string of_kind_seven("\x12\x02\x08\x07");
  EXPECT_EQ(decode_call(of_kind_seven).error(), invalid("a call's principal must be of a known kind"));
}

TEST(CallMetadata, a_call_that_says_nothing_is_of_nobody) {
  const auto received = decode_call("");
  ASSERT_TRUE(received);
  EXPECT_EQ(received->context.principal.kind, Principal::Kind::kAnonymous);
  EXPECT_EQ(received->origin, rpc::Origin::kService);
}

TEST(CallMetadata, shortens_a_failure_that_no_trailer_can_hold) {
  const Error large = conflict(std::string(100'000, 'x')).with("field", std::string(100'000, 'y'));
  const std::string encoded = encode_failure(large);
  EXPECT_LE(encoded.size(), kMaxFailureBytes);
  EXPECT_EQ(decode_failure(encoded).code, ErrorCode::kConflict);
}

TEST(CallMetadata, an_unreadable_failure_is_an_internal_error) {
  EXPECT_EQ(decode_failure("\xff\xff\xff").code, ErrorCode::kInternal);
}

}  // namespace
}  // namespace coffer::remote
