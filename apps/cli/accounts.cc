#include "apps/cli/accounts.h"

#include "platform/http/message.h"
#include "platform/http/uri.h"

namespace coffer::cli {
namespace {

bool means(const Json& account, const std::string& meant) {
  return account.value("id", "") == meant || account.value("wallet_id", "") == meant ||
         account.value("wallet_label", "") == meant || http::equal_ignoring_case(account.value("address", ""), meant);
}

Error several(const Json& accounts) {
  std::string list;
  for (const Json& account : accounts)
    list += "\n  " + account.value("address", "") + "  " + account.value("network", "") + "  " +
            account.value("wallet_label", "");
  return invalid_field("from", "several accounts fit; name one with --from:" + list);
}

}  // namespace

Result<Json> all_accounts(Api& api) {
  COFFER_TRY(const Json wallets, api.list("/v1/wallets", "wallets"));
  Json out = Json::array();
  for (const Json& wallet : wallets) {
    for (Json account : wallet.value("accounts", Json::array())) {
      account["wallet_label"] = wallet.value("label", "");
      account["wallet_kind"] = wallet.value("kind", "");
      out.push_back(std::move(account));
    }
  }
  return out;
}

Result<Json> find_account(Api& api, const std::string& meant, const std::string& network) {
  COFFER_TRY(const Json accounts, all_accounts(api));
  Json fitting = Json::array();
  for (const Json& account : accounts) {
    const bool on_network =
        network.empty() || account.value("network", "") == network || account.value("chain", "") == network;
    // A watched account cannot send; it is meant only where it is named.
    const bool by_default = meant.empty() && account.value("wallet_kind", "") != "watch";
    if (on_network && (by_default || means(account, meant))) fitting.push_back(account);
  }
  if (fitting.size() == 1) return fitting[0];
  if (fitting.size() > 1) return fail(several(fitting));
  if (meant.empty()) return fail(not_found("there is no account to send from; run: coffer wallets create Main"));
  return fail(not_found("no account is called " + meant + "; run: coffer accounts"));
}

Result<Json> find_wallet(Api& api, const std::string& meant) {
  COFFER_TRY(const Json wallets, api.list("/v1/wallets", "wallets"));
  const Json* found = nullptr;
  for (const Json& wallet : wallets) {
    if (wallet.value("id", "") == meant) return wallet;
    if (wallet.value("label", "") != meant) continue;
    if (found != nullptr)
      return fail(invalid_field("wallet", "several wallets are called " + meant + "; name it by its id"));
    found = &wallet;
  }
  if (found != nullptr) return *found;
  return fail(not_found("no wallet is called " + meant + "; run: coffer wallets"));
}

Result<AssetInfo> asset_info(Api& api, const std::string& network, const std::string& asset) {
  if (asset.empty()) {
    COFFER_TRY(const Json found, api.get("/v1/networks/" + http::percent_encode(network), Api::As::kNobody));
    const Json native = found.value("native", Json::object());
    return AssetInfo{.symbol = native.value("symbol", ""), .decimals = native.value("decimals", 18U)};
  }
  // CAIP-19 ends with the contract.
  const std::size_t colon = asset.rfind(':');
  const std::string contract = colon == std::string::npos ? asset : asset.substr(colon + 1);
  COFFER_TRY(const Json token,
             api.get("/v1/tokens/" + http::percent_encode(network) + "/" + http::percent_encode(contract)));
  return AssetInfo{.symbol = token.value("symbol", ""), .decimals = token.value("decimals", 0U)};
}

}  // namespace coffer::cli
