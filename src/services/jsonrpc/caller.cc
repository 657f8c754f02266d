#include "services/jsonrpc/caller.h"

#include <algorithm>

namespace coffer::jsonrpc {

awaitable<Result<std::vector<wallets::v1::Account>>> Accounts::list(const Caller& caller) {
  wallets::v1::ListAccountsRequest request;
  request.set_user_id(caller.user.principal.id);
  request.set_network(caller.network.id());
  CO_TRY(const wallets::v1::ListAccountsReply reply,
         co_await wallets_.list_accounts(caller.service, std::move(request)));
  std::vector<wallets::v1::Account> out;
  for (const wallets::v1::AccountRecord& record : reply.accounts()) {
    if (record.key_id().empty()) continue;
    const auto same = [&](const auto& known) { return known.address() == record.account().address(); };
    if (std::ranges::none_of(out, same)) out.push_back(record.account());
  }
  co_return out;
}

awaitable<Result<wallets::v1::Account>> Accounts::find(const Caller& caller, evm::Address address) {
  CO_TRY(std::vector<wallets::v1::Account> accounts, co_await list(caller));
  const auto found = std::ranges::find(accounts, address.text(), &wallets::v1::Account::address);
  if (found == accounts.end()) {
    co_return fail(not_found("unknown account: " + address.text() + " is none of yours on " + caller.network.id()));
  }
  co_return std::move(*found);
}

}  // namespace coffer::jsonrpc
