#pragma once

#include <optional>
#include <vector>

#include "base/bytes.h"
#include "base/u256.h"
#include "domain/evm/address.h"
#include "domain/evm/hash.h"

/// ERC-721: calldata and logs.
namespace coffer::evm::erc721 {

/// Calldata of the functions of these names.
Bytes safe_transfer_from(const Address& from, const Address& to, const U256& token_id);
Bytes safe_transfer_from(const Address& from, const Address& to, const U256& token_id, BytesView data);
Bytes transfer_from(const Address& from, const Address& to, const U256& token_id);
Bytes approve(const Address& spender, const U256& token_id);
Bytes set_approval_for_all(const Address& spender, bool approved);
Bytes owner_of(const U256& token_id);
Bytes balance_of(const Address& owner);
Bytes token_uri(const U256& token_id);
Bytes get_approved(const U256& token_id);
Bytes is_approved_for_all(const Address& owner, const Address& spender);

/// A Transfer log.
struct Transfer {
  Address from;
  Address to;
  U256 token_id;
  bool operator==(const Transfer&) const = default;
};
/// Reads a log; nothing when it is no ERC-721 Transfer.
std::optional<Transfer> read_transfer(const std::vector<Hash>& topics, BytesView data);

/// An Approval log: one token.
struct Approval {
  Address owner;
  Address spender;  // zero takes an earlier approval back
  U256 token_id;
  bool operator==(const Approval&) const = default;
};
/// Reads a log; nothing when it is no ERC-721 Approval.
std::optional<Approval> read_approval(const std::vector<Hash>& topics, BytesView data);

/// An ApprovalForAll log: every token of an owner.
struct ApprovalForAll {
  Address owner;
  Address spender;
  bool approved = false;
  bool operator==(const ApprovalForAll&) const = default;
};
/// Reads a log; nothing when it is no ApprovalForAll. ERC-1155 has the same event.
std::optional<ApprovalForAll> read_approval_for_all(const std::vector<Hash>& topics, BytesView data);

}  // namespace coffer::evm::erc721
