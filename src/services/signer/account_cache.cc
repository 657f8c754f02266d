#include "services/signer/account_cache.h"

#include <functional>

namespace coffer::signer {

std::size_t AccountCache::Hash::operator()(const AccountName& name) const noexcept {
  const std::hash<std::string> hash;
  return hash(name.key_id) ^ hash(name.path) * 31 ^ hash(name.owner) * 131;
}

std::shared_ptr<const Account> AccountCache::find(const AccountName& name, Time now) {
  const std::lock_guard lock(mutex_);
  const auto found = index_.find(name);
  if (found == index_.end()) return nullptr;
  if (found->second->expires_at <= now) {
    entries_.erase(found->second);
    index_.erase(found);
    return nullptr;
  }
  entries_.splice(entries_.begin(), entries_, found->second);
  return found->second->account;
}

void AccountCache::put(const AccountName& name, std::shared_ptr<const Account> account, Time now) {
  if (max_accounts_ == 0) return;
  const std::lock_guard lock(mutex_);
  if (const auto found = index_.find(name); found != index_.end()) {
    entries_.erase(found->second);
    index_.erase(found);
  }
  if (entries_.size() >= max_accounts_) {
    index_.erase(entries_.back().name);
    entries_.pop_back();
  }
  entries_.push_front({.name = name, .account = std::move(account), .expires_at = now + ttl_});
  index_.emplace(name, entries_.begin());
}

void AccountCache::sweep(Time now) {
  const std::lock_guard lock(mutex_);
  std::erase_if(index_, [&](const auto& item) { return item.second->expires_at <= now; });
  std::erase_if(entries_, [&](const Entry& entry) { return entry.expires_at <= now; });
}

}  // namespace coffer::signer
