#include "domain/evm/erc1155.h"

#include "domain/crypto/keccak.h"
#include "domain/evm/calldata.h"
#include "domain/evm/erc721.h"

namespace coffer::evm::erc1155 {
namespace {

Hash topic(std::string_view signature) { return {crypto::keccak256(as_bytes(signature))}; }

std::optional<std::vector<U256>> read_numbers(BytesView data, std::size_t index) {
  const auto array = CallReader(data).array(index);
  if (!array) return std::nullopt;
  std::vector<U256> out;
  for (std::size_t i = 0; i < array->length; ++i) out.push_back(*array->items.number(i));
  return out;
}

bool read_amounts(const Hash& kind, BytesView data, Transfer& out) {
  if (kind == topic("TransferSingle(address,address,address,uint256,uint256)")) {
    const CallReader reader(data);
    const auto token_id = reader.number(0);
    const auto amount = reader.number(1);
    if (!token_id || !amount) return false;
    out.token_ids = {*token_id};
    out.amounts = {*amount};
    return true;
  }
  if (kind != topic("TransferBatch(address,address,address,uint256[],uint256[])")) return false;
  auto token_ids = read_numbers(data, 0);
  auto amounts = read_numbers(data, 1);
  if (!token_ids || !amounts || token_ids->size() != amounts->size()) return false;
  out.token_ids = *std::move(token_ids);
  out.amounts = *std::move(amounts);
  return true;
}

}  // namespace

Bytes safe_transfer_from(const Address& from, const Address& to, const U256& token_id, const U256& amount,
                         BytesView data) {
  return CallWriter("safeTransferFrom(address,address,uint256,uint256,bytes)", 5)
      .word(from)
      .word(to)
      .word(token_id)
      .word(amount)
      .bytes(data)
      .take();
}

Result<Bytes> safe_batch_transfer_from(const Address& from, const Address& to, const std::vector<U256>& token_ids,
                                       const std::vector<U256>& amounts, BytesView data) {
  if (token_ids.size() != amounts.size()) return fail(invalid("ERC-1155: as many amounts as token ids are needed"));
  return CallWriter("safeBatchTransferFrom(address,address,uint256[],uint256[],bytes)", 5)
      .word(from)
      .word(to)
      .array(token_ids)
      .array(amounts)
      .bytes(data)
      .take();
}

Bytes set_approval_for_all(const Address& spender, bool approved) {
  return erc721::set_approval_for_all(spender, approved);
}

Bytes balance_of(const Address& owner, const U256& token_id) {
  return CallWriter("balanceOf(address,uint256)").word(owner).word(token_id).take();
}

Result<Bytes> balance_of_batch(const std::vector<Address>& owners, const std::vector<U256>& token_ids) {
  if (owners.size() != token_ids.size()) return fail(invalid("ERC-1155: as many owners as token ids are needed"));
  return CallWriter("balanceOfBatch(address[],uint256[])", 2).array(owners).array(token_ids).take();
}

Bytes is_approved_for_all(const Address& owner, const Address& spender) {
  return erc721::is_approved_for_all(owner, spender);
}

Bytes uri(const U256& token_id) { return CallWriter("uri(uint256)").word(token_id).take(); }

std::optional<Transfer> read_transfer(const std::vector<Hash>& topics, BytesView data) {
  if (topics.size() != 4) return std::nullopt;
  const auto spender = CallReader(topics[1].bytes).address(0);
  const auto from = CallReader(topics[2].bytes).address(0);
  const auto to = CallReader(topics[3].bytes).address(0);
  if (!spender || !from || !to) return std::nullopt;
  Transfer out{.spender = *spender, .from = *from, .to = *to, .token_ids = {}, .amounts = {}};
  if (!read_amounts(topics[0], data, out)) return std::nullopt;
  return out;
}

}  // namespace coffer::evm::erc1155
