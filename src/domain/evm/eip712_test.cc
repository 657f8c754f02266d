#include "domain/evm/eip712.h"

#include <gtest/gtest.h>

#include "domain/testing/vectors.h"

namespace coffer::evm {
namespace {

using nlohmann::json;

/// The example of EIP-712.
json mail() {
  return json::parse(R"({
    "types":{
      "EIP712Domain":[{"name":"name","type":"string"},{"name":"version","type":"string"},{"name":"chainId","type":"uint256"},{"name":"verifyingContract","type":"address"}],
      "Person":[{"name":"name","type":"string"},{"name":"wallet","type":"address"}],
      "Mail":[{"name":"from","type":"Person"},{"name":"to","type":"Person"},{"name":"contents","type":"string"}]},
    "primaryType":"Mail",
    "domain":{"name":"Ether Mail","version":"1","chainId":1,"verifyingContract":"0xCcCCccccCCCCcCCCCCCcCcCccCcCCCcCcccccccC"},
    "message":{"from":{"name":"Cow","wallet":"0xCD2a3d9F938E13CD947Ec05AbC7FE734Df8DD826"},
               "to":{"name":"Bob","wallet":"0xbBbBBBBbbBBBbbbBbbBbbbbBBbBbbbbBbBbbBBbB"},"contents":"Hello, Bob!"}})");
}

std::string refusal(const json& document) {
  const auto parsed = TypedData::from_json(document);
  return parsed ? "accepted" : parsed.error().details.at("field");
}

TEST(Eip712, hashes_the_example_of_the_standard) {
  const auto data = TypedData::from_json(mail()).value();
  EXPECT_EQ(data.encoded_type(), "Mail(Person from,Person to,string contents)Person(string name,address wallet)");
  EXPECT_EQ(data.domain_separator().text(), "0xf2cee375fa42b42143804025fc449deafd50cc031ca257e0b194a650a912090f");
  EXPECT_EQ(data.struct_hash().text(), "0xc52c0ee5d84264471806290a3f2c4cecfc5490626bf912d01f240d7a274b371e");
  EXPECT_EQ(data.digest().text(), "0xbe609aee343fb3c4b28e1df9e632fca64fcfaede20f02e86244efddf30957bd2");
  EXPECT_EQ(data.chain_id(), U256(1));
}

TEST(Eip712, derives_the_domain_type_when_it_is_left_out) {
  json document = mail();
  document["types"].erase("EIP712Domain");
  EXPECT_EQ(TypedData::from_json(document).value().digest(), TypedData::from_json(mail()).value().digest());
}

TEST(Eip712, names_the_member_that_does_not_fit) {
  json document = mail();
  document["message"]["to"]["wallet"] = "0x12";
  EXPECT_EQ(refusal(document), "message.to.wallet");
  document = mail();
  document["message"]["from"].erase("name");
  EXPECT_EQ(refusal(document), "message.from.name");
  document = mail();
  document["message"]["from"]["extra"] = 1;
  EXPECT_EQ(refusal(document), "message.from.extra");
  document = mail();
  document["domain"]["chainId"] = -1;
  EXPECT_EQ(refusal(document), "domain.chainId");
  document = mail();
  document["note"] = "x";
  EXPECT_EQ(refusal(document), "note");
}

TEST(Eip712, refuses_types_that_are_not_defined_or_not_the_standards) {
  for (const char* type :
       {"Nobody", "uint", "uint7", "function", "bytes33", "Person[0]", "Person[", "uint256[-1]", ""}) {
    json document = mail();
    document["types"]["Mail"][2]["type"] = type;
    EXPECT_FALSE(TypedData::from_json(document)) << type;
  }
}

TEST(Eip712, holds_arrays_to_their_lengths_and_integers_to_their_widths) {
  const auto accepts = [](const char* type, const json& value) {
    const json document = {{"types", {{"T", {{{"name", "v"}, {"type", type}}}}}},
                           {"primaryType", "T"},
                           {"domain", json::object()},
                           {"message", {{"v", value}}}};
    return TypedData::from_json(document).has_value();
  };
  EXPECT_TRUE(accepts("uint8[2][]", {{1, 2}, {3, 4}}));
  EXPECT_FALSE(accepts("uint8[2][]", {{1, 2, 3}}));
  EXPECT_FALSE(accepts("uint8", 256));
  EXPECT_TRUE(accepts("int8", -128));
  EXPECT_FALSE(accepts("int8", -129));
  EXPECT_FALSE(accepts("uint256", 1.5));
  EXPECT_FALSE(accepts("bool", 1));
  EXPECT_FALSE(accepts("bytes2", "0x010203"));
}

TEST(Eip712, allows_types_that_contain_themselves_in_arrays) {
  const json document = {
      {"types", {{"Node", {{{"name", "id"}, {"type", "uint8"}}, {{"name", "children"}, {"type", "Node[]"}}}}}},
      {"primaryType", "Node"},
      {"domain", json::object()},
      {"message", {{"id", 1}, {"children", {{{"id", 2}, {"children", json::array()}}}}}}};
  EXPECT_TRUE(TypedData::from_json(document));
}

TEST(Eip712, refuses_json_with_two_readings) {
  EXPECT_FALSE(TypedData::parse(R"({"types":{},"types":{},"primaryType":"A","domain":{},"message":{}})"));
}

}  // namespace
}  // namespace coffer::evm
