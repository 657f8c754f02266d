#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "base/bytes.h"
#include "base/u256.h"
#include "domain/evm/address.h"
#include "domain/evm/hash.h"

/// ERC-4626 tokenised vaults: calldata and logs. Results are single words (erc20::read_amount).
namespace coffer::evm::erc4626 {

/// Calldata of the functions of these names; assets and shares in base units.
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
Bytes max_deposit(const Address& receiver);
Bytes max_mint(const Address& receiver);
Bytes max_withdraw(const Address& owner);
Bytes max_redeem(const Address& owner);

/// Assets that came in for shares, or went out for them.
struct Exchange {
  enum class Kind : std::uint8_t { kDeposit, kWithdraw };

  Kind kind = Kind::kDeposit;
  Address sender;    // who called
  Address receiver;  // of the assets of a withdrawal; a deposit's shares go to the owner
  Address owner;     // whose shares were made or burned
  U256 assets;
  U256 shares;
  bool operator==(const Exchange&) const = default;
};
/// Reads a Deposit or Withdraw log; nothing when it is neither.
std::optional<Exchange> read_exchange(const std::vector<Hash>& topics, BytesView data);

}  // namespace coffer::evm::erc4626
