#include <gtest/gtest.h>

#include "domain/evm/abi_interface.h"
#include "domain/evm/eip2612.h"
#include "domain/evm/eip712.h"
#include "domain/evm/eip712_digest.h"
#include "domain/evm/permit2.h"

// EIP-2612 and Permit2 have their encodings written out; the general coders say the same.
namespace coffer::evm {
namespace {

using nlohmann::json;

const Address kOwner = Address::parse("0xCcCCccccCCCCcCCCCCCcCcCccCcCCCcCcccccccC").value();
const Address kSpender = Address::parse("0xbBbBBBBbbBBBbbbBbbBbbbbBBbBbbbbBbBbbBBbB").value();
const Address kToken = Address::parse("0xdAC17F958D2ee523a2206206994597C13D831ec7").value();

constexpr std::string_view kTypes = R"({
  "Permit":[{"name":"owner","type":"address"},{"name":"spender","type":"address"},{"name":"value","type":"uint256"},
            {"name":"nonce","type":"uint256"},{"name":"deadline","type":"uint256"}],
  "PermitDetails":[{"name":"token","type":"address"},{"name":"amount","type":"uint160"},
                   {"name":"expiration","type":"uint48"},{"name":"nonce","type":"uint48"}],
  "PermitSingle":[{"name":"details","type":"PermitDetails"},{"name":"spender","type":"address"},
                  {"name":"sigDeadline","type":"uint256"}],
  "PermitBatch":[{"name":"details","type":"PermitDetails[]"},{"name":"spender","type":"address"},
                 {"name":"sigDeadline","type":"uint256"}],
  "TokenPermissions":[{"name":"token","type":"address"},{"name":"amount","type":"uint256"}],
  "PermitTransferFrom":[{"name":"permitted","type":"TokenPermissions"},{"name":"spender","type":"address"},
                        {"name":"nonce","type":"uint256"},{"name":"deadline","type":"uint256"}],
  "PermitBatchTransferFrom":[{"name":"permitted","type":"TokenPermissions[]"},{"name":"spender","type":"address"},
                             {"name":"nonce","type":"uint256"},{"name":"deadline","type":"uint256"}]})";

/// The message as EIP-712 hashes it by its types, in the domain of Permit2 on chain 5.
TypedData typed(const char* primary_type, json message) {
  return TypedData::from_json(
             {{"types", json::parse(kTypes)},
              {"primaryType", primary_type},
              {"domain",
               {{"name", "Permit2"}, {"chainId", 5}, {"verifyingContract", permit2::contract_address().text()}}},
              {"message", std::move(message)}})
      .value();
}

Bytes encode(const char* signature, const json& args) {
  return abi::encode_call(abi::parse_signature(signature).value(), args).value();
}

