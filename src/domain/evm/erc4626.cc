#include "domain/evm/erc4626.h"

#include "domain/crypto/keccak.h"
#include "domain/evm/calldata.h"

namespace coffer::evm::erc4626 {

Bytes deposit(const U256& assets, const Address& receiver) {
  return CallWriter("deposit(uint256,address)").word(assets).word(receiver).take();
}

Bytes mint(const U256& shares, const Address& receiver) {
  return CallWriter("mint(uint256,address)").word(shares).word(receiver).take();
}

Bytes withdraw(const U256& assets, const Address& receiver, const Address& owner) {
  return CallWriter("withdraw(uint256,address,address)").word(assets).word(receiver).word(owner).take();
}

Bytes redeem(const U256& shares, const Address& receiver, const Address& owner) {
  return CallWriter("redeem(uint256,address,address)").word(shares).word(receiver).word(owner).take();
}

Bytes asset() { return CallWriter("asset()").take(); }
Bytes total_assets() { return CallWriter("totalAssets()").take(); }
Bytes convert_to_assets(const U256& shares) { return CallWriter("convertToAssets(uint256)").word(shares).take(); }
Bytes convert_to_shares(const U256& assets) { return CallWriter("convertToShares(uint256)").word(assets).take(); }
Bytes preview_deposit(const U256& assets) { return CallWriter("previewDeposit(uint256)").word(assets).take(); }
Bytes preview_mint(const U256& shares) { return CallWriter("previewMint(uint256)").word(shares).take(); }
Bytes preview_withdraw(const U256& assets) { return CallWriter("previewWithdraw(uint256)").word(assets).take(); }
Bytes preview_redeem(const U256& shares) { return CallWriter("previewRedeem(uint256)").word(shares).take(); }
Bytes max_deposit(const Address& receiver) { return CallWriter("maxDeposit(address)").word(receiver).take(); }
Bytes max_mint(const Address& receiver) { return CallWriter("maxMint(address)").word(receiver).take(); }
Bytes max_withdraw(const Address& owner) { return CallWriter("maxWithdraw(address)").word(owner).take(); }
Bytes max_redeem(const Address& owner) { return CallWriter("maxRedeem(address)").word(owner).take(); }

std::optional<Exchange> read_exchange(const std::vector<Hash>& topics, BytesView data) {
  static constexpr std::string_view kDeposit = "Deposit(address,address,uint256,uint256)";
  static constexpr std::string_view kWithdraw = "Withdraw(address,address,address,uint256,uint256)";
  if (topics.size() < 3 || topics.size() > 4 || data.size() != 64) return std::nullopt;
  const bool deposit = topics.size() == 3;
  if (topics[0].bytes != crypto::keccak256(as_bytes(deposit ? kDeposit : kWithdraw))) return std::nullopt;
  const auto sender = CallReader(topics[1].bytes).address(0);
  const auto receiver = CallReader(topics[2].bytes).address(0);
  const auto owner = CallReader(topics.back().bytes).address(0);
  if (!sender || !receiver || !owner) return std::nullopt;
  return Exchange{.kind = deposit ? Exchange::Kind::kDeposit : Exchange::Kind::kWithdraw,
                  .sender = *sender,
                  .receiver = *receiver,
                  .owner = *owner,
                  .assets = *CallReader(data).number(0),
                  .shares = *CallReader(data).number(1)};
}

}  // namespace coffer::evm::erc4626
