#include "domain/crypto/ecdsa_signature.h"

#include <gtest/gtest.h>

namespace coffer::crypto {
namespace {

EcdsaSignature signature(std::uint8_t first_of_r, std::uint8_t last_of_s) {
  EcdsaSignature out;
  out.r[0] = first_of_r;
  out.s[31] = last_of_s;
  return out;
}

std::string refusal(std::string_view der) {
  const auto parsed = EcdsaSignature::from_der(parse_hex(der).value());
  return parsed ? "accepted" : parsed.error().message;
}

TEST(EcdsaSignature, der_is_minimal_and_reads_back) {
  EXPECT_EQ(hex(signature(0, 1).der()), "3006020100020101");
  EXPECT_EQ(hex(signature(0, 0x80).der()), "300702010002020080");
  for (const std::uint8_t byte : ByteArray<5>{0x00, 0x01, 0x7f, 0x80, 0xff}) {
    EXPECT_EQ(EcdsaSignature::from_der(signature(byte, byte).der()), signature(byte, byte));
  }
}

TEST(EcdsaSignature, refuses_every_der_that_is_not_minimal_or_not_alone) {
  EXPECT_EQ(refusal("3006020101020101"), "accepted");
  EXPECT_EQ(refusal("300702020001020101"), "DER: INTEGER not minimal");
  EXPECT_EQ(refusal("3006020181020101"), "DER: negative INTEGER");
  EXPECT_EQ(refusal("308106020101020101"), "DER: wrong length of the SEQUENCE");
  EXPECT_EQ(refusal("300602010102010100"), "DER: wrong length of the SEQUENCE");
  EXPECT_EQ(refusal("3007020101020101ff"), "DER: bytes after the signature");
  EXPECT_EQ(refusal("3005020101020001"), "DER: wrong length of the SEQUENCE");
  EXPECT_EQ(refusal("3006020101030101"), "DER: an INTEGER must stand here");
  EXPECT_EQ(refusal(""), "DER: a SEQUENCE must stand here");
}

TEST(EcdsaSignature, compact_has_64_bytes) {
  EXPECT_EQ(EcdsaSignature::from_compact(signature(3, 4).compact()), signature(3, 4));
  EXPECT_FALSE(EcdsaSignature::from_compact(Bytes(65)));
}

}  // namespace
}  // namespace coffer::crypto
