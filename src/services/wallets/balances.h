#pragma once

#include <boost/asio/awaitable.hpp>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "base/call_context.h"
#include "coffer/chains/v1/chains.coffer.h"
#include "coffer/wallets/v1/wallets.pb.h"
#include "services/wallets/store.h"

namespace coffer::wallets {

/// What lies on accounts, as of a block. A balance read at a block hash is true for as long as that
/// block is the head, so it is kept until the head has another hash: no time to live, and a
/// reorganisation is only another hash.
class Balances {
 public:
  Balances(chains::v1::ChainsApi& chains, Store& store, const Clock& clock, std::size_t max_kept = 10'000);

  /// The balances of one account, the native coin first, then `tokens`. A figure that no node could
  /// tell has no amount. `fresh` passes over what is kept.
  awaitable<std::vector<v1::Balance>> of_account(CallContext call, AccountRow account, std::vector<TokenRow> tokens,
                                                 bool fresh);

  /// Looks for tokens that arrived since the last look, stores them, and answers the new ones.
  awaitable<std::vector<TokenRow>> discover(CallContext call, AccountRow account);

  /// What a token contract says of itself.
  awaitable<Result<TokenRow>> describe(CallContext call, std::string network, std::string contract);

 private:
  struct Kept {
    std::string block_hash;
    chains::v1::GetBalancesReply reply;
  };

  awaitable<Result<chains::v1::GetBalancesReply>> read(CallContext call, const chains::v1::Network& network,
                                                       chains::v1::GetBalancesRequest request, bool fresh);
  void keep(const std::string& key, Kept kept);

  chains::v1::ChainsApi& chains_;
  Store& store_;
  const Clock& clock_;
  std::size_t max_kept_;
  std::mutex mutex_;
  std::map<std::string, Kept> kept_;
};

}  // namespace coffer::wallets
