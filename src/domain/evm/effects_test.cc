#include "domain/evm/effects.h"

#include <gtest/gtest.h>

#include "domain/evm/abi_interface.h"
#include "domain/evm/effects_walker.h"
#include "domain/evm/eip712.h"
#include "domain/evm/erc1155.h"
#include "domain/evm/erc20.h"
#include "domain/evm/erc721.h"
#include "domain/evm/permit2.h"

namespace coffer::evm {
namespace {

using nlohmann::json;

Address address(std::uint8_t fill) {
  Address out;
  out.bytes.fill(fill);
  return out;
}
const Address kAlice = address(0x0a);
const Address kBob = address(0x0b);
const Address kToken = address(0x0c);
const Address kOther = address(0x0d);

Effects call(const Address& to, BytesView data, const U256& value = 0) {
  return effects_of_call(kAlice, to, value, data);
}

Bytes encode(const char* signature, const json& args) {
  return abi::encode_call(abi::parse_signature(signature).value(), args).value();
}

TEST(Effects, selectors_are_the_hashes_of_their_signatures) {
  for (const auto calls : {token_calls(), batch_calls()})
    for (const KnownCall& known : calls) {
      const std::uint32_t number = known.selector;
      const Selector expected = {static_cast<std::uint8_t>(number >> 24U), static_cast<std::uint8_t>(number >> 16U),
                                 static_cast<std::uint8_t>(number >> 8U), static_cast<std::uint8_t>(number)};
      EXPECT_EQ(selector_of(known.signature), expected) << known.signature;
    }
}

TEST(Effects, of_a_plain_payment) {
  const Effects effects = call(kBob, {}, 5);
  EXPECT_EQ(effects.native_transfers, (std::vector<NativeTransfer>{{kAlice, kBob, 5}}));
  EXPECT_EQ(effects.targets, std::vector{kBob});
  EXPECT_TRUE(effects.unknown_calls.empty());
}

TEST(Effects, of_token_transfers) {
  const auto erc20 = call(kToken, erc20::transfer(kBob, 7)).token_transfers;
  ASSERT_EQ(erc20.size(), 1U);
  EXPECT_EQ(erc20[0], (TokenTransfer{TokenStandard::kErc20, kToken, kAlice, kBob, std::nullopt, 7}));
  const auto nft = call(kToken, erc721::safe_transfer_from(kAlice, kBob, 9)).token_transfers;
  EXPECT_EQ(nft[0], (TokenTransfer{TokenStandard::kErc721, kToken, kAlice, kBob, U256(9), 1}));
  const auto batch = call(kToken, erc1155::safe_batch_transfer_from(kAlice, kBob, {1, 2}, {3, 4}, {}).value());
  ASSERT_EQ(batch.token_transfers.size(), 2U);
  EXPECT_EQ(batch.token_transfers[1], (TokenTransfer{TokenStandard::kErc1155, kToken, kAlice, kBob, U256(2), 4}));
}

TEST(Effects, of_permit2) {
  const Address permit2 = permit2::contract_address();
  const permit2::PermitDetails first{.token = kToken, .amount = 7, .expiration = 9, .nonce = 0};
  const permit2::PermitDetails second{.token = kOther, .amount = U256(1), .expiration = 8, .nonce = 1};
  const permit2::PermitBatch batch{.details = {first, second}, .spender = kBob, .sig_deadline = 10};
  const auto approvals = call(permit2, permit2::permit_call(kAlice, batch, Bytes(65)).value()).approvals;
  ASSERT_EQ(approvals.size(), 2U);
  EXPECT_EQ(approvals[1].token, kOther);
  EXPECT_EQ(approvals[1].deadline, U256(8));
  const permit2::PermitTransferFrom permit{.permitted = {kToken, 9}, .nonce = 1, .deadline = 2};
  const auto moved = call(permit2, permit2::permit_transfer_from(permit, kBob, 5, kOther, Bytes(65))).token_transfers;
  ASSERT_EQ(moved.size(), 1U);
  EXPECT_EQ(moved[0], (TokenTransfer{TokenStandard::kErc20, kToken, kOther, kBob, std::nullopt, 5}));
  const json entry = {kAlice.text(), kBob.text(), "3", kToken.text()};
  const Bytes transfers = encode("transferFrom((address,address,uint160,address)[])", {{entry, entry}});
  EXPECT_EQ(call(permit2, transfers).token_transfers.size(), 2U);
  EXPECT_EQ(call(permit2, BytesView(transfers).first(transfers.size() - 32)).unknown_calls.size(), 1U);
}

TEST(Effects, say_when_an_approval_is_unlimited) {
  EXPECT_FALSE(call(kToken, erc20::approve(kBob, 1000)).approvals[0].unlimited);
  EXPECT_TRUE(call(kToken, erc20::approve(kBob, U256::max())).approvals[0].unlimited);
  const U256 uint96_max = *U256::from_big_endian(Bytes(12, 0xff));
  EXPECT_TRUE(call(kToken, erc20::approve(kBob, uint96_max)).approvals[0].unlimited);
  EXPECT_FALSE(call(kToken, erc20::approve(kBob, *uint96_max.minus(1))).approvals[0].unlimited);
  const Approval all = call(kToken, erc721::set_approval_for_all(kBob, true)).approvals[0];
  EXPECT_TRUE(all.unlimited);
  EXPECT_EQ(all.kind, Approval::Kind::kOperator);
}

TEST(Effects, of_calls_packed_into_calls) {
  const Bytes inner = erc20::transfer(kBob, 7);
  const json args = json::array(
      {json::array({kToken.text(), kBob.text()}), json::array({"0", "3"}), json::array({hex0x(inner), "0x"})});
  const Bytes batch = encode("executeBatch(address[],uint256[],bytes[])", args);
  const Effects effects = call(kOther, batch);
  EXPECT_EQ(effects.token_transfers[0].from, kOther);
  EXPECT_EQ(effects.native_transfers, (std::vector<NativeTransfer>{{kOther, kBob, 3}}));
  EXPECT_EQ(effects.targets, (std::vector{kOther, kToken, kBob}));
  const Effects multicall = call(kToken, encode("multicall(bytes[])", {{hex0x(inner)}}));
  EXPECT_EQ(multicall.token_transfers[0].from, kAlice);
}

TEST(Effects, of_a_delegate_call_by_a_safe) {
  const json args = {kBob.text(), 0, "0x12345678", 1, 0, 0, 0, Address{}.text(), Address{}.text(), "0x"};
  const Effects effects =
      call(kOther,
           encode("execTransaction(address,uint256,bytes,uint8,uint256,uint256,uint256,address,address,bytes)", args));
  ASSERT_EQ(effects.delegations.size(), 1U);
  EXPECT_EQ(effects.delegations[0].code, kBob);
  EXPECT_EQ(effects.unknown_calls.size(), 1U);
}

TEST(Effects, leave_nothing_out_that_cannot_be_read) {
  const Bytes cut = to_bytes(BytesView(erc20::transfer(kBob, 7)).first(40));
  EXPECT_EQ(call(kToken, cut).unknown_calls.size(), 1U);
  EXPECT_EQ(call(kToken, Bytes{1, 2}).unknown_calls.size(), 1U);
  Bytes dirty = erc20::transfer(kBob, 7);
  dirty[4] = 1;
  EXPECT_EQ(call(kToken, dirty).unknown_calls.size(), 1U);
}

TEST(Effects, stop_opening_calls_at_the_depth_and_number_limits) {
  Bytes data = erc20::transfer(kBob, 7);
  for (int i = 0; i < 5; ++i) data = encode("multicall(bytes[])", {{hex0x(data)}});
  EXPECT_TRUE(call(kToken, data).token_transfers.empty());
  EXPECT_EQ(call(kToken, data).unknown_calls.size(), 1U);
  const json many(100, hex0x(erc20::transfer(kBob, 7)));
  const Effects effects = call(kToken, encode("multicall(bytes[])", json::array({many})));
  EXPECT_EQ(effects.token_transfers.size() + effects.unknown_calls.size(), 100U);
  EXPECT_FALSE(effects.unknown_calls.empty());
}

TEST(Effects, of_creating_a_contract) {
  Transaction transaction;
  transaction.data = {1, 2, 3};
  EXPECT_TRUE(effects_of(transaction, kAlice).creates_contract);
}

TEST(Effects, of_signed_permits) {
  const json document = {{"types",
                          {{"Permit",
                            {{{"name", "owner"}, {"type", "address"}},
                             {{"name", "spender"}, {"type", "address"}},
                             {{"name", "value"}, {"type", "uint256"}},
                             {{"name", "nonce"}, {"type", "uint256"}},
                             {{"name", "deadline"}, {"type", "uint256"}}}}}},
                         {"primaryType", "Permit"},
                         {"domain", {{"name", "T"}, {"chainId", 1}, {"verifyingContract", kToken.text()}}},
                         {"message",
                          {{"owner", kAlice.text()},
                           {"spender", kBob.text()},
                           {"value", U256::max().decimal()},
                           {"nonce", 0},
                           {"deadline", 9}}}};
  const auto [effects, recognised] = effects_of_typed_data(TypedData::from_json(document).value(), kAlice);
  EXPECT_TRUE(recognised);
  ASSERT_EQ(effects.approvals.size(), 1U);
  EXPECT_EQ(effects.approvals[0].spender, kBob);
  EXPECT_TRUE(effects.approvals[0].unlimited);
  EXPECT_TRUE(effects.approvals[0].off_chain);
}

}  // namespace
}  // namespace coffer::evm
