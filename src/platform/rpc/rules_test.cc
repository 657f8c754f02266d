#include "platform/rpc/rules.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace coffer::rpc {
namespace {

class AnyFormats final : public Formats {
 public:
  [[nodiscard]] bool is_evm_address(std::string_view text) const override { return !text.ends_with("BAD"); }
  [[nodiscard]] bool is_address(std::string_view text) const override { return text.starts_with("addr"); }
};

const AnyFormats kFormats;

TEST(Rules, complete_a_sentence_with_the_name_of_the_field) {
  const Result<void> checked = under("a", under("b", check_range(5, 1, 3)));
  ASSERT_FALSE(checked.has_value());
  const Error error = named(checked.error());
  EXPECT_EQ(error.message, "a.b must be 1 to 3");
  EXPECT_EQ(error.details.at("field"), "a.b");
}

TEST(Rules, name_the_item_of_a_list) {
  const std::vector<std::string> networks = {"ethereum", "x:", "y"};
  struct Range {
    const std::vector<std::string>& items;
    [[nodiscard]] int size() const { return static_cast<int>(items.size()); }
    const std::string& operator[](int i) const { return items[static_cast<std::size_t>(i)]; }
  };
  const Range range{networks};
  const auto checked =
      under("networks", check_each(range, [](const std::string& item) { return check_network(item); }));
  ASSERT_FALSE(checked.has_value());
  EXPECT_EQ(checked.error().details.at("field"), "networks[1]");
}

TEST(Rules, count_text_in_code_points_and_bytes_in_bytes) {
  EXPECT_TRUE(check_length("äöü", 3, 3).has_value());
  EXPECT_FALSE(check_size("äöü", 3, 3).has_value());
}

TEST(Rules, leave_out_an_upper_bound_of_zero) { EXPECT_TRUE(check_range(1'000'000, 1, 0).has_value()); }

TEST(Rules, say_what_an_amount_is) {
  const std::string max = "115792089237316195423570985008687907853269984665640564039457584007913129639935";
  for (const std::string_view good : {std::string_view("0"), std::string_view("1"), std::string_view(max)})
    EXPECT_TRUE(check_amount(good).has_value()) << good;
  for (const std::string_view bad : {"", "00", "01", "-1", "+1", " 1", "1 ", "1.0", "1e3", "0x1",
                                     "115792089237316195423570985008687907853269984665640564039457584007913129639936"})
    EXPECT_FALSE(check_amount(bad).has_value()) << bad;
}

TEST(Rules, say_what_an_email_address_is) {
  for (const std::string_view good : {"a@b.co", "first.last+tag@sub.example.org", "o'neil@example.com"})
    EXPECT_TRUE(check_email(good).has_value()) << good;
  for (const std::string_view bad : {"", "a", "a@", "@b.co", "a@b", "a b@c.de", ".a@b.co", "a..b@c.de", "a@-b.co",
                                     "a@b..co", "a@b.co.", "ä@b.co", "a@b@c.de\n"})
    EXPECT_FALSE(check_email(bad).has_value()) << bad;
  EXPECT_FALSE(check_email(std::string(65, 'a') + "@b.co").has_value());
}

TEST(Rules, take_short_ids_and_caip2_as_networks) {
  for (const std::string_view good :
       {"ethereum", "base-sepolia", "eip155:1", "bip122:000000000019d6689c085ae165831e93"})
    EXPECT_TRUE(check_network(good).has_value()) << good;
  for (const std::string_view bad : {"", "Ethereum", "1", "eip155:", ":1", "e:1", "ethereum mainnet", "eip155:1:2"})
    EXPECT_FALSE(check_network(bad).has_value()) << bad;
}

TEST(Rules, take_contracts_and_caip19_as_assets) {
  const std::string contract = "0x" + std::string(40, 'a');
  EXPECT_TRUE(check_asset(contract, kFormats).has_value());
  EXPECT_TRUE(check_asset("eip155:1/erc20:" + contract, kFormats).has_value());
  EXPECT_TRUE(check_asset("eip155:1/slip44:60", kFormats).has_value());
  for (const std::string_view bad : {"", "0x12", "eip155:1/", "eip155/erc20:0x1", "eip155:1/erc20"})
    EXPECT_FALSE(check_asset(bad, kFormats).has_value()) << bad;
}

TEST(Rules, ask_the_formats_for_checksums) {
  EXPECT_TRUE(check_evm_address("0x" + std::string(40, 'a'), kFormats).has_value());
  EXPECT_FALSE(check_evm_address("0x" + std::string(37, 'a') + "BAD", kFormats).has_value());
  EXPECT_FALSE(check_evm_address(std::string(40, 'a'), kFormats).has_value());
  EXPECT_FALSE(check_evm_address("0X" + std::string(40, 'a'), kFormats).has_value());
  EXPECT_TRUE(check_address("addr1", kFormats).has_value());
  EXPECT_FALSE(check_address("other", kFormats).has_value());
}

TEST(Rules, hold_hex_hash_uuid_duration_and_base64_to_their_forms) {
  EXPECT_TRUE(check_hex("0x").has_value());
  EXPECT_TRUE(check_hex("0xAbcd").has_value());
  EXPECT_FALSE(check_hex("0xabc").has_value());
  EXPECT_FALSE(check_hex("abcd").has_value());
  EXPECT_TRUE(check_hash("0x" + std::string(64, '0')).has_value());
  EXPECT_FALSE(check_hash("0x" + std::string(63, '0')).has_value());
  EXPECT_TRUE(check_uuid("01932c07-209b-7e3a-8c4f-0123456789ab").has_value());
  EXPECT_FALSE(check_uuid("01932C07-209b-7e3a-8c4f-0123456789ab").has_value());
  EXPECT_TRUE(check_duration("20s").has_value());
  EXPECT_FALSE(check_duration("20").has_value());
  EXPECT_TRUE(check_base64("AA==").has_value());
  EXPECT_FALSE(check_base64("AA").has_value());
}

TEST(Rules, refuse_labels_that_nobody_can_read) {
  EXPECT_TRUE(check_label("Savings 💶").has_value());
  for (const std::string_view bad : {"", "   ", "a\nb", "a\x7f"}) EXPECT_FALSE(check_label(bad).has_value()) << bad;
  EXPECT_FALSE(check_label(std::string(65, 'a')).has_value());
}

TEST(Rules, match_a_pattern_over_the_whole_text) {
  EXPECT_TRUE(check_pattern("ab12", "[a-z]+[0-9]+").has_value());
  EXPECT_FALSE(check_pattern("ab12!", "[a-z]+[0-9]+").has_value());
}

}  // namespace
}  // namespace coffer::rpc
