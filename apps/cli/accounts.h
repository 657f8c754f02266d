#pragma once

#include <string>

#include "apps/cli/api.h"

namespace coffer::cli {

/// The account that somebody means: an id, an address, the label or id of a wallet, or nothing where there is
/// only one. On `network` where that is not empty. The wallet's label is put into `wallet_label`.
Result<Json> find_account(Api& api, const std::string& meant, const std::string& network);

/// The wallet that a label or an id means.
Result<Json> find_wallet(Api& api, const std::string& meant);

/// Every account of every wallet, each with `wallet_label`.
Result<Json> all_accounts(Api& api);

/// An asset of a network as people name it: empty is the native coin, else a contract's address.
struct AssetInfo {
  std::string symbol;
  unsigned decimals = 18;
};
Result<AssetInfo> asset_info(Api& api, const std::string& network, const std::string& asset);

}  // namespace coffer::cli
