#pragma once

#include <vector>

#include "coffer/wallets/v1/wallets.pb.h"
#include "services/wallets/store.h"

namespace coffer::wallets {

/// Rows as the contract shows them.
v1::Account to_message(const AccountRow& row);
/// With those of `accounts` that belong to the wallet, in their order.
v1::Wallet to_message(const WalletRow& row, const std::vector<AccountRow>& accounts);
v1::AccountRecord to_record(const OwnedAccount& owned);

google::protobuf::Timestamp to_timestamp(Time time);

}  // namespace coffer::wallets
