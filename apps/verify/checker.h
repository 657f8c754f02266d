#pragma once

#include <array>
#include <deque>
#include <set>

#include "apps/verify/orders.h"
#include "apps/verify/world.h"
#include "services/transactions/status.h"

namespace coffer::verify {

/// How much of the world's word the rules may rely on in a run.
struct Assumptions {
  /// Reorganisations undo blocks that counted as final: what was reported then need not hold.
  bool finality_holds = true;
  /// Nobody else uses the keys and no node lies about balances: what is reserved can be paid.
  bool balances_hold = true;
};

/// Holds the rows and the chain against the rules of docs/designs/intent.md, from outside: it knows
/// the whole truth, which no process does.
class Checker {
 public:
  Checker(World& world, const Orders& orders, Assumptions assumptions);

  /// After each commit of any process.
  awaitable<void> after_commit();
  /// Before bytes leave a process; `params` of eth_sendRawTransaction.
  awaitable<void> before_send(std::string params);
  /// After each change of the chain's head.
  void after_head();
  struct IntentNow;
  /// What `/explain` says of an order names a cause that is there; `before` is what its row said when it was asked.
  void check_explanation(const Order& order, const IntentNow& before, const std::string& reason);
  /// Once nothing is left to happen.
  void at_end();

  /// Intents that have not come to an end.
  [[nodiscard]] std::size_t open() const;
  struct IntentNow {
    std::string id;
    transactions::Status status = transactions::Status::kQueued;
    std::string failure;
    std::optional<std::uint64_t> nonce;
    std::string key;
    std::string sender;
    bool cancel_requested = false;
    Time since = {};  // when it got this status
  };
  [[nodiscard]] const std::map<std::string, IntentNow>& intents() const { return intents_; }
  [[nodiscard]] const IntentNow* intent_of(const Order& order) const;

 private:
  struct AttemptNow {
    std::string intent;
    std::string kind;
    TransactionPointer transaction;
    bool discarded = false;
  };
  using Ticket = std::pair<std::string, std::uint64_t>;  // sender as text, nonce
  struct SlotNow {
    std::string intent;
    std::string state;
    bool foreign = false;
  };

  // checker_rows.cc: rules about rows
  awaitable<Result<void>> read_events();
  awaitable<Result<void>> read_intents();
  awaitable<Result<void>> read_slots();
  awaitable<Result<void>> read_attempts();
  void take_event(const std::string& id, const std::string& status);
  void take_attempt(const Ticket& ticket, AttemptNow attempt);
  void check_tickets();
  void check_reservations(const std::set<std::string>& senders);

  // checker_explain.cc: what may truly be said
  [[nodiscard]] std::optional<std::string> untruth_about_chain(const Order& order, const IntentNow& before,
                                                               const std::string& reason) const;
  [[nodiscard]] std::optional<std::string> untruth_about_others(const Order& order, const std::string& reason) const;
  [[nodiscard]] bool waits_for_signer(const Order& order, const IntentNow& before) const;
  [[nodiscard]] bool may_be_short_of_funds(std::size_t sender) const;
  [[nodiscard]] std::vector<ModelAccount> lately(std::size_t sender) const;

  // checker.cc: rules about the chain
  void check_ended(const IntentNow& intent);
  [[nodiscard]] const Order* order_of(const IntentNow& intent) const;
  [[nodiscard]] std::vector<Inclusion> executions_of(const Order& order, const BlockPointer& head) const;
  [[nodiscard]] BlockPointer final_block() const;
  [[nodiscard]] bool is_dead(const Ticket& ticket, const std::string& intent) const;

  World& world_;
  const Orders& orders_;
  const Assumptions assumptions_;
  std::map<std::string, IntentNow> intents_;
  std::map<std::string, transactions::Status> told_;  // by events
  std::map<Ticket, SlotNow> slots_;
  std::map<Ticket, std::vector<AttemptNow>> attempts_;
  /// What each sender had at every head so far, also on branches that are gone: somebody may have seen it so.
  struct Seen {
    Time at;
    std::array<ModelAccount, kSenders> accounts;
  };
  std::deque<Seen> seen_;
  std::int64_t last_event_ = 0;
  std::int64_t last_attempt_ = 0;
};

}  // namespace coffer::verify
