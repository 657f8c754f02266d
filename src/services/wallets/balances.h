#pragma once

#include <boost/asio/awaitable.hpp>
#include <string>
#include <vector>

#include "base/call_context.h"
#include "coffer/chains/v1/chains.coffer.h"
#include "coffer/wallets/v1/wallets.pb.h"
#include "platform/cache/cache.h"
#include "services/wallets/store.h"

namespace coffer::wallets {

/// What lies on accounts, as of a block. A balance read at a block hash is true for as long as that
/// block is the head, so it is kept under that hash: a new head and a reorganisation are only other hashes.
class Balances {
 public:
  Balances(chains::v1::ChainsApi& chains, Store& store, cache::Cache& cache, const Clock& clock);

  /// The balances of one account, the native coin first, then `tokens`. A figure that no node could
  /// tell has no amount. `fresh` passes over what is kept.
  awaitable<std::vector<v1::Balance>> of_account(CallContext call, AccountRow account, std::vector<TokenRow> tokens,
                                                 bool fresh);

  /// Looks for tokens that arrived since the last look, stores them, and answers the new ones.
  awaitable<std::vector<TokenRow>> discover(CallContext call, AccountRow account);

  /// What a token contract says of itself.
  awaitable<Result<TokenRow>> describe(CallContext call, std::string network, std::string contract);

 private:
  awaitable<Result<chains::v1::GetBalancesReply>> read(CallContext call, const chains::v1::Network& network,
                                                       chains::v1::GetBalancesRequest request, bool fresh);

  chains::v1::ChainsApi& chains_;
  Store& store_;
  cache::Cache& cache_;
  const Clock& clock_;
};

}  // namespace coffer::wallets
