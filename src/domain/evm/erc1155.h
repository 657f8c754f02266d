#pragma once

#include <optional>
#include <vector>

#include "base/bytes.h"
#include "base/u256.h"
#include "domain/evm/address.h"
#include "domain/evm/hash.h"

/// ERC-1155: calldata and logs.
namespace coffer::evm::erc1155 {

/// Calldata of the function of this name; so are those below.
Bytes safe_transfer_from(const Address& from, const Address& to, const U256& token_id, const U256& amount,
                         BytesView data);
/// As many amounts as ids; fails otherwise.
Result<Bytes> safe_batch_transfer_from(const Address& from, const Address& to, const std::vector<U256>& token_ids,
                                       const std::vector<U256>& amounts, BytesView data);
Bytes set_approval_for_all(const Address& spender, bool approved);
Bytes balance_of(const Address& owner, const U256& token_id);
/// As many owners as ids; fails otherwise.
Result<Bytes> balance_of_batch(const std::vector<Address>& owners, const std::vector<U256>& token_ids);
Bytes is_approved_for_all(const Address& owner, const Address& spender);
Bytes uri(const U256& token_id);

/// A TransferSingle or TransferBatch log; amounts in base units.
struct Transfer {
  Address spender;
  Address from;
  Address to;
  std::vector<U256> token_ids;
  std::vector<U256> amounts;
  bool operator==(const Transfer&) const = default;
};
/// Reads a TransferSingle or TransferBatch log; nothing when it is neither.
std::optional<Transfer> read_transfer(const std::vector<Hash>& topics, BytesView data);

}  // namespace coffer::evm::erc1155
