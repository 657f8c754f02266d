#include "domain/evm/unsigned_transaction.h"

#include <gtest/gtest.h>

namespace coffer::evm {
namespace {

Transaction of_type(TransactionType type) {
  Transaction out;
  out.type = type;
  out.chain_id = 31337;
  out.nonce = 7;
  out.gas_limit = 100'000;
  out.to = Address{.bytes = {1, 2, 3}};
  out.value = U256(1'000'000'000);
  out.data = Bytes(80, 0x5a);
  if (type == TransactionType::kLegacy || type == TransactionType::kAccessList) {
    out.gas_price = 9;
  } else {
    out.max_priority_fee_per_gas = 1;
    out.max_fee_per_gas = 9;
  }
  if (type != TransactionType::kLegacy) out.access_list.push_back({.address = {}, .storage_keys = {Hash{}}});
  if (type == TransactionType::kBlob) {
    out.max_fee_per_blob_gas = 3;
    out.blob_versioned_hashes.push_back(Hash{.bytes = {0x01}});
  }
  if (type == TransactionType::kSetCode) {
    out.authorization_list.push_back(
        {.authorization = {.chain_id = 1, .address = {}, .nonce = 2}, .signature = {.r = 5, .s = 6, .y_parity = 1}});
  }
  return out;
}

TEST(UnsignedTransaction, of_every_type_is_read_back) {
  for (const auto type : {TransactionType::kLegacy, TransactionType::kAccessList, TransactionType::kDynamicFee,
                          TransactionType::kBlob, TransactionType::kSetCode}) {
    const Transaction transaction = of_type(type);
    EXPECT_EQ(decode_unsigned_transaction(encode_unsigned(transaction)), transaction);
  }
}

TEST(UnsignedTransaction, legacy_before_eip_155_has_six_fields_and_no_chain) {
  Transaction transaction = of_type(TransactionType::kLegacy);
  transaction.chain_id.reset();
  EXPECT_EQ(decode_unsigned_transaction(encode_unsigned(transaction)), transaction);
}

TEST(UnsignedTransaction, creating_a_contract_has_no_target) {
  Transaction transaction = of_type(TransactionType::kDynamicFee);
  transaction.to.reset();
  EXPECT_EQ(decode_unsigned_transaction(encode_unsigned(transaction)), transaction);
}

TEST(UnsignedTransaction, refuses_every_cut_and_every_added_byte) {
  for (const auto type : {TransactionType::kLegacy, TransactionType::kDynamicFee, TransactionType::kSetCode}) {
    Bytes bytes = encode_unsigned(of_type(type));
    for (std::size_t size = 0; size < bytes.size(); ++size) {
      ASSERT_FALSE(decode_unsigned_transaction(BytesView(bytes).first(size))) << size;
    }
    bytes.push_back(0);
    EXPECT_FALSE(decode_unsigned_transaction(bytes));
  }
}

TEST(UnsignedTransaction, refuses_signed_bytes) {
  for (const auto type : {TransactionType::kLegacy, TransactionType::kDynamicFee}) {
    const SignedTransaction made{.transaction = of_type(type), .signature = {.r = 5, .s = 6, .y_parity = 1}};
    EXPECT_FALSE(decode_unsigned_transaction(encode(made)));
  }
}

TEST(UnsignedTransaction, refuses_a_chain_id_that_no_v_can_carry) {
  for (const std::uint64_t chain_id : {std::uint64_t{0}, ~std::uint64_t{0}}) {
    Transaction transaction = of_type(TransactionType::kLegacy);
    transaction.chain_id = chain_id;
    EXPECT_FALSE(decode_unsigned_transaction(encode_unsigned(transaction)));
  }
}

TEST(UnsignedTransaction, refuses_types_that_do_not_exist) {
  Bytes bytes = encode_unsigned(of_type(TransactionType::kDynamicFee));
  for (const std::uint8_t type : ByteArray<4>{0x00, 0x05, 0x7f, 0xbf}) {
    bytes[0] = type;
    EXPECT_FALSE(decode_unsigned_transaction(bytes));
  }
}

}  // namespace
}  // namespace coffer::evm
