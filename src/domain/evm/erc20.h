#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/bytes.h"
#include "base/u256.h"
#include "domain/evm/address.h"
#include "domain/evm/hash.h"

/// ERC-20: calldata to send and results to read. Amounts are in the token's smallest unit.
namespace coffer::evm::erc20 {

/// Calldata of the functions of these names; amounts in base units.
Bytes transfer(const Address& to, const U256& amount);
Bytes transfer_from(const Address& from, const Address& to, const U256& amount);
Bytes approve(const Address& spender, const U256& amount);
Bytes balance_of(const Address& owner);
Bytes allowance(const Address& owner, const Address& spender);
Bytes total_supply();
Bytes name();
Bytes symbol();
Bytes decimals();

/// The answer of balanceOf, allowance and totalSupply: one word; more is read over.
Result<U256> read_amount(BytesView result);
/// The answer of decimals: a word below 256.
Result<std::uint8_t> read_decimals(BytesView result);
/// The answer of name and symbol: a string, or (older tokens) a bytes32 padded with zeros. UTF-8, at most 256 bytes.
Result<std::string> read_text(BytesView result);
/// What transfer and approve return: true, or nothing at all as some tokens do.
bool succeeded(BytesView result);

/// keccak256("Transfer(address,address,uint256)") and its Approval sibling.
Hash transfer_topic();
Hash approval_topic();

/// A Transfer log; `amount` in base units.
struct Transfer {
  Address from;
  Address to;
  U256 amount;
  bool operator==(const Transfer&) const = default;
};
/// Reads a log; nothing when it is no ERC-20 Transfer (ERC-721 has a fourth topic).
std::optional<Transfer> read_transfer(const std::vector<Hash>& topics, BytesView data);

/// An Approval log; `amount` in base units.
struct Approval {
  Address owner;
  Address spender;
  U256 amount;
  bool operator==(const Approval&) const = default;
};
/// Reads a log; nothing when it is no ERC-20 Approval (ERC-721 has a fourth topic).
std::optional<Approval> read_approval(const std::vector<Hash>& topics, BytesView data);

}  // namespace coffer::evm::erc20
