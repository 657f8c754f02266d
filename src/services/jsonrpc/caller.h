#pragma once

#include <boost/asio/awaitable.hpp>
#include <vector>

#include "base/call_context.h"
#include "coffer/chains/v1/chains.pb.h"
#include "coffer/wallets/v1/wallets.coffer.h"
#include "domain/evm/address.h"

namespace coffer::jsonrpc {

template <class T>
using awaitable = boost::asio::awaitable<T>;

/// Who calls, and on which network: the same for all requests of a body.
struct Caller {
  CallContext user;     // what is done for the user is done as the user
  CallContext service;  // what only services may ask is asked by this one
  chains::v1::Network network;
};

/// The caller's accounts on the network whose keys Coffer holds.
class Accounts {
 public:
  explicit Accounts(wallets::v1::WalletsApi& wallets) : wallets_(wallets) {}

  /// Oldest first, each address once.
  awaitable<Result<std::vector<wallets::v1::Account>>> list(const Caller& caller);
  /// NOT_FOUND for an address that is none of the caller's.
  awaitable<Result<wallets::v1::Account>> find(const Caller& caller, evm::Address address);

 private:
  wallets::v1::WalletsApi& wallets_;
};

}  // namespace coffer::jsonrpc
