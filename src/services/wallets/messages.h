#pragma once

#include <vector>

#include "coffer/chains/v1/chains.pb.h"
#include "coffer/wallets/v1/wallets.pb.h"
#include "services/wallets/store.h"

namespace coffer::wallets {

/// Rows as the contract shows them.
v1::Account to_message(const AccountRow& row);
/// With those of `accounts` that belong to the wallet, in their order.
v1::Wallet to_message(const WalletRow& row, const std::vector<AccountRow>& accounts);
v1::AccountRecord to_record(const OwnedAccount& owned);

/// A balance without its amount: the native coin's, and a token's.
v1::Balance native_entry(const AccountRow& account, const chains::v1::Network& network);
v1::Balance token_entry(const AccountRow& account, const TokenRow& token);

google::protobuf::Timestamp to_timestamp(Time time);

}  // namespace coffer::wallets
