#include "domain/crypto/totp.h"

#include <gtest/gtest.h>

#include "domain/crypto/hotp.h"

#include <array>

namespace coffer::crypto {
namespace {

const BytesView kSecret = as_bytes("12345678901234567890");

TEST(Hotp, gives_the_values_of_rfc_4226_appendix_d) {
  constexpr std::array kValues = {"755224", "287082", "359152", "969429", "338314",
                                  "254676", "287922", "162583", "399871", "520489"};
  for (std::size_t counter = 0; counter < kValues.size(); ++counter)
    EXPECT_EQ(hotp(kSecret, counter, 6), kValues[counter]);
}

TEST(Totp, gives_the_values_of_rfc_6238_appendix_b) {
  const std::string digits = "1234567890123456789012345678901234567890123456789012345678901234";
  const auto code = [&](std::uint64_t time_s, HashAlgorithm algorithm) {
    const std::string secret = digits.substr(0, digest_size(algorithm));
    return totp(as_bytes(secret), time_s, {.digits = 8, .period_s = 30, .algorithm = algorithm});
  };
  EXPECT_EQ(code(59, HashAlgorithm::kSha1), "94287082");
  EXPECT_EQ(code(59, HashAlgorithm::kSha256), "46119246");
  EXPECT_EQ(code(59, HashAlgorithm::kSha512), "90693936");
  EXPECT_EQ(code(1111111109, HashAlgorithm::kSha1), "07081804");
  EXPECT_EQ(code(20000000000, HashAlgorithm::kSha1), "65353130");
}

TEST(Totp, matches_within_the_window_and_says_at_which_step) {
  const std::string code = totp(kSecret, 1000, {}).value();  // step 33
  EXPECT_EQ(match_totp(kSecret, code, 1000, 1, {}).value(), 33);
  EXPECT_EQ(match_totp(kSecret, code, 1025, 1, {}).value(), 33) << "one step late";
  EXPECT_EQ(match_totp(kSecret, code, 1060, 1, {}).value(), std::nullopt) << "two steps late";
  EXPECT_EQ(match_totp(kSecret, code, 0, 0, {}).value(), std::nullopt);
  EXPECT_EQ(match_totp(kSecret, "", 1000, 1, {}).value(), std::nullopt);
}

TEST(Totp, refuses_few_or_many_digits_and_a_period_of_zero) {
  EXPECT_FALSE(hotp(kSecret, 0, 5));
  EXPECT_FALSE(hotp(kSecret, 0, 9));
  EXPECT_FALSE(totp(kSecret, 0, {.digits = 6, .period_s = 0, .algorithm = HashAlgorithm::kSha1}));
}

}  // namespace
}  // namespace coffer::crypto
