#include "domain/evm/transaction.h"

#include <gtest/gtest.h>

#include "domain/crypto/secp256k1.h"
#include "domain/testing/vectors.h"

namespace coffer::evm {
namespace {

using testing::from_hex;

const crypto::secp256k1::Context& context() {
  static const crypto::secp256k1::Context kContext{Secret<32>{}};
  return kContext;
}

Secret<32> key_of(std::uint8_t fill) {
  ByteArray<32> bytes;
  bytes.fill(fill);
  return Secret<32>::copy_of(bytes);
}

SignedTransaction sign(Transaction transaction, const Secret<32>& key) {
  const auto public_key = context().public_key(key).value();
  const auto signature = sign_hash(context(), key, public_key, signing_hash(transaction)).value();
  return attach_signature(std::move(transaction), signature).value();
}

Address address_of(const Secret<32>& key) {
  return Address::from_public_key(context().public_key(key).value().uncompressed()).value();
}

/// A transaction that uses every field of its type.
Transaction example(TransactionType type) {
  Transaction out;
  out.type = type;
  out.chain_id = 1;
  out.nonce = 7;
  out.gas_limit = 21'000;
  out.to = Address::parse("0x3535353535353535353535353535353535353535").value();
  out.value = 5;
  out.data = {1, 2, 3};
  if (type <= TransactionType::kAccessList) out.gas_price = 9;
  if (type >= TransactionType::kDynamicFee) {
    out.max_priority_fee_per_gas = 2;
    out.max_fee_per_gas = 30;
  }
  if (type != TransactionType::kLegacy) out.access_list = {{*out.to, {Hash{{1}}, Hash{{2}}}}, {Address{}, {}}};
  if (type == TransactionType::kBlob) {
    out.max_fee_per_blob_gas = 4;
    out.blob_versioned_hashes = {Hash{{1, 2}}};
  }
  if (type == TransactionType::kSetCode) {
    const Authorization authorization{.chain_id = 1, .address = *out.to, .nonce = 3};
    const auto key = key_of(9);
    const auto signature = sign_hash(context(), key, context().public_key(key).value(), authorization.signing_hash());
    out.authorization_list = {{authorization, signature.value()}};
  }
  return out;
}

constexpr std::array kTypes = {TransactionType::kLegacy, TransactionType::kAccessList, TransactionType::kDynamicFee,
                               TransactionType::kBlob, TransactionType::kSetCode};

TEST(Transaction, signs_the_example_of_eip_155) {
  Transaction transaction;
  transaction.type = TransactionType::kLegacy;
  transaction.chain_id = 1;
  transaction.nonce = 9;
  transaction.gas_price = 20'000'000'000;
  transaction.gas_limit = 21'000;
  transaction.to = Address::parse("0x3535353535353535353535353535353535353535").value();
  transaction.value = 1'000'000'000'000'000'000;
  EXPECT_EQ(signing_hash(transaction).text(), "0xdaf5a779ae972f972197303d7b574746c7ef83eadac0f2791ad23db92e4c8e53");
  EXPECT_EQ(
      hex(encode(sign(transaction, key_of(0x46)))),
      "f86c098504a817c800825208943535353535353535353535353535353535353535880de0b6b3a76400008025a028ef61340bd939bc2195fe"
      "537567866003e1a15d3c71ff63e1590620aa636276a067cbe9d8997f761aecb703304b3800ccf555c9f3dc64214b297fb1966a3b6d83");
}

TEST(Transaction, comes_back_from_its_bytes_with_its_sender_in_every_type) {
  for (const TransactionType type : kTypes) {
    const SignedTransaction signed_transaction = sign(example(type), key_of(5));
    const auto decoded = decode_transaction(encode(signed_transaction));
    ASSERT_TRUE(decoded) << decoded.error().message;
    EXPECT_EQ(*decoded, signed_transaction);
    EXPECT_EQ(recover_sender(*decoded).value(), address_of(key_of(5)));
  }
}

TEST(Transaction, before_eip_155_has_no_chain_id) {
  Transaction transaction = example(TransactionType::kLegacy);
  transaction.chain_id = std::nullopt;
  const auto decoded = decode_transaction(encode(sign(transaction, key_of(5))));
  ASSERT_TRUE(decoded);
  EXPECT_FALSE(decoded->transaction.chain_id);
}

TEST(Transaction, names_who_signed_an_authorization) {
  const Transaction transaction = example(TransactionType::kSetCode);
  EXPECT_EQ(transaction.authorization_list[0].authority().value(), address_of(key_of(9)));
}

/// Every byte string that is one byte away from a transaction is refused or means another one.
TEST(Transaction, has_one_encoding) {
  for (const TransactionType type : kTypes) {
    const Bytes raw = encode(sign(example(type), key_of(5)));
    for (std::size_t i = 0; i < raw.size(); ++i) {
      Bytes changed = raw;
      changed[i] ^= 1U;
      const auto decoded = decode_transaction(changed);
      if (decoded) EXPECT_EQ(encode(*decoded), changed) << i;
      EXPECT_FALSE(decode_transaction(BytesView(raw).first(i))) << i;
    }
    Bytes longer = raw;
    longer.push_back(0);
    EXPECT_FALSE(decode_transaction(longer));
  }
}

std::string refusal(const Transaction& transaction) {
  const auto checked = validate(transaction);
  return checked ? "" : checked.error().details.at("field");
}

TEST(Transaction, refuses_fields_that_break_a_rule) {
  auto transaction = example(TransactionType::kDynamicFee);
  EXPECT_EQ(refusal(transaction), "");
  transaction.max_priority_fee_per_gas = 31;
  EXPECT_EQ(refusal(transaction), "max_priority_fee_per_gas");
  transaction = example(TransactionType::kDynamicFee);
  transaction.nonce = ~std::uint64_t{0};
  EXPECT_EQ(refusal(transaction), "nonce");
  transaction = example(TransactionType::kDynamicFee);
  transaction.chain_id = std::nullopt;
  EXPECT_EQ(refusal(transaction), "chain_id");
  transaction = example(TransactionType::kBlob);
  transaction.blob_versioned_hashes[0].bytes[0] = 2;
  EXPECT_EQ(refusal(transaction), "blob_versioned_hashes");
  transaction = example(TransactionType::kSetCode);
  transaction.authorization_list.clear();
  EXPECT_EQ(refusal(transaction), "authorization_list");
  transaction = example(TransactionType::kSetCode);
  transaction.to = std::nullopt;
  EXPECT_EQ(refusal(transaction), "to");
}

TEST(Transaction, refuses_a_high_s_by_name) {
  SignedTransaction transaction = sign(example(TransactionType::kDynamicFee), key_of(5));
  const auto order = U256::parse_hex("0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141").value();
  transaction.signature.s = *order.minus(transaction.signature.s);
  transaction.signature.y_parity ^= 1U;
  const auto decoded = decode_transaction(encode(transaction));
  ASSERT_FALSE(decoded);
  EXPECT_EQ(decoded.error().message, "EIP-2: s above half order");
}

}  // namespace
}  // namespace coffer::evm
