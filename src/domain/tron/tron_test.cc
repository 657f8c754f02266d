#include <gtest/gtest.h>

#include "domain/testing/vectors.h"
#include "domain/tron/address.h"
#include "domain/tron/transaction.h"
#include "domain/tron/wire.h"

namespace coffer::tron {
namespace {

using testing::from_hex;

TEST(TronAddress, is_base58check_of_41_and_the_evm_address) {
  const auto address = Address::parse("TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t").value();  // USDT
  EXPECT_EQ(hex(address.bytes()), "41a614f803b6fd780986a42c78ec9c7f77e6ded13c");
  EXPECT_EQ(address.text(), "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t");
  EXPECT_FALSE(Address::parse("TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6u"));
  EXPECT_FALSE(Address::parse("1BgGZ9tcN4rm9KBzDn7KprQz87SZ26SAMH"));
  EXPECT_FALSE(Address::from(Bytes(21, 0)));
}

/// A transfer as java-tron writes it, with the parameter given.
Bytes transfer_with(BytesView parameter, std::int64_t type = 1, std::string_view name = "TransferContract") {
  Bytes any;
  append_bytes(any, 1, as_bytes("type.googleapis.com/protocol." + std::string(name)));
  append_bytes(any, 2, parameter);
  Bytes contract;
  append_number(contract, 1, type);
  append_bytes(contract, 2, any);
  Bytes raw;
  append_bytes(raw, 1, Bytes{0x12, 0x34});
  append_bytes(raw, 4, Bytes(8, 0x56));
  append_number(raw, 8, 1'700'000'060'000);
  append_bytes(raw, 11, contract);
  append_number(raw, 14, 1'700'000'000'000);
  return raw;
}

Bytes transfer_parameter() {
  Bytes owner = {0x41};
  owner.resize(21, 0x0a);
  Bytes to = {0x41};
  to.resize(21, 0x0b);
  Bytes out;
  append_bytes(out, 1, owner);
  append_bytes(out, 2, to);
  append_number(out, 3, 1'000'000);
  return out;
}

TEST(TronTransaction, reads_a_transfer) {
  const auto raw = decode_raw_transaction(transfer_with(transfer_parameter())).value();
  EXPECT_EQ(raw.contract.type, "TransferContract");
  ASSERT_EQ(raw.contract.fields.size(), 3U);
  EXPECT_EQ(std::get<std::int64_t>(raw.contract.fields[2].value), 1'000'000);
  EXPECT_EQ(std::get<std::string>(raw.contract.fields[0].value).substr(0, 1), "T");
  EXPECT_EQ(raw.expiration_ms, 1'700'000'060'000);
}

TEST(TronTransaction, refuses_a_type_that_is_unknown_or_not_the_parameters) {
  EXPECT_FALSE(decode_raw_transaction(transfer_with(transfer_parameter(), 2)));
  EXPECT_FALSE(decode_raw_transaction(transfer_with(transfer_parameter(), 99)));
  EXPECT_FALSE(decode_raw_transaction(transfer_with(transfer_parameter(), 1, "TransferAssetContract")));
}

TEST(TronTransaction, has_one_encoding) {
  const Bytes raw = transfer_with(transfer_parameter());
  // Only where the last field begins can the end be missed: the timestamp may be absent.
  const std::size_t timestamp = raw.size() - 7;
  for (std::size_t i = 0; i < raw.size(); ++i)
    EXPECT_EQ(decode_raw_transaction(BytesView(raw).first(i)).has_value(), i == timestamp) << i;
  Bytes doubled = raw;
  append(doubled, raw);
  EXPECT_FALSE(decode_raw_transaction(doubled));
  Bytes negative = to_bytes(BytesView(transfer_parameter()).first(46));
  append_number(negative, 3, -1);
  EXPECT_FALSE(decode_raw_transaction(transfer_with(negative)));
  Bytes unknown = transfer_parameter();
  append_number(unknown, 9, 1);
  EXPECT_FALSE(decode_raw_transaction(transfer_with(unknown)));
}

TEST(TronWire, refuses_numbers_that_are_not_minimal_or_too_large) {
  const Bytes longer = from_hex("088100");
  EXPECT_FALSE(WireReader(longer).next());
  const Bytes wide = from_hex("08ffffffffffffffffff02");
  EXPECT_FALSE(WireReader(wide).next());
  const Bytes largest = from_hex("08ffffffffffffffffff01");
  EXPECT_EQ(WireReader(largest).next().value().number, ~std::uint64_t{0});
  const Bytes group = from_hex("0b");
  EXPECT_FALSE(WireReader(group).next());
}

}  // namespace
}  // namespace coffer::tron
