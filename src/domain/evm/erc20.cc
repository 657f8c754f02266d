#include "domain/evm/erc20.h"

#include <algorithm>

#include "domain/crypto/keccak.h"
#include "domain/evm/abi.h"
#include "domain/evm/calldata.h"

namespace coffer::evm::erc20 {
namespace {

constexpr std::size_t kMaxText = 256;

Hash topic(std::string_view signature) { return {crypto::keccak256(as_bytes(signature))}; }

/// A bytes32 text ends at its first zero byte.
std::string_view padded_text(BytesView word) {
  const auto end = std::ranges::find(word, std::uint8_t{0});
  return as_text(word.first(static_cast<std::size_t>(end - word.begin())));
}

}  // namespace

Bytes transfer(const Address& to, const U256& amount) {
  return CallWriter("transfer(address,uint256)").word(to).word(amount).take();
}

Bytes transfer_from(const Address& from, const Address& to, const U256& amount) {
  return CallWriter("transferFrom(address,address,uint256)").word(from).word(to).word(amount).take();
}

Bytes approve(const Address& spender, const U256& amount) {
  return CallWriter("approve(address,uint256)").word(spender).word(amount).take();
}

Bytes balance_of(const Address& owner) { return CallWriter("balanceOf(address)").word(owner).take(); }

Bytes allowance(const Address& owner, const Address& spender) {
  return CallWriter("allowance(address,address)").word(owner).word(spender).take();
}

Bytes total_supply() { return CallWriter("totalSupply()").take(); }
Bytes name() { return CallWriter("name()").take(); }
Bytes symbol() { return CallWriter("symbol()").take(); }
Bytes decimals() { return CallWriter("decimals()").take(); }

Result<U256> read_amount(BytesView result) {
  const auto value = CallReader(result).number(0);
  if (!value) return fail(invalid("ERC-20: the contract returned no number"));
  return *value;
}

Result<std::uint8_t> read_decimals(BytesView result) {
  COFFER_TRY(const U256 value, read_amount(result));
  if (value > 255) return fail(invalid("ERC-20: decimals above 255"));
  return static_cast<std::uint8_t>(*value.to_u64());
}

Result<std::string> read_text(BytesView result) {
  const auto content = result.size() == 32 ? std::nullopt : CallReader(result).bytes(0);
  if (!content && result.size() != 32) return fail(invalid("ERC-20: the contract returned no text"));
  const std::string_view text = content ? as_text(*content) : padded_text(result);
  if (text.size() > kMaxText) return fail(invalid("ERC-20: a text of more than 256 bytes"));
  if (!is_utf8(text)) return fail(invalid("ERC-20: a text that is not UTF-8"));
  return std::string(text);
}

bool succeeded(BytesView result) {
  if (result.empty()) return true;
  return CallReader(result).boolean(0).value_or(false);
}

Hash transfer_topic() { return topic("Transfer(address,address,uint256)"); }
Hash approval_topic() { return topic("Approval(address,address,uint256)"); }

std::optional<Transfer> read_transfer(const std::vector<Hash>& topics, BytesView data) {
  if (topics.size() != 3 || data.size() != 32 || topics[0] != transfer_topic()) return std::nullopt;
  const auto from = CallReader(topics[1].bytes).address(0);
  const auto to = CallReader(topics[2].bytes).address(0);
  if (!from || !to) return std::nullopt;
  return Transfer{.from = *from, .to = *to, .amount = *U256::from_big_endian(data)};
}

std::optional<Approval> read_approval(const std::vector<Hash>& topics, BytesView data) {
  if (topics.size() != 3 || data.size() != 32 || topics[0] != approval_topic()) return std::nullopt;
  const auto owner = CallReader(topics[1].bytes).address(0);
  const auto spender = CallReader(topics[2].bytes).address(0);
  if (!owner || !spender) return std::nullopt;
  return Approval{.owner = *owner, .spender = *spender, .amount = *U256::from_big_endian(data)};
}

}  // namespace coffer::evm::erc20
