#pragma once

#include <cstddef>
#include <list>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>

#include "base/secret.h"
#include "base/time.h"
#include "domain/crypto/secp256k1.h"
#include "domain/evm/address.h"

namespace coffer::signer {

/// A derived key, ready to sign. The secret lies in locked memory and is wiped with the last reference.
struct Account {
  Secret<32> key;
  crypto::secp256k1::PublicKey public_key;
  evm::Address address;
};

/// Names one account of one owner; the owner is part of it so that nobody finds another's.
struct AccountName {
  std::string key_id;
  std::string owner;
  std::string path;
  bool operator==(const AccountName&) const = default;
};

/// The accounts that were used last, so that signing does not open the seal each time. Bounded in number and in time:
/// an entry lives at most `ttl` from when it was put, used or not. All members may be called from any thread.
class AccountCache {
 public:
  AccountCache(std::size_t max_accounts, Duration ttl) : max_accounts_(max_accounts), ttl_(ttl) {}

  /// Null when it is not there or too old.
  std::shared_ptr<const Account> find(const AccountName& name, Time now);
  void put(const AccountName& name, std::shared_ptr<const Account> account, Time now);
  /// Forgets everything that is too old; called now and then so that unused keys are wiped in time.
  void sweep(Time now);

 private:
  struct Entry {
    AccountName name;
    std::shared_ptr<const Account> account;
    Time expires_at;
  };
  struct Hash {
    std::size_t operator()(const AccountName& name) const noexcept;
  };

  std::mutex mutex_;
  std::size_t max_accounts_;
  Duration ttl_;
  std::list<Entry> entries_;  // most recently used first
  std::unordered_map<AccountName, std::list<Entry>::iterator, Hash> index_;
};

}  // namespace coffer::signer
