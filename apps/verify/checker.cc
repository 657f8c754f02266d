#include "apps/verify/checker.h"

#include <fmt/format.h>

#include <algorithm>

namespace coffer::verify {
namespace {

using transactions::Status;
using transactions::status_name;

bool does(const Execution& execution, const evm::Address& sender, const Order& order) {
  const ModelTransaction& transaction = *execution.transaction;
  return transaction.from == sender && transaction.fields.to == order.to && transaction.fields.value == order.value;
}

}  // namespace

Checker::Checker(World& world, const Orders& orders, Assumptions assumptions)
    : world_(world), orders_(orders), assumptions_(assumptions) {
  // A node that is far behind stands where nobody has anything.
  seen_.push_back({.at = world.start, .accounts = {}});
}

const Order* Checker::order_of(const IntentNow& intent) const {
  const auto found =
      std::ranges::find_if(orders_, [&](const Order& order) { return "create:" + order.key() == intent.key; });
  return found == orders_.end() ? nullptr : &*found;
}

const Checker::IntentNow* Checker::intent_of(const Order& order) const {
  const auto found =
      std::ranges::find_if(intents_, [&](const auto& entry) { return entry.second.key == "create:" + order.key(); });
  return found == intents_.end() ? nullptr : &found->second;
}

std::vector<Inclusion> Checker::executions_of(const Order& order, const BlockPointer& head) const {
  std::vector<Inclusion> out;
  for (BlockPointer block = head; block != nullptr; block = block->parent) {
    for (const Execution& execution : block->executions) {
      if (does(execution, world_.house.address(order.sender), order)) out.push_back({block, &execution});
    }
  }
  return out;
}

BlockPointer Checker::final_block() const {
  const BlockPointer& head = world_.network.chain().head();
  return head->number + 1 < kConfirmations ? world_.network.chain().genesis()
                                           : ancestor(head, head->number + 1 - kConfirmations);
}

void Checker::after_head() {
  Seen seen{.at = world_.timeline.now(), .accounts = {}};
  for (std::size_t i = 0; i < kSenders; ++i) {
    seen.accounts.at(i) = world_.network.chain().head()->account(world_.house.address(i));
  }
  seen_.push_back(seen);
  for (const Order& order : orders_) {
    const auto found = executions_of(order, world_.network.chain().head());
    if (found.size() > 1) {
      world_.violated("an intent is executed at most once",
                      fmt::format("{} is executed {} times, in blocks {} and {}", order.key(), found.size(),
                                  found[0].block->number, found[1].block->number));
    }
  }
}

/// A ticket that no bytes of the intent can use any more.
bool Checker::is_dead(const Ticket& ticket, const std::string& intent) const {
  const auto attempts = attempts_.find(ticket);
  if (attempts == attempts_.end()) return true;
  const BlockPointer final = final_block();
  for (const AttemptNow& attempt : attempts->second) {
    const bool does_it = attempt.intent == intent && (attempt.kind == "original" || attempt.kind == "bump");
    if (!does_it || attempt.discarded) continue;
    if (final->account(attempt.transaction->from).nonce <= ticket.second) return false;
    if (find_on_line(final, attempt.transaction->hash)) return false;
  }
  return true;
}

void Checker::check_ended(const IntentNow& intent) {
  const Order* order = order_of(intent);
  if (order == nullptr || !assumptions_.finality_holds) return;
  const auto executions = executions_of(*order, final_block());
  const bool succeeded = !executions.empty() && executions.front().execution->succeeded;
  const std::string says = fmt::format("{} is {} ({})", order->key(), status_name(intent.status), intent.failure);
  if (intent.status == Status::kConfirmed) {
    if (!succeeded) world_.violated("confirmed is executed and final", says + ", the chain does not have it");
    return;
  }
  if (intent.status == Status::kFailed && intent.failure == "REVERTED") {
    if (executions.empty() || succeeded) world_.violated("failed is reverted and final", says);
    return;
  }
  if (!executions_of(*order, world_.network.chain().head()).empty()) {
    world_.violated("what ended empty was never executed", says + ", and the chain has it");
  }
  for (const auto& [ticket, attempts] : attempts_) {
    if (ticket.first == intent.sender && !is_dead(ticket, intent.id)) {
      world_.violated("what ended empty can never be executed",
                      fmt::format("{}, and nonce {} is still open to it", says, ticket.second));
    }
  }
}

std::size_t Checker::open() const {
  return static_cast<std::size_t>(
      std::ranges::count_if(intents_, [](const auto& entry) { return !is_final(entry.second.status); }));
}

void Checker::at_end() {
  const BlockPointer& head = world_.network.chain().head();
  for (const Order& order : orders_) {
    const IntentNow* intent = intent_of(order);
    const auto executions = executions_of(order, head);
    const bool executed = !executions.empty();
    if (order.id.empty() != (intent == nullptr) && !order.refused) {
      world_.violated("what was answered is stored", order.key() + " has no intent");
    }
    if (intent == nullptr) {
      if (executed) world_.violated("only intents are executed", order.key() + " is executed and has no intent");
      continue;
    }
    if (!order.id.empty() && order.id != intent->id) {
      world_.violated("a key names one intent", order.key() + " was answered with another intent");
    }
    const bool reverted = intent->status == Status::kFailed && intent->failure == "REVERTED";
    const bool says_executed = intent->status == Status::kConfirmed || reverted;
    const bool may_differ = !assumptions_.finality_holds && !executed;
    if (executed != says_executed && !may_differ) {
      world_.violated("the end of an intent is true",
                      fmt::format("{} is {}, and the chain {}", order.key(), status_name(intent->status),
                                  executed ? "has it" : "does not have it"));
    }
  }
}

}  // namespace coffer::verify
