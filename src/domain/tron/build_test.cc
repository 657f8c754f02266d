#include "domain/tron/build.h"

#include <gtest/gtest.h>

#include "domain/testing/vectors.h"

namespace coffer::tron {
namespace {

const Address kOwner = Address::parse("TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t").value();
const Address kOther = Address::from(parse_hex("41" + std::string(40, '1')).value()).value();

RawTransaction with(Contract contract) {
  return {.ref_block_bytes = {0x12, 0x34},
          .ref_block_hash = Bytes(8, 0x56),
          .expiration_ms = 1'700'000'060'000,
          .timestamp_ms = 1'700'000'000'000,
          .fee_limit_sun = 30'000'000,
          .memo = to_bytes(std::string_view("memo")),
          .permission_id = 2,
          .contract = std::move(contract)};
}

TEST(TronBuild, every_contract_comes_back_from_its_bytes) {
  for (const auto& contract :
       {transfer(kOwner, kOther, 1), transfer_asset(kOwner, kOther, "1002000", 5), call(kOwner, kOther, Bytes{1}, 7),
        call(kOwner, kOther, {}, 0), token_transfer(kOwner, kOther, kOther, U256::max()),
        freeze(kOwner, 1'000'000, Resource::kEnergy), freeze(kOwner, 1'000'000, Resource::kBandwidth),
        unfreeze(kOwner, 5, Resource::kEnergy), withdraw_unfrozen(kOwner), cancel_unfreezing(kOwner),
        delegate(kOwner, kOther, 9, Resource::kEnergy, 0), delegate(kOwner, kOther, 9, Resource::kBandwidth, 86'400),
        undelegate(kOwner, kOther, 9, Resource::kEnergy)}) {
    ASSERT_TRUE(contract) << contract.error().message;
    const RawTransaction given = with(*contract);
    const auto raw = encode_raw_transaction(given);
    ASSERT_TRUE(raw) << contract->type << ": " << raw.error().message;
    const auto read = decode_raw_transaction(*raw);
    ASSERT_TRUE(read) << contract->type << ": " << read.error().message;
    EXPECT_EQ(*read, given) << contract->type;
  }
}

TEST(TronBuild, writes_a_token_transfer_as_the_contract_reads_it) {
  const auto contract = token_transfer(kOwner, kOther, kOwner, U256(1'000'000)).value();
  EXPECT_EQ(
      std::get<std::string>(contract.fields.back().value),
      "a9059cbb000000000000000000000000a614f803b6fd780986a42c78ec9c7f77e6ded13c" + std::string(58, '0') + "0f4240");
}

TEST(TronBuild, refuses_amounts_that_are_none) {
  EXPECT_FALSE(transfer(kOwner, kOther, 0));
  EXPECT_FALSE(transfer(kOwner, kOther, std::uint64_t{1} << 63U));
  EXPECT_FALSE(freeze(kOwner, 0, Resource::kEnergy));
  EXPECT_TRUE(transfer(kOwner, kOther, (std::uint64_t{1} << 63U) - 1));
}

TEST(TronBuild, refuses_what_cannot_be_read_again) {
  RawTransaction raw = with(transfer(kOwner, kOther, 1).value());
  RawTransaction unordered = raw;
  std::swap(unordered.contract.fields[0], unordered.contract.fields[1]);
  EXPECT_FALSE(encode_raw_transaction(unordered));
  RawTransaction unknown = raw;
  unknown.contract.type = "ShieldedTransferContract";
  EXPECT_FALSE(encode_raw_transaction(unknown));
  RawTransaction negative = raw;
  negative.contract.fields[2].value = std::int64_t{-1};
  EXPECT_FALSE(encode_raw_transaction(negative));
  RawTransaction no_block = raw;
  no_block.ref_block_hash.clear();
  EXPECT_FALSE(encode_raw_transaction(no_block));
  RawTransaction ownerless = raw;
  ownerless.contract.fields.erase(ownerless.contract.fields.begin());
  EXPECT_FALSE(encode_raw_transaction(ownerless));
}

// What tronweb 6.5.1 gives: utils.message.hashMessage("hello").
TEST(TronMessage, is_hashed_as_tip_191_says) {
  EXPECT_EQ(hex(message_hash(as_bytes("hello")).bytes),
            "a07d8e5b946cc0416662f5420751673680809e5f10313e20c7c5badb0ef4226d");
}

}  // namespace
}  // namespace coffer::tron
