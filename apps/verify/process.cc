#include "apps/verify/process.h"

#include <fmt/format.h>

#include "apps/verify/seams.h"
#include "platform/events/outbox.h"

namespace coffer::verify {
namespace {

chains::NetworkSettings network_settings() {
  chains::NetworkSettings out;
  out.id = kNetwork;
  out.chain = "eip155:" + std::to_string(kChainId);
  out.chain_id = kChainId;
  out.confirmations = kConfirmations;
  out.finality = chains::FinalityMode::kDepth;
  out.block_time = ModelNetwork::kBlockTime;
  out.poll_interval = std::chrono::seconds(1);
  out.call_timeout = std::chrono::seconds(3);
  out.deepest_reorg = 12;
  out.development = true;
  for (std::size_t i = 0; i < ModelNetwork::kNodes; ++i) {
    out.endpoints.push_back({.name = "node" + std::to_string(i), .url = "http://node", .own = i == 0, .weight = 1});
  }
  return out;
}

std::vector<chains::Chains::Wired> wire(Process& process) {
  chains::Chains::Wired out{network_settings(), {}};
  for (std::size_t i = 0; i < ModelNetwork::kNodes; ++i) out.nodes.push_back(std::make_unique<NodeLink>(process, i));
  std::vector<chains::Chains::Wired> all;
  all.push_back(std::move(out));
  return all;
}

transactions::Settings transaction_settings(std::size_t index) {
  transactions::Settings out;
  out.engine.worker = "worker-" + std::to_string(index);
  return out;
}

}  // namespace

/// What lives from a start to an end, in the order in which it is made.
struct Process::Life {
  Life(Process& process, std::uint64_t seed)
      : sink(process.world_),
        log(process, sink, process.world_.trace.wanted() ? telemetry::Level::kInfo : telemetry::Level::kError),
        entropy(seed),
        disk(process),
        signer(process),
        wallets(process.world_.house),
        outbox("transactions", process, entropy),
        chains(wire(process), process, process, log, process.world_.metrics),
        wrapped_disk(process.world_.wrapping.database ? process.world_.wrapping.database(disk) : nullptr),
        wrapped_chains(process.world_.wrapping.chains ? process.world_.wrapping.chains(chains) : nullptr),
        wrapped_signer(process.world_.wrapping.signer ? process.world_.wrapping.signer(signer, chains) : nullptr),
        service({.database = wrapped_disk ? *wrapped_disk : disk,
                 .outbox = outbox,
                 .chains = wrapped_chains ? *wrapped_chains : chains,
                 .wallets = wallets,
                 .signer = wrapped_signer ? *wrapped_signer : signer,
                 .clock = process,
                 .sleeper = process,
                 .entropy = entropy,
                 .metrics = process.world_.metrics},
                transaction_settings(process.index_), log),
        tasks(process.world_.timeline.executor(), [&process](std::string_view task, const Error& error) {
          if (process.alive_) process.world_.violated("no task ends", fmt::format("{}: {}", task, error.message));
        }) {}

  TraceSink sink;
  telemetry::Log log;
  SeededEntropy entropy;
  DiskLink disk;
  SignerLink signer;
  Directory wallets;
  events::Outbox outbox;
  chains::Chains chains;
  std::unique_ptr<sql::Database> wrapped_disk;
  std::unique_ptr<chains::v1::ChainsApi> wrapped_chains;
  std::unique_ptr<signer::v1::SignerApi> wrapped_signer;
  transactions::Transactions service;
  async::TaskGroup tasks;
};

Process::Process(World& world, std::size_t index) : world_(world), index_(index) {}
Process::~Process() {
  alive_ = false;
  bury();
}

void Process::boot() {
  if (running_) return;
  alive_ = true;
  ++life_;
  world_.say(fmt::format("process {} starts", index_));
  running_ = std::make_unique<Life>(*this, Random::stream(world_.seed, (index_ + 1) * 1000 + life_).next());
  running_->chains.start(running_->tasks);
  running_->service.start(running_->tasks);
}

void Process::die(Duration downtime) {
  if (!alive_) return;
  alive_ = false;
  hazards.clear();
  paused_until_ = {};
  world_.doubt_processes(downtime);
  world_.say(fmt::format("process {} ends; it comes back after {}", index_, seconds_text(downtime)));
  world_.timeline.after(downtime, [this] { boot(); });
}

void Process::bury() {
  if (alive_ || !running_) return;
  running_->tasks.cancel();
  do {
    world_.timeline.settle();
  } while (running_->tasks.size() > 0);
  running_.reset();
}

transactions::Transactions& Process::service() { return running_->service; }
async::TaskGroup& Process::tasks() { return running_->tasks; }

Fate Process::strike(Point point) {
  if (!alive_) throw Crashed();
  const Fate fate = hazards.pass(point);
  if (fate != Fate::kNone && (point == Point::kAsk || point == Point::kSend)) world_.doubt_nodes({});
  if (fate != Fate::kNone && point == Point::kSign) world_.doubt_signer({});
  if (fate != Fate::kNone && (point == Point::kRead || point == Point::kCommit)) world_.doubt_processes({});
  if (fate == Fate::kCrashBefore) {
    die(next_downtime);
    throw Crashed();
  }
  return fate;
}

void Process::conclude(Fate fate) {
  if (fate == Fate::kCrashAfter) die(next_downtime);
  if (!alive_) throw Crashed();
}

awaitable<void> Process::stand_still() {
  while (alive_ && world_.timeline.now() < paused_until_) {
    if (!co_await world_.timeline.sleep(paused_until_ - world_.timeline.now())) break;
  }
  if (!alive_) throw Crashed();
}

awaitable<Result<void>> Process::sleep_for(Duration duration) {
  // Time does not pass for what has ended: it waits to be cleared away.
  constexpr auto kNever = std::chrono::hours(24 * 365);
  if (!co_await world_.timeline.sleep(alive_ ? duration : Duration(kNever))) co_return fail(async::cancelled());
  co_await stand_still();
  co_return Result<void>();
}

awaitable<Result<void>> Process::sleep_until(Time time) {
  for (Time at = now(); at < time; at = now()) CO_CHECK(co_await sleep_for(time - at));
  co_return Result<void>();
}

}  // namespace coffer::verify
