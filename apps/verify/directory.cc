#include "apps/verify/seams.h"

namespace coffer::verify {
namespace {

template <class T>
awaitable<Result<T>> not_modelled() {
  co_return fail(internal("the simulator does not model this"));
}

}  // namespace

using namespace wallets::v1;

Directory::Directory(const KeyHouse& house) {
  for (std::size_t sender = 0; sender < kSenders; ++sender) {
    AccountRecord record;
    record.mutable_account()->set_id(account_id(sender));
    record.mutable_account()->set_network(kNetwork);
    record.mutable_account()->set_address(house.address(sender).text());
    record.set_owner(kOwner);
    record.set_key_id(KeyHouse::key_id(sender));
    accounts_.emplace(account_id(sender), std::move(record));
  }
}

awaitable<Result<AccountRecord>> Directory::get_account(const CallContext& /*call*/, GetAccountRequest request) {
  const auto found = accounts_.find(request.account_id());
  if (found == accounts_.end()) co_return fail(not_found("account"));
  co_return found->second;
}

awaitable<Result<Wallet>> Directory::create_wallet(const CallContext&, CreateWalletRequest) {
  return not_modelled<Wallet>();
}
awaitable<Result<ListWalletsReply>> Directory::list_wallets(const CallContext&, ListWalletsRequest) {
  return not_modelled<ListWalletsReply>();
}
awaitable<Result<Wallet>> Directory::get_wallet(const CallContext&, GetWalletRequest) { return not_modelled<Wallet>(); }
awaitable<Result<Wallet>> Directory::update_wallet(const CallContext&, UpdateWalletRequest) {
  return not_modelled<Wallet>();
}
awaitable<Result<Account>> Directory::create_account(const CallContext&, CreateAccountRequest) {
  return not_modelled<Account>();
}
awaitable<Result<ListBalancesReply>> Directory::list_balances(const CallContext&, ListBalancesRequest) {
  return not_modelled<ListBalancesReply>();
}
awaitable<Result<Asset>> Directory::track_token(const CallContext&, TrackTokenRequest) { return not_modelled<Asset>(); }
awaitable<Result<UserWallet>> Directory::get_user_wallet(const CallContext&, GetUserWalletRequest) {
  return not_modelled<UserWallet>();
}
awaitable<Result<ListAccountsReply>> Directory::list_accounts(const CallContext&, ListAccountsRequest) {
  return not_modelled<ListAccountsReply>();
}

}  // namespace coffer::verify
