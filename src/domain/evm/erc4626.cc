#include "domain/evm/erc4626.h"

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
Bytes max_withdraw(const Address& owner) { return CallWriter("maxWithdraw(address)").word(owner).take(); }
Bytes max_redeem(const Address& owner) { return CallWriter("maxRedeem(address)").word(owner).take(); }

}  // namespace coffer::evm::erc4626
