#include "apps/verify/clients.h"

#include <fmt/format.h>

#include <algorithm>

#include "apps/verify/checker.h"

namespace coffer::verify {
namespace {

constexpr auto kPatience = std::chrono::seconds(1);

CallContext call_of(const std::string& key) {
  CallContext out;
  out.principal.kind = Principal::Kind::kUser;
  out.principal.id = kOwner;
  out.principal.roles = {"user"};
  out.idempotency_key = key;
  return out;
}

/// Whether asking again can only bring the same.
bool is_for_good(ErrorCode code) {
  return code == ErrorCode::kPolicyDenied || code == ErrorCode::kInsufficientFunds || code == ErrorCode::kValidation;
}

}  // namespace

/// One request that is under way; when its coroutine is unwound without an answer, it is asked again.
struct Clients::Visit {
  Visit(Clients& clients_in, std::size_t order_in) : clients(clients_in), order(order_in) {}
  ~Visit() {
    if (!answered) clients.ask_again(order, kPatience);
  }
  Visit(const Visit&) = delete;
  Visit& operator=(const Visit&) = delete;

  Clients& clients;
  const std::size_t order;
  bool answered = false;
};

Clients::Clients(World& world, Orders& orders, Processes& processes)
    : world_(world), orders_(orders), processes_(processes), random_(Random::stream(world.seed, 0xc11e)) {}

Process* Clients::some_process() {
  Process& process = *processes_.at(random_.below(processes_.size()));
  return process.alive() ? &process : nullptr;
}

std::size_t Clients::unanswered() const {
  return static_cast<std::size_t>(
      std::ranges::count_if(orders_, [](const Order& order) { return order.asked && !order.answered(); }));
}

void Clients::ask_again(std::size_t order, Duration delay) {
  world_.timeline.after(delay, [this, order] { place(order); });
}

void Clients::place(std::size_t order) {
  orders_.at(order).asked = true;
  Process* process = some_process();
  if (process == nullptr) return ask_again(order, kPatience);
  process->tasks().spawn("a client", create(*process, order, std::make_shared<Visit>(*this, order)));
}

awaitable<Result<void>> Clients::create(Process& process, std::size_t number, std::shared_ptr<Visit> visit) {
  Order& order = orders_.at(number);
  const CallContext call = call_of(order.key());
  const auto made = co_await process.service().create_transaction(call, order.request);
  if (made) {
    order.id = made->id();
    world_.say(fmt::format("{} is intent {}", order.key(), order.id.substr(24)));
  } else if (is_for_good(made.error().code)) {
    order.refused = true;
    world_.say(fmt::format("{} is refused: {}", order.key(), made.error().message));
  }
  visit->answered = order.answered();
  co_return Result<void>();
}

void Clients::cancel(std::size_t number) {
  Process* process = some_process();
  const Order& order = orders_.at(number);
  if (process != nullptr && !order.id.empty()) process->tasks().spawn("a client", request_cancel(*process, order.id));
}

void Clients::speed_up(std::size_t number) {
  Process* process = some_process();
  const Order& order = orders_.at(number);
  if (process != nullptr && !order.id.empty()) process->tasks().spawn("a client", request_speed_up(*process, order.id));
}

awaitable<Result<void>> Clients::request_cancel(Process& process, std::string id) {
  const CallContext call = call_of("");
  transactions::v1::CancelTransactionRequest request;
  request.set_transaction_id(std::move(id));
  // Whatever is answered: the rows say what became of it.
  (void)co_await process.service().cancel_transaction(call, std::move(request));
  co_return Result<void>();
}

awaitable<Result<void>> Clients::request_speed_up(Process& process, std::string id) {
  const CallContext call = call_of("");
  transactions::v1::SpeedUpTransactionRequest request;
  request.set_transaction_id(std::move(id));
  (void)co_await process.service().speed_up_transaction(call, std::move(request));
  co_return Result<void>();
}

void Clients::explain(std::size_t number) {
  Process* process = some_process();
  if (process != nullptr && !orders_.at(number).id.empty())
    process->tasks().spawn("a client", ask_why(*process, number));
}

awaitable<Result<void>> Clients::ask_why(Process& process, std::size_t number) {
  const CallContext call = call_of("");
  transactions::v1::GetTransactionRequest request;
  request.set_transaction_id(orders_.at(number).id);
  const Checker::IntentNow* known = world_.checker->intent_of(orders_.at(number));
  if (known == nullptr) co_return Result<void>();
  const Checker::IntentNow before = *known;
  const auto answer = co_await process.service().explain_transaction(call, std::move(request));
  if (answer) world_.checker->check_explanation(orders_.at(number), before, answer->reason());
  co_return Result<void>();
}

}  // namespace coffer::verify
