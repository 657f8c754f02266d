#include "domain/evm/abi.h"

#include <gtest/gtest.h>

#include "domain/testing/vectors.h"

namespace coffer::evm::abi {
namespace {

using nlohmann::json;

std::vector<Type> types(std::string_view text) { return parse_types(text).value(); }

std::string encoded(std::string_view text, const json& values) {
  const auto out = encode(types(text), values);
  return out ? hex(*out) : "refused: " + out.error().message + " at " + out.error().details.at("field");
}

/// A word of 64 hex digits that ends in `digits`.
std::string word(std::string_view digits) { return std::string(64 - digits.size(), '0') + std::string(digits); }

/// The published arguments are text where the type is bytes.
json argument(const std::string& type, const json& value) {
  return type.starts_with("bytes") ? json(hex0x(as_bytes(value.get<std::string>()))) : value;
}

TEST(Abi, encodes_and_decodes_the_published_vectors) {
  COFFER_VECTORS_OR_SKIP(text, "ethereum-tests/basic_abi_tests.json");
  for (const auto& [name, vector] : json::parse(text).items()) {
    std::vector<Type> list;
    json values = json::array();
    for (std::size_t i = 0; i < vector["types"].size(); ++i) {
      const auto type = vector["types"][i].get<std::string>();
      list.push_back(parse_type(type).value());
      values.push_back(argument(type, vector["args"][i]));
    }
    const auto data = encode(list, values);
    ASSERT_TRUE(data) << name;
    EXPECT_EQ(hex(*data), testing::text_of(vector["result"])) << name;
    EXPECT_EQ(encode(list, decode(list, *data).value()), data) << name;
  }
}

// The examples of the Solidity ABI specification.
TEST(Abi, encodes_the_examples_of_the_specification) {
  EXPECT_EQ(encoded("uint32,bool", {69, true}), word("45") + word("1"));
  EXPECT_EQ(encoded("bytes3[2]", json::parse(R"([["0x616263","0x646566"]])")),
            "616263" + std::string(58, '0') + "646566" + std::string(58, '0'));
  EXPECT_EQ(encoded("bytes,bool,uint256[]", {"0x64617665", true, {1, 2, 3}}),
            word("60") + word("1") + word("a0") + word("4") + "64617665" + std::string(56, '0') + word("3") +
                word("1") + word("2") + word("3"));
  EXPECT_EQ(encoded("uint256[][],string[]", json::parse(R"([[[1,2],[3]],["one","two","three"]])")),
            word("40") + word("140") + word("2") + word("40") + word("a0") + word("2") + word("1") + word("2") +
                word("1") + word("3") + word("3") + word("60") + word("a0") + word("e0") + word("3") + "6f6e65" +
                std::string(58, '0') + word("3") + "74776f" + std::string(58, '0') + word("5") + "7468726565" +
                std::string(54, '0'));
}

TEST(Abi, writes_signed_integers_as_twos_complement) {
  EXPECT_EQ(encoded("int8", {-1}), std::string(64, 'f'));
  EXPECT_EQ(encoded("int8", {"-128"}), std::string(62, 'f') + "80");
  EXPECT_EQ(decode(types("int8"), testing::from_hex(std::string(62, 'f') + "80")).value()[0], "-128");
  EXPECT_TRUE(encoded("int8", {"-129"}).starts_with("refused"));
  EXPECT_TRUE(encoded("int8", {128}).starts_with("refused"));
  const std::string least = "-57896044618658097711785492504343953926634992332820282019728792003956564819968";
  EXPECT_EQ(encoded("int256", {least}), "8" + std::string(63, '0'));
  EXPECT_EQ(decode(types("int256"), testing::from_hex("8" + std::string(63, '0'))).value()[0], least);
}

TEST(Abi, takes_tuples_by_place_or_by_name) {
  const json by_name = json::parse(R"([{"to":"0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed","ids":["1","2"]}])");
  const json by_place = json::parse(R"([["0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed",["1","2"]]])");
  const auto list = types("(address to,uint256[] ids)");
  EXPECT_EQ(encode(list, by_name).value(), encode(list, by_place).value());
  EXPECT_EQ(decode(list, encode(list, by_name).value()).value(), by_place);
}

TEST(Abi, says_where_a_value_is_wrong) {
  const auto out =
      encode(types("(address to,uint8[2] pair)[]"),
             json::array({json::array({{{"to", "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed"}, {"pair", {1, 256}}}})}));
  ASSERT_FALSE(out);
  EXPECT_EQ(out.error().details.at("field"), "[0][0].pair[1]");
}

TEST(Abi, refuses_values_of_other_types) {
  for (const auto& [type, value] : std::vector<std::pair<const char*, json>>{{"uint8", 256},
                                                                             {"uint8", -1},
                                                                             {"uint256", 1.5},
                                                                             {"uint256", "0x01"},
                                                                             {"uint256", "01"},
                                                                             {"bool", 1},
                                                                             {"bytes4", "0x010203"},
                                                                             {"bytes", "0102"},
                                                                             {"address", "0x01"},
                                                                             {"string", 5},
                                                                             {"uint8[2]", {1}},
                                                                             {"uint8[]", "1"}})
    EXPECT_FALSE(encode(types(type), json::array({value}))) << type << value;
}

TEST(Abi, refuses_words_that_do_not_fit_their_type) {
  for (const char* type : {"uint8", "bool", "address", "bytes4", "int8"})
    EXPECT_FALSE(decode(types(type), testing::from_hex("01" + std::string(60, '0') + "02"), Strictness::kLenient))
        << type;
}

TEST(Abi, refuses_data_that_is_not_canonical_unless_lenient) {
  const std::string behind = word("40") + word("dead") + word("1") + "61" + std::string(62, '0');
  EXPECT_FALSE(decode(types("string"), testing::from_hex(behind)));
  EXPECT_EQ(decode(types("string"), testing::from_hex(behind), Strictness::kLenient).value()[0], "a");
  EXPECT_FALSE(decode(types("uint8"), testing::from_hex(word("1") + word("2"))));
  EXPECT_FALSE(decode(types("bytes"), testing::from_hex(word("20") + word("1") + "61" + std::string(60, '0') + "01")));
}

TEST(Abi, refuses_lengths_and_offsets_beyond_the_data) {
  for (const char* type : {"bytes", "uint256[]", "string", "bytes[]"}) {
    EXPECT_FALSE(decode(types(type), testing::from_hex(word("20") + std::string(64, 'f')), Strictness::kLenient));
    EXPECT_FALSE(decode(types(type), testing::from_hex(std::string(64, 'f')), Strictness::kLenient));
    EXPECT_FALSE(decode(types(type), testing::from_hex(word("20") + word("2")), Strictness::kLenient));
  }
}

TEST(Abi, bounds_the_values_that_small_data_can_claim) {
  // Each of 300 rows points at the same 300 rows, three levels deep: 27 million values from 10 kB.
  std::string data = word("20");
  for (int level = 0; level < 3; ++level) {
    data += word("12c");
    for (int i = 0; i < 300; ++i) data += word("2580");
  }
  data += word("0");
  const auto out = decode(types("uint256[][][][]"), testing::from_hex(data), Strictness::kLenient);
  EXPECT_FALSE(out);
}

TEST(AbiType, prints_the_canonical_form) {
  EXPECT_EQ(parse_type("uint").value().text(), "uint256");
  EXPECT_EQ(parse_type("tuple(address to, uint x)[3][]").value().text(), "(address,uint256)[3][]");
  EXPECT_EQ(parse_type("address payable who").value().name, "who");
}

TEST(AbiType, refuses_what_is_no_type) {
  for (const char* text : {"", "uint7", "uint264", "bytes33", "bytes0", "uint256[0]", "uint256[-1]", "uint256[",
                           "(uint256", "uint256)", "foo", "()", "uint256 a b", "fixed128x18", "uint08", "uint256[01]"})
    EXPECT_FALSE(parse_type(text)) << text;
}

TEST(AbiType, bounds_nesting_and_size) {
  std::string deep = "uint8";
  for (int i = 0; i < 17; ++i) deep = "(" + deep + ")";
  EXPECT_FALSE(parse_type(deep));
  EXPECT_FALSE(parse_type("uint8[65536][65536]"));
}

}  // namespace
}  // namespace coffer::evm::abi
