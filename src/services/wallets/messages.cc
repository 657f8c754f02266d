#include "services/wallets/messages.h"

namespace coffer::wallets {

google::protobuf::Timestamp to_timestamp(Time time) {
  google::protobuf::Timestamp out;
  out.set_seconds(to_micros(time) / 1'000'000);
  out.set_nanos(static_cast<std::int32_t>(to_micros(time) % 1'000'000 * 1'000));
  return out;
}

v1::Account to_message(const AccountRow& row) {
  v1::Account out;
  out.set_id(row.id);
  out.set_wallet_id(row.wallet_id);
  out.set_network(row.network);
  out.set_chain(row.chain);
  out.set_address(row.address);
  out.set_path(row.path);
  out.set_index(row.index);
  *out.mutable_created_at() = to_timestamp(row.created_at);
  return out;
}

v1::Wallet to_message(const WalletRow& row, const std::vector<AccountRow>& accounts) {
  v1::Wallet out;
  out.set_id(row.id);
  out.set_label(row.label);
  out.set_kind(row.kind);
  out.set_exportable(row.exportable);
  *out.mutable_created_at() = to_timestamp(row.created_at);
  for (const AccountRow& account : accounts)
    if (account.wallet_id == row.id) *out.add_accounts() = to_message(account);
  return out;
}

v1::AccountRecord to_record(const OwnedAccount& owned) {
  v1::AccountRecord out;
  *out.mutable_account() = to_message(owned.account);
  out.set_owner(owned.account.owner);
  out.set_wallet_kind(owned.wallet_kind);
  if (!owned.key_kind.empty()) out.set_key_id(owned.account.wallet_id);
  return out;
}

v1::Balance native_entry(const AccountRow& account, const chains::v1::Network& network) {
  v1::Balance out;
  out.set_account_id(account.id);
  out.set_network(account.network);
  out.mutable_asset()->set_symbol(network.native().symbol());
  out.mutable_asset()->set_name(network.native().name());
  out.mutable_asset()->set_decimals(network.native().decimals());
  if (network.kind() == "evm") out.mutable_asset()->set_id(account.chain + "/slip44:60");
  return out;
}

v1::Balance token_entry(const AccountRow& account, const TokenRow& token) {
  v1::Balance out;
  out.set_account_id(account.id);
  out.set_network(account.network);
  out.mutable_asset()->set_symbol(token.symbol);
  out.mutable_asset()->set_name(token.name);
  out.mutable_asset()->set_decimals(token.decimals);
  out.mutable_asset()->set_contract(token.contract);
  out.mutable_asset()->set_id(account.chain + "/erc20:" + token.contract);
  return out;
}

}  // namespace coffer::wallets
