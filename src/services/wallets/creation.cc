#include "services/wallets/creation.h"

namespace coffer::wallets {
namespace {

constexpr std::string_view kMayNotCome = "does not belong to a wallet of this kind";

Result<Origin> origin_of_imported(const v1::CreateWalletRequest& request) {
  const bool words = !request.mnemonic().empty();
  if (words != request.private_key().empty())
    return fail(
        invalid_field(words ? "private_key" : "mnemonic", "an imported wallet has a mnemonic or a private_key"));
  return words ? Origin::kMnemonic : Origin::kPrivateKey;
}

Result<Origin> origin_of_watched(const v1::CreateWalletRequest& request) {
  const bool one = !request.address().empty();
  if (one != request.xpub().empty())
    return fail(invalid_field(one ? "xpub" : "address", "a watched wallet has an address or an xpub"));
  return one ? Origin::kAddress : Origin::kXpub;
}

/// Refuses what came along and means nothing for this origin.
Result<void> refuse_strays(const v1::CreateWalletRequest& request, Origin origin) {
  const bool imported = origin == Origin::kMnemonic || origin == Origin::kPrivateKey;
  const bool watched = origin == Origin::kAddress || origin == Origin::kXpub;
  const auto stray = [](std::string_view field) {
    return fail(invalid_field(std::string(field), std::string(kMayNotCome)));
  };
  if (!imported && !request.mnemonic().empty()) return stray("mnemonic");
  if (!imported && !request.private_key().empty()) return stray("private_key");
  if (!watched && !request.address().empty()) return stray("address");
  if (!watched && !request.xpub().empty()) return stray("xpub");
  if (origin != Origin::kMnemonic && origin != Origin::kNewSeed && !request.passphrase().empty())
    return stray("passphrase");
  if (origin != Origin::kNewSeed && request.words() != 0) return stray("words");
  if (watched && request.exportable()) return stray("exportable");
  return {};
}

}  // namespace

Result<Origin> origin_of(const v1::CreateWalletRequest& request) {
  Result<Origin> origin = Origin::kNewSeed;
  if (request.kind() == "imported") origin = origin_of_imported(request);
  if (request.kind() == "watch") origin = origin_of_watched(request);
  if (origin) COFFER_CHECK(refuse_strays(request, *origin));
  return origin;
}

Result<std::int32_t> entropy_bits(std::int32_t words) {
  if (words == 0) return 256;
  if (words < 12 || words > 24 || words % 3 != 0)
    return fail(invalid_field("words", "BIP-39: must be 12, 15, 18, 21 or 24"));
  return words / 3 * 32;
}

std::string account_path(const chains::v1::Network& network, Origin origin, std::int32_t index) {
  if (!derives(origin)) return {};
  const std::string number = std::to_string(index);
  if (origin == Origin::kXpub) return "0/" + number;
  if (network.kind() == "bitcoin") return (network.development() ? "m/84'/1'/0'/0/" : "m/84'/0'/0'/0/") + number;
  if (network.kind() == "tron") return "m/44'/195'/0'/0/" + number;
  // Every EVM network shares Ethereum's coin type, so that one key has one address on all of them.
  return "m/44'/60'/0'/0/" + number;
}

bool derives(Origin origin) { return origin != Origin::kPrivateKey && origin != Origin::kAddress; }

}  // namespace coffer::wallets
