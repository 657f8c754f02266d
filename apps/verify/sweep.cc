#include "apps/verify/sweep.h"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <limits>
#include <thread>

#include "apps/verify/shrink.h"

namespace coffer::verify {
namespace {

constexpr std::uint64_t kNone = std::numeric_limits<std::uint64_t>::max();

struct Progress {
  std::atomic<std::uint64_t> taken{0};
  std::atomic<std::uint64_t> done{0};
  std::atomic<std::size_t> intents{0};
  std::atomic<std::uint64_t> failed{kNone};  // the lowest so far
};

void work(const Sweep& sweep, Progress& progress) {
  constexpr std::uint64_t kTellEvery = 1000;
  KeyHouse house;
  for (;;) {
    const std::uint64_t seed = sweep.first + progress.taken++;
    // Lower seeds than one that failed are finished, so that the answer is the same with any number of threads.
    if (seed >= sweep.first + sweep.runs || seed > progress.failed) return;
    const RunResult result = run_plan(plan_of(seed), house, sweep.wrapping);
    progress.intents += result.ended;
    if (result.violation) {
      std::uint64_t lowest = progress.failed;
      while (seed < lowest && !progress.failed.compare_exchange_weak(lowest, seed)) {
      }
    }
    const std::uint64_t done = ++progress.done;
    if (sweep.on_progress && done % kTellEvery == 0) sweep.on_progress(done);
  }
}

}  // namespace

std::size_t all_processors() { return std::max(1U, std::thread::hardware_concurrency()); }

SweepResult sweep(const Sweep& sweep) {
  Progress progress;
  {
    std::vector<std::jthread> threads;
    for (std::size_t i = 1; i < sweep.threads; ++i) threads.emplace_back([&] { work(sweep, progress); });
    work(sweep, progress);
  }
  SweepResult out{.runs = progress.done, .intents = progress.intents, .failed = std::nullopt};
  if (progress.failed != kNone) out.failed = progress.failed;
  return out;
}

std::string report(const Plan& plan, KeyHouse& house, const Wrapping& wrapping) {
  const auto broken = run_plan(plan, house, wrapping).violation;
  const auto fails = [&](const Plan& tried) {
    const auto violation = run_plan(tried, house, wrapping).violation;
    return violation && violation->rule == broken->rule;
  };
  const Plan small = shrink(plan, fails);
  const RunResult result = run_plan(small, house, wrapping, true);
  std::string out = fmt::format(
      "seed {}: this does not hold: {}\n  {}\n  {} virtual time after the start, {} process(es)\n\n", plan.seed,
      result.violation->rule, result.violation->what, seconds_text(result.violation->at), plan.processes);
  out += fmt::format("What it takes ({} of {} actions, faults until {}):\n", small.actions.size(), plan.actions.size(),
                     seconds_text(small.troubled));
  for (const Action& action : small.actions) out += describe(action) + '\n';
  out += "\nWhat happened:\n";
  for (const std::string& line : result.trace) out += line + '\n';
  return out + fmt::format("\nAgain: coffer verify lanes --seed {} --runs 1\n", plan.seed);
}

}  // namespace coffer::verify
