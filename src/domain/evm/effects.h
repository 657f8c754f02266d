#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/u256.h"
#include "domain/evm/address.h"
#include "domain/evm/transaction.h"

namespace coffer::evm {

class TypedData;

/// Which kind of token moves.
enum class TokenStandard : std::uint8_t { kErc20, kErc721, kErc1155, kErc20OrErc721 };

/// Something of value leaves an account. `transferFrom(address,address,uint256)` is the same call on
/// ERC-20 and ERC-721: it is reported as kErc20OrErc721 with the number in both `amount` and `token_id`.
struct TokenTransfer {
  TokenStandard standard = TokenStandard::kErc20;
  Address token;
  Address from;
  Address to;
  std::optional<U256> token_id;
  U256 amount;
  bool operator==(const TokenTransfer&) const = default;
};

/// Ether that moves with the call or inside it, as far as calldata tells. `to` is zero when the
/// transaction creates a contract.
struct NativeTransfer {
  Address from;
  Address to;
  U256 amount;
  bool operator==(const NativeTransfer&) const = default;
};

/// Somebody else may move the account's tokens.
struct Approval {
  enum class Kind : std::uint8_t {
    kAllowance,  // approve, increaseAllowance, permit, Permit2: `amount` of the token
    kOperator,   // setApprovalForAll: every token of the contract
  };
  Kind kind = Kind::kAllowance;
  Address token;
  Address owner;
  Address spender;
  U256 amount;                   // 0 revokes; of an operator: 1 or 0
  bool unlimited = false;        // 2^96-1 or more of the smallest unit, or an operator
  bool off_chain = false;        // given by a signature (EIP-2612, Permit2), not by a transaction
  std::optional<U256> deadline;  // Unix seconds, where the approval ends by itself
  bool operator==(const Approval&) const = default;
};

/// The account, or a contract that acts for it, runs foreign code as its own: EIP-7702 code, a Safe's
/// DELEGATECALL.
struct Delegation {
  enum class Kind : std::uint8_t { kSetCode, kDelegateCall };
  Kind kind = Kind::kSetCode;
  Address account;  // whose storage and funds the code controls
  Address code;     // zero for kSetCode clears the delegation
  U256 chain_id;    // kSetCode only; 0 is every chain
  bool operator==(const Delegation&) const = default;
};

/// A call whose meaning is not known here.
struct UnknownCall {
  Address from;
  Address target;
  std::optional<ByteArray<4>> selector;  // absent when there are fewer than four bytes of data
  bool operator==(const UnknownCall&) const = default;
};

/// What a transaction or a signed message asks for, read from its bytes alone: the input of the
/// signer's policy. Nothing here is simulated; what cannot be read is in `unknown_calls`, never left
/// out. Calls packed into calls (multicall, execute, executeBatch, Safe) are opened to a depth of 4
/// and 64 calls in all; beyond it they count as unknown.
struct Effects {
  std::vector<NativeTransfer> native_transfers;
  std::vector<TokenTransfer> token_transfers;
  std::vector<Approval> approvals;
  std::vector<Delegation> delegations;
  std::vector<UnknownCall> unknown_calls;
  std::vector<Address> targets;  // every address that is called or paid, each once, in order
  bool creates_contract = false;

  bool operator==(const Effects&) const = default;
};

/// The effects of a transaction sent by `from`.
Effects effects_of(const Transaction& transaction, const Address& from);
/// The effects of one call of `from` to `to`.
Effects effects_of_call(const Address& from, const Address& to, const U256& value, BytesView data);
/// The effects of signing EIP-712 data as `signer`: EIP-2612 and DAI permits, Permit2 permits and
/// transfers. When the type is none of those, `recognised` is false and only the target is known.
struct MessageEffects {
  Effects effects;
  bool recognised = false;
};
MessageEffects effects_of_typed_data(const TypedData& typed_data, const Address& signer);

}  // namespace coffer::evm
