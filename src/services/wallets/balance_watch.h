#pragma once

#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "coffer/chains/v1/chains.coffer.h"
#include "coffer/wallets/v1/wallets.pb.h"
#include "platform/async/sleeper.h"
#include "platform/events/outbox.h"
#include "platform/telemetry/log.h"
#include "services/wallets/store.h"

namespace coffer::wallets {

/// Tells owners when what lies on their accounts changes (`balance.changed`): at each new block for
/// accounts at which somebody looked lately, and for both ends of a transaction of ours once it is
/// mined. An amount is told once, in the commit that remembers it.
class BalanceWatch {
 public:
  /// All but the log outlive it.
  BalanceWatch(sql::Database& database, Store& store, events::Outbox& outbox, chains::v1::ChainsApi& chains,
               const Clock& clock, async::Sleeper& sleeper, telemetry::Log log);

  /// Follows the heads of one network until cancelled. What goes wrong is logged and tried again.
  awaitable<Result<void>> follow(std::string network);

  /// Somebody looks at these accounts.
  awaitable<Result<void>> look_at(std::vector<AccountRow> accounts);
  /// Until when an account that is looked at now is watched.
  [[nodiscard]] Time watched_until() const;

  /// Reads what is watched on the network, and tells what changed.
  awaitable<Result<void>> check(std::string network);
  /// The same for whoever has accounts at these addresses.
  awaitable<Result<void>> check_addresses(std::string network, std::vector<std::string> addresses);

 private:
  /// Accounts that show the same tokens: one question.
  struct Group {
    std::vector<AccountRow> accounts;
    std::vector<TokenRow> tokens;
  };

  awaitable<Result<void>> check_accounts(std::string network, std::vector<AccountRow> accounts);
  awaitable<Result<std::vector<Group>>> group(std::vector<AccountRow> accounts);
  awaitable<Result<void>> check_group(chains::v1::Network network, Group group);
  awaitable<Result<void>> tell(AccountRow account, v1::Balance balance);
  [[nodiscard]] bool is_told(const std::string& key, const std::string& amount);

  sql::Database& database_;
  Store& store_;
  events::Outbox& outbox_;
  chains::v1::ChainsApi& chains_;
  const Clock& clock_;
  async::Sleeper& sleeper_;
  telemetry::Log log_;
  std::mutex mutex_;
  std::map<std::string, Time> watched_;      // until when, as far as this process knows
  std::map<std::string, std::string> told_;  // amounts that are stored as told
};

}  // namespace coffer::wallets