const permit2::PermitDetails kDetails{.token = kToken, .amount = 1000, .expiration = 1'700'000'000, .nonce = 4};
const json kDetailsJson = {
    {"token", kToken.text()}, {"amount", "0x3e8"}, {"expiration", 1'700'000'000}, {"nonce", "4"}};
const json kDetailsArgs = {kToken.text(), "1000", "1700000000", "4"};

TEST(Eip2612, hashes_and_encodes_as_the_general_coders_do) {
  const eip2612::Permit permit{.owner = kOwner, .spender = kSpender, .value = 7, .nonce = 8, .deadline = 9};
  const TypedData document = typed(
      "Permit", {{"owner", kOwner.text()}, {"spender", kSpender.text()}, {"value", 7}, {"nonce", 8}, {"deadline", 9}});
  EXPECT_EQ(eip2612::struct_hash(permit), document.struct_hash());
  EXPECT_EQ(eip2612::digest(permit, document.domain_separator()), document.digest());
  const Signature signature{.r = 1, .s = 2, .y_parity = 1};
  const json args = {
      kOwner.text(), kSpender.text(), "7", "9", 28, hex0x(U256(1).big_endian()), hex0x(U256(2).big_endian())};
  EXPECT_EQ(eip2612::permit_call(permit, signature),
            encode("permit(address,address,uint256,uint256,uint8,bytes32,bytes32)", args));
  EXPECT_EQ(eip2612::nonces(kOwner), encode("nonces(address)", {kOwner.text()}));
  EXPECT_EQ(eip2612::domain_separator_call(), encode("DOMAIN_SEPARATOR()", json::array()));
}

TEST(Permit2, hashes_allowances_as_eip712_does) {
  const TypedData single =
      typed("PermitSingle", {{"details", kDetailsJson}, {"spender", kSpender.text()}, {"sigDeadline", "1800000000"}});
  const Hash domain = permit2::domain_separator(5, permit2::contract_address());
  EXPECT_EQ(domain, single.domain_separator());
  const auto hash = permit2::struct_hash({.details = kDetails, .spender = kSpender, .sig_deadline = 1'800'000'000});
  EXPECT_EQ(hash.value(), single.struct_hash());
  EXPECT_EQ(eip712_digest(domain, *hash), single.digest());
  const TypedData batch =
      typed("PermitBatch",
            {{"details", {kDetailsJson, kDetailsJson}}, {"spender", kSpender.text()}, {"sigDeadline", "1800000000"}});
  const permit2::PermitBatch two{.details = {kDetails, kDetails}, .spender = kSpender, .sig_deadline = 1'800'000'000};
  EXPECT_EQ(permit2::struct_hash(two).value(), batch.struct_hash());
}

TEST(Permit2, hashes_transfers_as_eip712_does) {
  const json permitted = {{"token", kToken.text()}, {"amount", 6}};
  json message = {{"permitted", permitted}, {"spender", kSpender.text()}, {"nonce", 7}, {"deadline", 8}};
  const permit2::PermitTransferFrom one{.permitted = {kToken, 6}, .nonce = 7, .deadline = 8};
  EXPECT_EQ(permit2::struct_hash(one, kSpender), typed("PermitTransferFrom", message).struct_hash());
  message["permitted"] = {permitted, permitted};
  const permit2::PermitBatchTransferFrom two{.permitted = {{kToken, 6}, {kToken, 6}}, .nonce = 7, .deadline = 8};
  EXPECT_EQ(permit2::struct_hash(two, kSpender), typed("PermitBatchTransferFrom", message).struct_hash());
}

TEST(Permit2, encodes_its_calls_as_the_abi_does) {
  const permit2::PermitSingle single{.details = kDetails, .spender = kSpender, .sig_deadline = 5};
  EXPECT_EQ(permit2::permit_call(kOwner, single, Bytes{1, 2}).value(),
            encode("permit(address,((address,uint160,uint48,uint48),address,uint256),bytes)",
                   {kOwner.text(), {kDetailsArgs, kSpender.text(), "5"}, "0x0102"}));
  const permit2::PermitBatch batch{.details = {kDetails, kDetails}, .spender = kSpender, .sig_deadline = 5};
  EXPECT_EQ(permit2::permit_call(kOwner, batch, Bytes{1, 2}).value(),
            encode("permit(address,((address,uint160,uint48,uint48)[],address,uint256),bytes)",
                   {kOwner.text(), {{kDetailsArgs, kDetailsArgs}, kSpender.text(), "5"}, "0x0102"}));
  EXPECT_EQ(permit2::approve(kToken, kSpender, 1, 2).value(),
            encode("approve(address,address,uint160,uint48)", {kToken.text(), kSpender.text(), 1, 2}));
  EXPECT_EQ(
      permit2::transfer_from(kOwner, kSpender, 3, kToken).value(),
      encode("transferFrom(address,address,uint160,address)", {kOwner.text(), kSpender.text(), 3, kToken.text()}));
  EXPECT_EQ(permit2::allowance(kOwner, kToken, kSpender),
            encode("allowance(address,address,address)", {kOwner.text(), kToken.text(), kSpender.text()}));
  const permit2::PermitTransferFrom permit{.permitted = {kToken, 6}, .nonce = 7, .deadline = 8};
  EXPECT_EQ(permit2::permit_transfer_from(permit, kSpender, 9, kOwner, Bytes{1}),
            encode("permitTransferFrom(((address,uint256),uint256,uint256),(address,uint256),address,bytes)",
                   {{{kToken.text(), 6}, 7, 8}, {kSpender.text(), 9}, kOwner.text(), "0x01"}));
}

TEST(Permit2, reads_an_allowance) {
  const Bytes answer = encode("f(uint160,uint48,uint48)", {5, 6, 7});
  const auto allowance = permit2::read_allowance(BytesView(answer).subspan(4));
  EXPECT_EQ(allowance.value(), (permit2::Allowance{.amount = 5, .expiration = 6, .nonce = 7}));
  EXPECT_FALSE(permit2::read_allowance(BytesView(answer).subspan(4, 64)));
}

TEST(Permit2, refuses_what_exceeds_its_width_by_name) {
  permit2::PermitBatch batch{.details = {kDetails, kDetails}, .spender = kSpender, .sig_deadline = 5};
  batch.details[1].expiration = std::uint64_t{1} << 48U;
  EXPECT_EQ(permit2::struct_hash(batch).error().details.at("field"), "details[1].expiration");
  EXPECT_FALSE(permit2::permit_call(kOwner, batch, {}));
  const U256 wide = *U256::parse_hex("0x1" + std::string(40, '0'));
  EXPECT_EQ(permit2::transfer_from(kOwner, kSpender, wide, kToken).error().details.at("field"), "amount");
  EXPECT_FALSE(permit2::approve(kToken, kSpender, wide, 0));
}

}  // namespace
}  // namespace coffer::evm
