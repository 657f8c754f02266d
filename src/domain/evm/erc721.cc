#include "domain/evm/erc721.h"

#include "domain/crypto/keccak.h"
#include "domain/evm/calldata.h"
#include "domain/evm/erc20.h"

namespace coffer::evm::erc721 {

Bytes safe_transfer_from(const Address& from, const Address& to, const U256& token_id) {
  return CallWriter("safeTransferFrom(address,address,uint256)").word(from).word(to).word(token_id).take();
}

Bytes safe_transfer_from(const Address& from, const Address& to, const U256& token_id, BytesView data) {
  return CallWriter("safeTransferFrom(address,address,uint256,bytes)", 4)
      .word(from)
      .word(to)
      .word(token_id)
      .bytes(data)
      .take();
}

Bytes transfer_from(const Address& from, const Address& to, const U256& token_id) {
  return erc20::transfer_from(from, to, token_id);
}

Bytes approve(const Address& spender, const U256& token_id) { return erc20::approve(spender, token_id); }

Bytes set_approval_for_all(const Address& spender, bool approved) {
  return CallWriter("setApprovalForAll(address,bool)").word(spender).word(approved).take();
}

Bytes owner_of(const U256& token_id) { return CallWriter("ownerOf(uint256)").word(token_id).take(); }
Bytes balance_of(const Address& owner) { return erc20::balance_of(owner); }
Bytes token_uri(const U256& token_id) { return CallWriter("tokenURI(uint256)").word(token_id).take(); }

Bytes get_approved(const U256& token_id) { return CallWriter("getApproved(uint256)").word(token_id).take(); }
Bytes is_approved_for_all(const Address& owner, const Address& spender) {
  return CallWriter("isApprovedForAll(address,address)").word(owner).word(spender).take();
}

std::optional<Transfer> read_transfer(const std::vector<Hash>& topics, BytesView data) {
  if (topics.size() != 4 || !data.empty() || topics[0] != erc20::transfer_topic()) return std::nullopt;
  const auto from = CallReader(topics[1].bytes).address(0);
  const auto to = CallReader(topics[2].bytes).address(0);
  if (!from || !to) return std::nullopt;
  return Transfer{.from = *from, .to = *to, .token_id = *U256::from_big_endian(topics[3].bytes)};
}

std::optional<Approval> read_approval(const std::vector<Hash>& topics, BytesView data) {
  if (topics.size() != 4 || !data.empty() || topics[0] != erc20::approval_topic()) return std::nullopt;
  const auto owner = CallReader(topics[1].bytes).address(0);
  const auto spender = CallReader(topics[2].bytes).address(0);
  if (!owner || !spender) return std::nullopt;
  return Approval{.owner = *owner, .spender = *spender, .token_id = *U256::from_big_endian(topics[3].bytes)};
}

std::optional<ApprovalForAll> read_approval_for_all(const std::vector<Hash>& topics, BytesView data) {
  static constexpr std::string_view kEvent = "ApprovalForAll(address,address,bool)";
  if (topics.size() != 3 || data.size() != 32 || topics[0].bytes != crypto::keccak256(as_bytes(kEvent)))
    return std::nullopt;
  const auto owner = CallReader(topics[1].bytes).address(0);
  const auto spender = CallReader(topics[2].bytes).address(0);
  const auto approved = CallReader(data).boolean(0);
  if (!owner || !spender || !approved) return std::nullopt;
  return ApprovalForAll{.owner = *owner, .spender = *spender, .approved = *approved};
}

}  // namespace coffer::evm::erc721
