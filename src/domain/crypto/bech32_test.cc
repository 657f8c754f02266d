#include "domain/crypto/bech32.h"

#include <gtest/gtest.h>

namespace coffer::crypto {
namespace {

std::string refusal(std::string_view text) {
  const auto parsed = parse_bech32(text);
  return parsed ? "accepted" : parsed.error().message;
}

TEST(Bech32, reads_the_valid_texts_of_bip_173) {
  for (const std::string_view text :
       {"A12UEL5L", "a12uel5l",
        "an83characterlonghumanreadablepartthatcontainsthenumber1andtheexcludedcharactersbio1tt5tgs",
        "abcdef1qpzry9x8gf2tvdw0s3jn54khce6mua7lmqqqxw", "split1checkupstagehandshakeupstreamerranterredcaperred2y9e3w",
        "?1ezyfcl"}) {
    const auto parsed = parse_bech32(text);
    ASSERT_TRUE(parsed) << text;
    EXPECT_EQ(parsed->variant, Bech32Variant::kBech32);
  }
}

TEST(Bech32, reads_the_valid_texts_of_bip_350) {
  for (const std::string_view text : {"A1LQFN3A", "a1lqfn3a", "abcdef1l7aum6echk45nj3s0wdvt2fg8x9yrzpqzd3ryx",
                                      "?1v759aa", "split1checkupstagehandshakeupstreamerranterredcaperredlc445v"}) {
    const auto parsed = parse_bech32(text);
    ASSERT_TRUE(parsed) << text;
    EXPECT_EQ(parsed->variant, Bech32Variant::kBech32m);
    std::string lower(text);
    if (text == "A1LQFN3A") lower = "a1lqfn3a";
    EXPECT_EQ(encode_bech32(*parsed), lower);
  }
}

TEST(Bech32, names_the_rule_that_is_broken) {
  EXPECT_EQ(refusal("A12uEL5L"), "BIP-173: mixed case");
  EXPECT_EQ(refusal("pzry9x0s0muk"), "BIP-173: no human-readable part");
  EXPECT_EQ(refusal("1pzry9x0s0muk"), "BIP-173: no human-readable part");
  EXPECT_EQ(refusal("x1b4n0q5v"), "BIP-173: a character outside the alphabet");
  EXPECT_EQ(refusal("li1dgmt3"), "BIP-173: shorter than its checksum");
  EXPECT_EQ(refusal("A1G7SGD8"), "BIP-173: the checksum does not hold");
  EXPECT_EQ(refusal("\x7f"
                    "1axkwrx"),
            "BIP-173: a character that is not printable ASCII");
  EXPECT_EQ(refusal("an84characterslonghumanreadablepartthatcontainsthenumber1andtheexcludedcharactersbio1569pvx"),
            "BIP-173: longer than 90 characters");
}

TEST(Bech32, refuses_to_write_what_it_would_not_read) {
  EXPECT_FALSE(encode_bech32({.variant = Bech32Variant::kBech32, .human_readable_part = "", .values = {}}));
  EXPECT_FALSE(encode_bech32({.variant = Bech32Variant::kBech32, .human_readable_part = "A", .values = {}}));
  EXPECT_FALSE(encode_bech32({.variant = Bech32Variant::kBech32, .human_readable_part = "a", .values = {32}}));
  EXPECT_FALSE(encode_bech32({.variant = Bech32Variant::kBech32, .human_readable_part = "a", .values = Bytes(83)}));
}

TEST(SegwitAddress, reads_and_writes_the_addresses_of_bip_350) {
  const auto check = [](std::string_view prefix, std::string_view address, std::uint8_t version,
                        std::string_view program) {
    const WitnessProgram expected{.version = version, .program = parse_hex(program).value()};
    EXPECT_EQ(parse_segwit_address(prefix, address), expected);
    EXPECT_EQ(encode_segwit_address(prefix, expected), address);
  };
  check("bc", "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4", 0, "751e76e8199196d454941c45d1b3a323f1433bd6");
  check("tb", "tb1qqqqqp399et2xygdj5xreqhjjvcmzhxw4aywxecjdzew6hylgvsesrxh6hy", 0,
        "000000c4a5cad46221b2a187905e5266362b99d5e91c6ce24d165dab93e86433");
  check("bc", "bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqzk5jj0", 1,
        "79be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798");
  check("bc", "bc1sw50qgdz25j", 16, "751e");
}

TEST(SegwitAddress, refuses_the_invalid_addresses_of_bip_350) {
  const auto rule = [](std::string_view prefix, std::string_view address) {
    const auto parsed = parse_segwit_address(prefix, address);
    return parsed ? "accepted" : parsed.error().message;
  };
  EXPECT_EQ(rule("bc", "tc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vq5zuyut"),
            "BIP-173: an address of another network");
  EXPECT_EQ(rule("bc", "bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqh2y7hd"),
            "BIP-350: version 0 takes Bech32, versions 1 to 16 take Bech32m");
  EXPECT_EQ(rule("bc", "BC130XLXVLHEMJA6C4DQV22UAPCTQUPFHLXM9H8Z3K2E72Q4K9HCZ7VQ7ZWS8R"),
            "BIP-141: a witness version is 0 to 16");
  EXPECT_EQ(rule("bc", "bc1pw5dgrnzv"), "BIP-141: a witness program is 2 to 40 bytes");
  EXPECT_EQ(rule("bc", "BC1QR508D6QEJXTDG4Y5R3ZARVARYV98GJ9P"), "BIP-141: a version 0 program is 20 or 32 bytes");
  EXPECT_EQ(rule("tb", "tb1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vpggkg4j"),
            "BIP-173: padding must be at most 4 zero bits");
  EXPECT_EQ(rule("bc", "bc1gmk9yu"), "BIP-173: no witness version");
}

}  // namespace
}  // namespace coffer::crypto
