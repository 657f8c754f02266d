#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace coffer::keys {

/// Added to an index to make it hardened (BIP-32).
inline constexpr std::uint32_t kHardened = 0x80000000U;

/// The child numbers from a node down, as `m/44'/60'/0'/0/5`. At most 255 of them.
class DerivationPath {
 public:
  DerivationPath() = default;
  explicit DerivationPath(std::vector<std::uint32_t> steps) : steps_(std::move(steps)) {}

  /// `m` or `m/…` with indexes 0–2147483647 without leading zeros; `'`, `h` and `H` mean hardened. The leading `m/` may
  /// be left out, in which case the path is relative to the node it is applied to; the result is the same.
  static Result<DerivationPath> parse(std::string_view text);
  /// The canonical text, with `m` and `'`.
  [[nodiscard]] std::string text() const;

  [[nodiscard]] const std::vector<std::uint32_t>& steps() const { return steps_; }
  [[nodiscard]] bool is_hardened_throughout() const;
  /// This path with one step more.
  [[nodiscard]] DerivationPath child(std::uint32_t step) const;

  bool operator==(const DerivationPath&) const = default;

 private:
  std::vector<std::uint32_t> steps_;
};

/// The purpose level of BIP-43: which script or address form the account stands for.
enum class Purpose : std::uint32_t {
  kBip44 = 44,  // pay to public key hash; every account-based chain
  kBip49 = 49,  // P2WPKH nested in P2SH
  kBip84 = 84,  // P2WPKH
  kBip86 = 86,  // P2TR, key path only
};

/// Coin types of SLIP-44.
inline constexpr std::uint32_t kCoinBitcoin = 0;
inline constexpr std::uint32_t kCoinTestnet = 1;  // of every coin
inline constexpr std::uint32_t kCoinEthereum = 60;
inline constexpr std::uint32_t kCoinTron = 195;

/// m / purpose' / coin' / account' (BIP-44): what a watch-only wallet is given the xpub of.
DerivationPath account_path(Purpose purpose, std::uint32_t coin_type, std::uint32_t account);
/// m / purpose' / coin' / account' / change / index.
DerivationPath address_path(Purpose purpose, std::uint32_t coin_type, std::uint32_t account, std::uint32_t change,
                            std::uint32_t index);

}  // namespace coffer::keys
