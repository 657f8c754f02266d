#include "domain/evm/userop.h"

#include <gtest/gtest.h>

namespace coffer::evm {
namespace {

const Address kSender = Address::parse("0xCcCCccccCCCCcCCCCCCcCcCccCcCCCcCcccccccC").value();
const Address kFactory = Address::parse("0xbBbBBBBbbBBBbbbBbbBbbbbBBbBbbbbBbBbbBBbB").value();
const Address kEntryPoint06 = Address::parse("0x5FF137D4b0FDCD49DcA30c7CF57E578a026d2789").value();
const Address kEntryPoint07 = Address::parse("0x0000000071727De22E5E9d8BAf0edAc6f37da032").value();
const Address kEntryPoint08 = Address::parse("0x4337084D9E255Ff0702461CF8895CE9E3b5Ff108").value();

UserOperationV07 operation() {
  return {.sender = kSender,
          .nonce = 1,
          .factory = kFactory,
          .factory_data = {7, 8},
          .call_data = {1, 2, 3},
          .call_gas_limit = 2,
          .verification_gas_limit = 3,
          .pre_verification_gas = 4,
          .max_fee_per_gas = 5,
          .max_priority_fee_per_gas = 6,
          .paymaster = kSender,
          .paymaster_verification_gas_limit = 7,
          .paymaster_post_op_gas_limit = 8,
          .paymaster_data = {9},
          .signature = {},
          .eip7702_delegate = std::nullopt};
}

TEST(UserOperation, hashes_as_entry_point_v06) {
  const UserOperationV06 operation{.sender = kSender,
                                   .nonce = 1,
                                   .init_code = {4, 5},
                                   .call_data = {1, 2, 3},
                                   .call_gas_limit = 2,
                                   .verification_gas_limit = 3,
                                   .pre_verification_gas = 4,
                                   .max_fee_per_gas = 5,
                                   .max_priority_fee_per_gas = 6,
                                   .paymaster_and_data = {6},
                                   .signature = {}};
  EXPECT_EQ(user_operation_hash_v06(operation, kEntryPoint06, 1).text(),
            "0xbd8fdc3b7d92f3f47bd69c08f37f805cef991f5e53118293190bb1bd8a551b2e");
}

TEST(UserOperation, hashes_as_entry_points_v07_and_v08) {
  const auto packed = pack(operation()).value();
  EXPECT_EQ(user_operation_hash_v07(packed, kEntryPoint07, 1).text(),
            "0xb18bfa7d8ffa9ceaf04e3386bd982cd69a04df7986fdb91f0b6cb56a093fb305");
  EXPECT_EQ(user_operation_hash_v08(packed, kEntryPoint08, 1).text(),
            "0xb0c5717ab8d59c460db6b5ca1526993eeee3ecc62c15f3cf2e5801682362b8b4");
}

TEST(UserOperation, hashes_the_delegate_of_eip_7702_where_the_marker_stands) {
  auto marked = operation();
  marked.factory = Address{.bytes = {0x77, 0x02}};
  const auto with_factory = user_operation_hash_v08(pack(operation()).value(), kEntryPoint08, 1);
  const auto packed = pack(marked).value();
  EXPECT_EQ(user_operation_hash_v08(packed, kEntryPoint08, 1, kFactory), with_factory);
  EXPECT_NE(user_operation_hash_v08(packed, kEntryPoint08, 1), with_factory);
}

TEST(UserOperation, leaves_the_signature_out_of_the_hash) {
  auto signed_operation = operation();
  signed_operation.signature = {1, 2, 3};
  EXPECT_EQ(user_operation_hash_v07(pack(signed_operation).value(), kEntryPoint07, 1),
            user_operation_hash_v07(pack(operation()).value(), kEntryPoint07, 1));
}

TEST(UserOperation, refuses_to_pack_what_does_not_fit_or_belongs_to_nobody) {
  auto wide = operation();
  wide.call_gas_limit = U256::max();
  EXPECT_EQ(pack(wide).error().details.at("field"), "call_gas_limit");
  auto without_factory = operation();
  without_factory.factory = std::nullopt;
  EXPECT_EQ(pack(without_factory).error().details.at("field"), "factory_data");
  auto without_paymaster = operation();
  without_paymaster.paymaster = std::nullopt;
  EXPECT_EQ(pack(without_paymaster).error().details.at("field"), "paymaster_data");
}

}  // namespace
}  // namespace coffer::evm
