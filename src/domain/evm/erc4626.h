#pragma once

#include "base/bytes.h"
#include "base/u256.h"
#include "domain/evm/address.h"

/// ERC-4626 tokenised vaults: calldata. Results are single words (erc20::read_amount).
namespace coffer::evm::erc4626 {

Bytes deposit(const U256& assets, const Address& receiver);
Bytes mint(const U256& shares, const Address& receiver);
Bytes withdraw(const U256& assets, const Address& receiver, const Address& owner);
Bytes redeem(const U256& shares, const Address& receiver, const Address& owner);
Bytes asset();
Bytes total_assets();
Bytes convert_to_assets(const U256& shares);
Bytes convert_to_shares(const U256& assets);
Bytes preview_deposit(const U256& assets);
Bytes preview_mint(const U256& shares);
Bytes preview_withdraw(const U256& assets);
Bytes preview_redeem(const U256& shares);
Bytes max_withdraw(const Address& owner);
Bytes max_redeem(const Address& owner);

}  // namespace coffer::evm::erc4626
