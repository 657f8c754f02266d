#include <gtest/gtest.h>

#include "domain/crypto/keccak.h"
#include "domain/evm/abi_interface.h"
#include "domain/evm/erc1155.h"
#include "domain/evm/erc20.h"
#include "domain/evm/erc4626.h"
#include "domain/evm/erc721.h"

// The token standards have their encodings written out; the general coder of the ABI says the same.
namespace coffer::evm {
namespace {

using nlohmann::json;

const Address kA = Address::parse("0xCcCCccccCCCCcCCCCCCcCcCccCcCCCcCcccccccC").value();
const Address kB = Address::parse("0xbBbBBBBbbBBBbbbBbbBbbbbBBbBbbbbBbBbbBBbB").value();
const std::string kTextA = kA.text();
const std::string kTextB = kB.text();

Bytes encode(const char* signature, const json& args = json::array()) {
  return abi::encode_call(abi::parse_signature(signature).value(), args).value();
}

/// Encoded values without a selector, as logs and results carry them.
Bytes values(const char* types, const json& args) { return abi::encode(abi::parse_types(types).value(), args).value(); }

Hash event(std::string_view signature) { return {crypto::keccak256(as_bytes(signature))}; }
Hash topic(const Address& address) { return {address.word()}; }
Hash topic(std::uint64_t number) { return {U256(number).big_endian()}; }

TEST(Erc20, encodes_its_calls) {
  EXPECT_EQ(erc20::transfer(kA, 7), encode("transfer(address,uint256)", {kTextA, 7}));
  EXPECT_EQ(erc20::transfer_from(kA, kB, 7), encode("transferFrom(address,address,uint256)", {kTextA, kTextB, 7}));
  EXPECT_EQ(erc20::approve(kA, U256::max()), encode("approve(address,uint256)", {kTextA, U256::max().decimal()}));
  EXPECT_EQ(erc20::balance_of(kA), encode("balanceOf(address)", {kTextA}));
  EXPECT_EQ(erc20::allowance(kA, kB), encode("allowance(address,address)", {kTextA, kTextB}));
  EXPECT_EQ(erc20::total_supply(), encode("totalSupply()"));
  EXPECT_EQ(erc20::name(), encode("name()"));
  EXPECT_EQ(erc20::symbol(), encode("symbol()"));
  EXPECT_EQ(erc20::decimals(), encode("decimals()"));
}

TEST(Erc20, reads_results_of_old_and_new_tokens) {
  EXPECT_EQ(erc20::read_text(values("string", {"Tether USD"})).value(), "Tether USD");
  EXPECT_EQ(erc20::read_text(values("bytes32", {"0x4d4b52" + std::string(58, '0')})).value(), "MKR");
  EXPECT_FALSE(erc20::read_text(values("bytes", {"0xff"}))) << "not UTF-8";
  EXPECT_EQ(erc20::read_decimals(values("uint256", {18})).value(), 18);
  EXPECT_FALSE(erc20::read_decimals(values("uint256", {256})));
  EXPECT_FALSE(erc20::read_amount(Bytes(31)));
  EXPECT_TRUE(erc20::succeeded({}));
  EXPECT_TRUE(erc20::succeeded(values("bool", {true})));
  EXPECT_FALSE(erc20::succeeded(values("uint256", {2})));
}

TEST(Erc20, reads_its_logs_and_no_others) {
  const Bytes amount = values("uint256", {7});
  const std::vector<Hash> transfer = {event("Transfer(address,address,uint256)"), topic(kA), topic(kB)};
  EXPECT_EQ(erc20::read_transfer(transfer, amount), (erc20::Transfer{kA, kB, 7}));
  EXPECT_FALSE(erc20::read_approval(transfer, amount));
  const std::vector<Hash> approval = {event("Approval(address,address,uint256)"), topic(kA), topic(kB)};
  EXPECT_EQ(erc20::read_approval(approval, amount), (erc20::Approval{kA, kB, 7}));
  EXPECT_FALSE(erc20::read_transfer({transfer[0], transfer[1], transfer[2], topic(7)}, {})) << "of ERC-721";
  EXPECT_FALSE(erc20::read_transfer({transfer[0], transfer[1], event("x")}, amount)) << "dirty address";
  EXPECT_FALSE(erc20::read_transfer(transfer, values("uint256,uint256", {7, 7})));
}

TEST(Erc721, encodes_its_calls) {
  EXPECT_EQ(erc721::safe_transfer_from(kA, kB, 7),
            encode("safeTransferFrom(address,address,uint256)", {kTextA, kTextB, 7}));
  EXPECT_EQ(erc721::safe_transfer_from(kA, kB, 7, Bytes{1, 2, 3}),
            encode("safeTransferFrom(address,address,uint256,bytes)", {kTextA, kTextB, 7, "0x010203"}));
  EXPECT_EQ(erc721::transfer_from(kA, kB, 7), encode("transferFrom(address,address,uint256)", {kTextA, kTextB, 7}));
  EXPECT_EQ(erc721::approve(kA, 7), encode("approve(address,uint256)", {kTextA, 7}));
  EXPECT_EQ(erc721::set_approval_for_all(kA, true), encode("setApprovalForAll(address,bool)", {kTextA, true}));
  EXPECT_EQ(erc721::owner_of(7), encode("ownerOf(uint256)", {7}));
  EXPECT_EQ(erc721::balance_of(kA), encode("balanceOf(address)", {kTextA}));
  EXPECT_EQ(erc721::token_uri(7), encode("tokenURI(uint256)", {7}));
  EXPECT_EQ(erc721::get_approved(7), encode("getApproved(uint256)", {7}));
  EXPECT_EQ(erc721::is_approved_for_all(kA, kB), encode("isApprovedForAll(address,address)", {kTextA, kTextB}));
}

TEST(Erc721, reads_its_logs_and_no_others) {
  const std::vector<Hash> transfer = {event("Transfer(address,address,uint256)"), topic(kA), topic(kB), topic(7)};
  EXPECT_EQ(erc721::read_transfer(transfer, {}), (erc721::Transfer{kA, kB, 7}));
  const std::vector<Hash> approval = {event("Approval(address,address,uint256)"), topic(kA), topic(kB), topic(7)};
  EXPECT_EQ(erc721::read_approval(approval, {}), (erc721::Approval{kA, kB, 7}));
  EXPECT_FALSE(erc721::read_approval(transfer, {}));
  const std::vector<Hash> all = {event("ApprovalForAll(address,address,bool)"), topic(kA), topic(kB)};
  EXPECT_EQ(erc721::read_approval_for_all(all, values("bool", {true})), (erc721::ApprovalForAll{kA, kB, true}));
  EXPECT_FALSE(erc721::read_approval_for_all(all, values("uint256", {2})));
}

TEST(Erc1155, encodes_its_calls) {
  EXPECT_EQ(erc1155::safe_transfer_from(kA, kB, 1, 2, Bytes(33)),
            encode("safeTransferFrom(address,address,uint256,uint256,bytes)",
                   {kTextA, kTextB, 1, 2, "0x" + std::string(66, '0')}));
  EXPECT_EQ(erc1155::safe_batch_transfer_from(kA, kB, {1, 2}, {3, 4}, {}).value(),
            encode("safeBatchTransferFrom(address,address,uint256[],uint256[],bytes)",
                   {kTextA, kTextB, {1, 2}, {3, 4}, "0x"}));
  EXPECT_FALSE(erc1155::safe_batch_transfer_from(kA, kB, {1, 2}, {3}, {}));
  EXPECT_EQ(erc1155::balance_of(kA, 1), encode("balanceOf(address,uint256)", {kTextA, 1}));
  EXPECT_EQ(erc1155::balance_of_batch({kA, kB}, {1, 2}).value(),
            encode("balanceOfBatch(address[],uint256[])", {{kTextA, kTextB}, {1, 2}}));
  EXPECT_FALSE(erc1155::balance_of_batch({kA}, {}));
  EXPECT_EQ(erc1155::is_approved_for_all(kA, kB), encode("isApprovedForAll(address,address)", {kTextA, kTextB}));
  EXPECT_EQ(erc1155::uri(1), encode("uri(uint256)", {1}));
}

TEST(Erc1155, reads_its_logs_and_no_others) {
  const Hash single = event("TransferSingle(address,address,address,uint256,uint256)");
  const Hash batch = event("TransferBatch(address,address,address,uint256[],uint256[])");
  const std::vector<Hash> parties = {single, topic(kA), topic(kA), topic(kB)};
  EXPECT_EQ(erc1155::read_transfer(parties, values("uint256,uint256", {1, 2})),
            (erc1155::Transfer{kA, kA, kB, {1}, {2}}));
  const std::vector<Hash> many = {batch, topic(kA), topic(kA), topic(kB)};
  EXPECT_EQ(erc1155::read_transfer(many, values("uint256[],uint256[]", {{1, 2}, {3, 4}})),
            (erc1155::Transfer{kA, kA, kB, {1, 2}, {3, 4}}));
  EXPECT_FALSE(erc1155::read_transfer(many, values("uint256[],uint256[]", {{1, 2}, {3}})));
  EXPECT_FALSE(erc1155::read_transfer({single, topic(kA), topic(kA)}, values("uint256,uint256", {1, 2})));
}

TEST(Erc4626, encodes_its_calls) {
  EXPECT_EQ(erc4626::deposit(7, kA), encode("deposit(uint256,address)", {7, kTextA}));
  EXPECT_EQ(erc4626::mint(7, kA), encode("mint(uint256,address)", {7, kTextA}));
  EXPECT_EQ(erc4626::withdraw(7, kA, kB), encode("withdraw(uint256,address,address)", {7, kTextA, kTextB}));
  EXPECT_EQ(erc4626::redeem(7, kA, kB), encode("redeem(uint256,address,address)", {7, kTextA, kTextB}));
  EXPECT_EQ(erc4626::asset(), encode("asset()"));
  EXPECT_EQ(erc4626::total_assets(), encode("totalAssets()"));
  EXPECT_EQ(erc4626::convert_to_assets(7), encode("convertToAssets(uint256)", {7}));
  EXPECT_EQ(erc4626::convert_to_shares(7), encode("convertToShares(uint256)", {7}));
  EXPECT_EQ(erc4626::preview_deposit(7), encode("previewDeposit(uint256)", {7}));
  EXPECT_EQ(erc4626::preview_mint(7), encode("previewMint(uint256)", {7}));
  EXPECT_EQ(erc4626::preview_withdraw(7), encode("previewWithdraw(uint256)", {7}));
  EXPECT_EQ(erc4626::preview_redeem(7), encode("previewRedeem(uint256)", {7}));
  EXPECT_EQ(erc4626::max_deposit(kA), encode("maxDeposit(address)", {kTextA}));
  EXPECT_EQ(erc4626::max_mint(kA), encode("maxMint(address)", {kTextA}));
  EXPECT_EQ(erc4626::max_withdraw(kA), encode("maxWithdraw(address)", {kTextA}));
  EXPECT_EQ(erc4626::max_redeem(kA), encode("maxRedeem(address)", {kTextA}));
}

TEST(Erc4626, reads_its_logs_and_no_others) {
  const Bytes amounts = values("uint256,uint256", {5, 6});
  const Hash deposit = event("Deposit(address,address,uint256,uint256)");
  const Hash withdraw = event("Withdraw(address,address,address,uint256,uint256)");
  EXPECT_EQ(erc4626::read_exchange({deposit, topic(kA), topic(kB)}, amounts),
            (erc4626::Exchange{erc4626::Exchange::Kind::kDeposit, kA, kB, kB, 5, 6}));
  EXPECT_EQ(erc4626::read_exchange({withdraw, topic(kA), topic(kB), topic(kA)}, amounts),
            (erc4626::Exchange{erc4626::Exchange::Kind::kWithdraw, kA, kB, kA, 5, 6}));
  EXPECT_FALSE(erc4626::read_exchange({withdraw, topic(kA), topic(kB)}, amounts));
  EXPECT_FALSE(erc4626::read_exchange({deposit, topic(kA), topic(kB)}, values("uint256", {5})));
}

}  // namespace
}  // namespace coffer::evm
