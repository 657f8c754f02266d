#include "apps/verify/run.h"

#include <fmt/format.h>

#include <boost/asio/co_spawn.hpp>
#include <stdexcept>

#include "apps/verify/clients.h"
#include "platform/events/outbox.h"

namespace coffer::verify {
namespace {

constexpr std::uint64_t kThousandth = 1'000'000'000'000'000;  // wei
constexpr auto kBound = std::chrono::minutes(15);             // after the last fault, everything has ended

Order order_of(const Action& action, Time start) {
  Order out;
  out.number = action.a;
  out.sender = action.b;
  out.value = U256(1'000'000 + action.a);
  out.to.bytes.fill(0xab);
  out.request.set_account_id(account_id(out.sender));
  out.request.set_wait_for_funds(true);
  switch (static_cast<OrderKind>(action.c)) {
    case OrderKind::kReverting:
      out.to = ModelChain::reverting_receiver();
      out.request.set_gas_limit(30'000);
      break;
    case OrderKind::kForbidden:
      out.to = KeyHouse::forbidden();
      break;
    case OrderKind::kCapped:
      out.request.set_max_fee_per_gas("24000000000");
      break;
    case OrderKind::kShortLived:
      out.request.mutable_valid_until()->set_seconds(to_micros(start + action.at) / 1'000'000 + 8);
      break;
    case OrderKind::kStubborn:
      out.request.set_fail_if_replaced(true);
      break;
    case OrderKind::kWithoutFunds:
      out.value = U256(3 * kThousandth + action.a);
      break;
    default:
      break;
  }
  out.request.set_to(out.to.text());
  out.request.set_amount(out.value.decimal());
  return out;
}

awaitable<Result<void>> prepare(sql::Database& disk) {
  ManualClock clock(from_micros(0));
  SeededEntropy entropy(0);
  const events::Outbox outbox("transactions", clock, entropy);
  CO_CHECK(co_await sql::migrate(disk, transactions::migrations()));
  co_return co_await sql::migrate(disk, outbox.migrations());
}

/// One run at work.
class Run {
 public:
  Run(const Plan& plan, KeyHouse& house, const Wrapping& wrapping, bool traced)
      : plan_(plan),
        world_(plan.seed, house, wrapping, traced),
        orders_(orders_of(plan, world_.start)),
        checker_(world_, orders_, plan.assumptions),
        clients_(world_, orders_, processes_) {
    world_.checker = &checker_;
    boost::asio::co_spawn(world_.timeline.executor(), prepare(*world_.disk),
                          [](const std::exception_ptr& bug, const Result<void>& prepared) {
                            if (bug) std::rethrow_exception(bug);
                            if (!prepared) throw std::runtime_error(prepared.error().message);
                          });
    world_.timeline.settle();
    for (std::size_t i = 0; i < plan.processes; ++i) processes_.push_back(std::make_unique<Process>(world_, i));
  }

  RunResult go() {
    start();
    while (!world_.violation && world_.timeline.advance(world_.start + plan_.troubled)) bury();
    calm();
    const Time bound = world_.timeline.now() + kBound;
    while (!world_.violation && !done() && world_.timeline.advance(bound)) bury();
    if (!world_.violation && !done()) stuck();
    if (!world_.violation) checker_.at_end();
    return {world_.violation, world_.trace.lines(), checker_.intents().size()};
  }

 private:
  static Orders orders_of(const Plan& plan, Time start) {
    Orders out;
    for (const Action& action : plan.actions) {
      // A shrunk plan may cancel what it does not order.
      const bool names_order = action.act == Act::kOrder || action.act == Act::kCancel || action.act == Act::kSpeedUp;
      if (names_order && out.size() <= action.a) out.resize(action.a + 1);
      if (action.act == Act::kOrder) out.at(action.a) = order_of(action, start);
    }
    for (std::size_t i = 0; i < out.size(); ++i) out[i].number = i;
    return out;
  }

  void start() {
    world_.network.on_head = [this] { checker_.after_head(); };
    for (std::size_t i = 0; i < plan_.coins.size(); ++i) {
      world_.network.fund(world_.house.address(i), scaled_up(U256(kThousandth), plan_.coins[i], 1));
    }
    world_.network.begin();
    for (const auto& process : processes_) process->boot();
    wonder(0);
    for (const Action& action : plan_.actions) {
      world_.timeline.at(world_.start + action.at, [this, &action] {
        if (world_.trace.wanted()) world_.say("> " + describe(action).substr(12));
        perform(action);
      });
    }
  }

  /// Every few seconds somebody asks why an order is not done.
  void wonder(std::size_t number) {
    world_.timeline.after(std::chrono::seconds(4), [this, number] {
      if (!orders_.empty()) clients_.explain(number % orders_.size());
      wonder(number + 1);
    });
  }

  void bury() {
    for (const auto& process : processes_) process->bury();
  }

  [[nodiscard]] bool done() const { return checker_.open() == 0 && clients_.unanswered() == 0; }

  /// Whatever was wrong is not any more.
  void calm() {
    world_.say("---- from here on nothing goes wrong");
    calm_ = true;
    world_.network.calm();
    world_.signer_away = false;
    for (std::size_t i = 0; i < kSenders; ++i) {
      world_.network.fund(world_.house.address(i), scaled_up(U256(kThousandth), 1'000, 1));
    }
    for (const auto& process : processes_) {
      process->hazards.clear();
      process->pause_until({});
    }
  }

  void stuck() {
    std::string what;
    for (const auto& [id, intent] : checker_.intents()) {
      if (is_final(intent.status)) continue;
      what += fmt::format("{}{} is {}", what.empty() ? "" : ", ", intent.key.substr(7),
                          transactions::status_name(intent.status));
    }
    if (clients_.unanswered() > 0) what += fmt::format(" ({} clients without an answer)", clients_.unanswered());
    world_.violated("every intent reaches an end once the faults have ended", what);
  }

  void perform(const Action& action);
  void perform_on_node(const Action& action, NodeMood& mood);
  void use_outside(const Action& action);
  void later(std::uint64_t millis, std::function<void()> undo) {
    world_.timeline.after(std::chrono::milliseconds(millis), std::move(undo));
  }

  const Plan& plan_;
  World world_;
  Orders orders_;
  Checker checker_;
  Clients clients_;
  Processes processes_;  // go first: what they unwind tells the clients
  bool calm_ = false;
};

void Run::use_outside(const Action& action) {
  const evm::Address& sender = world_.house.address(action.a);
  evm::Transaction transaction;
  transaction.chain_id = kChainId;
  transaction.nonce = world_.network.chain().head()->account(sender).nonce + action.b;
  transaction.max_fee_per_gas = U256(40'000'000'000);
  transaction.max_priority_fee_per_gas = U256(3'000'000'000);
  transaction.gas_limit = 21'000;
  transaction.to = evm::Address();
  transaction.value = U256(7);
  const Bytes raw = world_.house.sign_outside(action.a, transaction);
  world_.network.inject(action.c, read_transaction(raw));
}

void Run::perform_on_node(const Action& action, NodeMood& mood) {
  world_.doubt_nodes(std::chrono::milliseconds(action.b));
  switch (action.act) {
    case Act::kNodeDown:
      mood.down = true;
      return later(action.b, [&mood] { mood.down = false; });
    case Act::kNodeMute:
      mood.mute = true;
      return later(action.b, [&mood] { mood.mute = false; });
    case Act::kNodeSlow:
      mood.latency = std::chrono::milliseconds(action.c);
      return later(action.b, [&mood] { mood.latency = NodeMood{}.latency; });
    case Act::kNodeLag:
      mood.lag = action.c;
      return later(action.b, [&mood] { mood.lag = 0; });
    case Act::kNodeLie:
      if (static_cast<Lie>(action.c) == Lie::kPoor) world_.doubt_balances(std::chrono::milliseconds(action.b));
      mood.lie = static_cast<Lie>(action.c);
      return later(action.b, [&mood] { mood.lie = Lie::kNone; });
    case Act::kNodeFull:
      mood.full = true;
      return later(action.b, [&mood] { mood.full = false; });
    default:
      return;
  }
}

void Run::perform(const Action& action) {
  if (calm_) return;
  switch (action.act) {
    case Act::kOrder:
      return clients_.place(action.a);
    case Act::kCancel:
      return clients_.cancel(action.a);
    case Act::kSpeedUp:
      return clients_.speed_up(action.a);
    case Act::kStrike:
      return processes_.at(action.a)->hazards.arm(static_cast<Point>(action.b), action.c, static_cast<Fate>(action.d));
    case Act::kPause:
      world_.doubt_processes(std::chrono::milliseconds(action.b));
      return processes_.at(action.a)->pause_until(world_.timeline.now() + std::chrono::milliseconds(action.b));
    case Act::kClockJump:
      world_.doubt_processes({});
      return processes_.at(action.a)->jump_clock(
          std::chrono::milliseconds(static_cast<std::int64_t>(action.b) - static_cast<std::int64_t>(kJumpZero)));
    case Act::kForget:
      return world_.network.node(action.a).forget_all();
    case Act::kReorg:
      return world_.network.reorganise(action.a);
    case Act::kSpike:
      return world_.network.spike(action.a, world_.timeline.now() + std::chrono::milliseconds(action.b));
    case Act::kOutside:
      return use_outside(action);
    case Act::kTopUp:
      return world_.network.fund(world_.house.address(action.a), scaled_up(U256(kThousandth), action.b, 1));
    case Act::kSignerAway:
      world_.signer_away = true;
      world_.signer_away_since = world_.timeline.now();
      world_.doubt_signer(std::chrono::milliseconds(action.a));
      return later(action.a, [this] { world_.signer_away = false; });
    default:
      return perform_on_node(action, world_.network.node(action.a).mood());
  }
}

}  // namespace

RunResult run_plan(const Plan& plan, KeyHouse& house, const Wrapping& wrapping, bool traced) {
  return Run(plan, house, wrapping, traced).go();
}

}  // namespace coffer::verify
