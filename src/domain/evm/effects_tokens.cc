#include <array>
#include <vector>

#include "domain/evm/effects_walker.h"

namespace coffer::evm {
namespace {

bool add_transfer(EffectsWalker& walker, TokenTransfer transfer) {
  walker.target(transfer.to);
  walker.out().token_transfers.push_back(std::move(transfer));
  return true;
}

bool add_allowance(EffectsWalker& walker, const Address& token, const Address& owner, const Address& spender,
                   const U256& amount, std::optional<U256> deadline = std::nullopt) {
  walker.target(spender);
  walker.out().approvals.push_back({.kind = Approval::Kind::kAllowance,
                                    .token = token,
                                    .owner = owner,
                                    .spender = spender,
                                    .amount = amount,
                                    .unlimited = is_unlimited(amount),
                                    .off_chain = false,
                                    .deadline = deadline});
  return true;
}

/// transfer(address to,uint256 amount)
bool read_transfer(EffectsWalker& walker, const Call& call, const CallReader& args) {
  const auto to = args.address(0);
  const auto amount = args.number(1);
  if (!to || !amount) return false;
  return add_transfer(walker, {.standard = TokenStandard::kErc20,
                               .token = call.to,
                               .from = call.from,
                               .to = *to,
                               .token_id = std::nullopt,
                               .amount = *amount});
}

/// (address from,address to,uint256 amount or token id)
bool read_move(EffectsWalker& walker, const Call& call, const CallReader& args, TokenStandard standard) {
  const auto from = args.address(0);
  const auto to = args.address(1);
  const auto number = args.number(2);
  if (!from || !to || !number) return false;
  return add_transfer(walker, {.standard = standard,
                               .token = call.to,
                               .from = *from,
                               .to = *to,
                               .token_id = number,
                               .amount = standard == TokenStandard::kErc721 ? U256(1) : *number});
}

bool read_transfer_from(EffectsWalker& walker, const Call& call, const CallReader& args) {
  return read_move(walker, call, args, TokenStandard::kErc20OrErc721);
}

bool read_safe_transfer_from(EffectsWalker& walker, const Call& call, const CallReader& args) {
  return read_move(walker, call, args, TokenStandard::kErc721);
}

/// safeTransferFrom(address from,address to,uint256 id,uint256 amount,bytes data)
bool read_erc1155_transfer(EffectsWalker& walker, const Call& call, const CallReader& args) {
  const auto from = args.address(0);
  const auto to = args.address(1);
  const auto token_id = args.number(2);
  const auto amount = args.number(3);
  if (!from || !to || !token_id || !amount) return false;
  return add_transfer(walker, {.standard = TokenStandard::kErc1155,
                               .token = call.to,
                               .from = *from,
                               .to = *to,
                               .token_id = token_id,
                               .amount = *amount});
}

/// safeBatchTransferFrom(address from,address to,uint256[] ids,uint256[] amounts,bytes data)
bool read_erc1155_batch(EffectsWalker& walker, const Call& call, const CallReader& args) {
  const auto from = args.address(0);
  const auto to = args.address(1);
  const auto ids = args.array(2);
  const auto amounts = args.array(3);
  if (!from || !to || !ids || !amounts || ids->length != amounts->length) return false;
  for (std::size_t i = 0; i < ids->length; ++i)
    add_transfer(walker, {.standard = TokenStandard::kErc1155,
                          .token = call.to,
                          .from = *from,
                          .to = *to,
                          .token_id = ids->items.number(i),
                          .amount = *amounts->items.number(i)});
  return true;
}

/// approve, increaseAllowance: (address spender,uint256 amount)
bool read_approve(EffectsWalker& walker, const Call& call, const CallReader& args) {
  const auto spender = args.address(0);
  const auto amount = args.number(1);
  return spender && amount && add_allowance(walker, call.to, call.from, *spender, *amount);
}

/// decreaseAllowance(address spender,uint256 amount) only takes away.
bool read_decrease(EffectsWalker& walker, const Call& call, const CallReader& args) {
  const auto spender = args.address(0);
  if (!spender || !args.number(1)) return false;
  return add_allowance(walker, call.to, call.from, *spender, 0);
}

/// setApprovalForAll(address operator,bool approved)
bool read_operator(EffectsWalker& walker, const Call& call, const CallReader& args) {
  const auto spender = args.address(0);
  const auto approved = args.boolean(1);
  if (!spender || !approved) return false;
  walker.target(*spender);
  walker.out().approvals.push_back({.kind = Approval::Kind::kOperator,
                                    .token = call.to,
                                    .owner = call.from,
                                    .spender = *spender,
                                    .amount = *approved ? 1U : 0U,
                                    .unlimited = *approved,
                                    .off_chain = false,
                                    .deadline = std::nullopt});
  return true;
}

/// permit(address owner,address spender,uint256 value,uint256 deadline,uint8 v,bytes32 r,bytes32 s): the deadline
/// is that of the signature; the allowance stays.
bool read_permit(EffectsWalker& walker, const Call& call, const CallReader& args) {
  const auto owner = args.address(0);
  const auto spender = args.address(1);
  const auto value = args.number(2);
  return owner && spender && value && add_allowance(walker, call.to, *owner, *spender, *value);
}

/// permit(address holder,address spender,uint256 nonce,uint256 expiry,bool allowed,…) of DAI: all or nothing.
bool read_dai_permit(EffectsWalker& walker, const Call& call, const CallReader& args) {
  const auto owner = args.address(0);
  const auto spender = args.address(1);
  const auto allowed = args.boolean(4);
  if (!owner || !spender || !allowed) return false;
  return add_allowance(walker, call.to, *owner, *spender, *allowed ? U256::max() : U256());
}

/// Permit2 approve(address token,address spender,uint160 amount,uint48 expiration)
bool read_permit2_approve(EffectsWalker& walker, const Call& call, const CallReader& args) {
  const auto token = args.address(0);
  const auto spender = args.address(1);
  const auto amount = args.number(2);
  const auto expiration = args.number(3);
  return token && spender && amount && expiration &&
         add_allowance(walker, *token, call.from, *spender, *amount, expiration);
}

/// Permit2 permit(address owner,((address token,uint160 amount,uint48 expiration,uint48 nonce),address spender,
/// uint256 sigDeadline),bytes)
bool read_permit2_permit(EffectsWalker& walker, const Call& /*call*/, const CallReader& args) {
  const auto owner = args.address(0);
  const auto token = args.address(1);
  const auto amount = args.number(2);
  const auto expiration = args.number(3);
  const auto spender = args.address(5);
  return owner && token && amount && expiration && spender &&
         add_allowance(walker, *token, *owner, *spender, *amount, expiration);
}

/// Permit2 transferFrom(address from,address to,uint160 amount,address token)
bool read_permit2_transfer(EffectsWalker& walker, const Call& /*call*/, const CallReader& args) {
  const auto from = args.address(0);
  const auto to = args.address(1);
  const auto amount = args.number(2);
  const auto token = args.address(3);
  if (!from || !to || !amount || !token) return false;
  return add_transfer(walker, {.standard = TokenStandard::kErc20,
                               .token = *token,
                               .from = *from,
                               .to = *to,
                               .token_id = std::nullopt,
                               .amount = *amount});
}

/// Permit2 permit(address owner,((address token,uint160 amount,uint48 expiration,uint48 nonce)[] details,address
/// spender, uint256 sigDeadline),bytes)
bool read_permit2_batch(EffectsWalker& walker, const Call& /*call*/, const CallReader& args) {
  constexpr std::size_t kDetailWords = 4;
  const auto owner = args.address(0);
  const auto permit = args.tuple(1);
  const auto details = permit ? permit->array(0) : std::nullopt;
  const auto spender = permit ? permit->address(1) : std::nullopt;
  if (!owner || !details || !spender) return false;
  std::vector<CallReader> entries;
  for (std::size_t i = 0; i < details->length; ++i) {
    const auto entry = details->items.from(i * kDetailWords);
    if (!entry || !entry->address(0) || !entry->number(1) || !entry->number(2)) return false;
    entries.push_back(*entry);
  }
  for (const CallReader& entry : entries)
    add_allowance(walker, *entry.address(0), *owner, *spender, *entry.number(1), entry.number(2));
  return true;
}

/// Permit2 transferFrom((address from,address to,uint160 amount,address token)[])
bool read_permit2_transfers(EffectsWalker& walker, const Call& call, const CallReader& args) {
  constexpr std::size_t kTransferWords = 4;
  const auto transfers = args.array(0);
  if (!transfers) return false;
  std::vector<CallReader> entries;
  for (std::size_t i = 0; i < transfers->length; ++i) {
    const auto entry = transfers->items.from(i * kTransferWords);
    if (!entry || !entry->address(0) || !entry->address(1) || !entry->number(2) || !entry->address(3)) return false;
    entries.push_back(*entry);
  }
  for (const CallReader& entry : entries) read_permit2_transfer(walker, call, entry);
  return true;
}

/// Permit2 permitTransferFrom(((address token,uint256 amount),uint256 nonce,uint256 deadline),(address to,uint256
/// amount),address owner,bytes)
bool read_permit2_signed_transfer(EffectsWalker& walker, const Call& /*call*/, const CallReader& args) {
  const auto token = args.address(0);
  const auto to = args.address(4);
  const auto amount = args.number(5);
  const auto owner = args.address(6);
  if (!token || !to || !amount || !owner) return false;
  return add_transfer(walker, {.standard = TokenStandard::kErc20,
                               .token = *token,
                               .from = *owner,
                               .to = *to,
                               .token_id = std::nullopt,
                               .amount = *amount});
}

constexpr std::array kCalls = {
    KnownCall{0xa9059cbb, "transfer(address,uint256)", read_transfer},
    KnownCall{0x23b872dd, "transferFrom(address,address,uint256)", read_transfer_from},
    KnownCall{0x42842e0e, "safeTransferFrom(address,address,uint256)", read_safe_transfer_from},
    KnownCall{0xb88d4fde, "safeTransferFrom(address,address,uint256,bytes)", read_safe_transfer_from},
    KnownCall{0xf242432a, "safeTransferFrom(address,address,uint256,uint256,bytes)", read_erc1155_transfer},
    KnownCall{0x2eb2c2d6, "safeBatchTransferFrom(address,address,uint256[],uint256[],bytes)", read_erc1155_batch},
    KnownCall{0x095ea7b3, "approve(address,uint256)", read_approve},
    KnownCall{0x39509351, "increaseAllowance(address,uint256)", read_approve},
    KnownCall{0xa457c2d7, "decreaseAllowance(address,uint256)", read_decrease},
    KnownCall{0xa22cb465, "setApprovalForAll(address,bool)", read_operator},
    KnownCall{0xd505accf, "permit(address,address,uint256,uint256,uint8,bytes32,bytes32)", read_permit},
    KnownCall{0x8fcbaf0c, "permit(address,address,uint256,uint256,bool,uint8,bytes32,bytes32)", read_dai_permit},
    KnownCall{0x87517c45, "approve(address,address,uint160,uint48)", read_permit2_approve},
    KnownCall{0x2b67b570, "permit(address,((address,uint160,uint48,uint48),address,uint256),bytes)",
              read_permit2_permit},
    KnownCall{0x2a2d80d1, "permit(address,((address,uint160,uint48,uint48)[],address,uint256),bytes)",
              read_permit2_batch},
    KnownCall{0x36c78516, "transferFrom(address,address,uint160,address)", read_permit2_transfer},
    KnownCall{0x0d58b1db, "transferFrom((address,address,uint160,address)[])", read_permit2_transfers},
    KnownCall{0x30f28b7a, "permitTransferFrom(((address,uint256),uint256,uint256),(address,uint256),address,bytes)",
              read_permit2_signed_transfer},
};

}  // namespace

std::span<const KnownCall> token_calls() { return kCalls; }

}  // namespace coffer::evm
