#include "apps/verify/lanes_command.h"

#include <fmt/format.h>

#include <charconv>
#include <chrono>
#include <iostream>
#include <string_view>

#include "apps/verify/sweep.h"

namespace coffer::verify {
namespace {

constexpr std::string_view kHelp = R"(usage: coffer verify lanes [--seed S] [--runs N]

Runs the real way of a transaction, from the request to what is final, in a simulated world: crashes, lying and lagging
nodes, reorganisations, fee spikes, empty accounts, a key that is used elsewhere. Run number i takes seed S + i - 1.
The first rule of docs/designs/intent.md that does not hold ends it, with the seed, what is left of the faults once all
that do not matter are taken away, and what happened. --seed S --runs 1 shows the same again.

  --seed S    the first seed (default 1)
  --runs N    how many runs (default 1000)
)";

std::optional<std::uint64_t> number(std::string_view text) {
  std::uint64_t out = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return out;
}

int run_lanes(std::uint64_t seed, std::uint64_t runs) {
  const auto began = std::chrono::steady_clock::now();
  const auto rate = [&](std::uint64_t done) {
    return static_cast<double>(done) / std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
  };
  const auto tell = [&](std::uint64_t done) {
    std::cerr << fmt::format("{} runs, {:.0f} a second\n", done, rate(done));
  };
  const SweepResult result =
      sweep({.first = seed, .runs = runs, .threads = all_processors(), .wrapping = {}, .on_progress = tell});
  if (result.failed) {
    KeyHouse house;
    std::cout << report(plan_of(*result.failed), house, {});
    return 1;
  }
  std::cout << fmt::format("{} runs from seed {}, {} intents, every rule held ({:.0f} runs a second)\n", runs, seed,
                           result.intents, rate(runs));
  return 0;
}

}  // namespace

int run_verify(int argc, char** argv) {
  const std::string_view what = argc > 1 ? argv[1] : "";
  const bool asked = what == "--help" || what == "-h" || (argc > 2 && std::string_view(argv[2]) == "--help");
  std::uint64_t seed = 1;
  std::uint64_t runs = 1000;
  bool good = what == "lanes" && !asked;
  for (int i = 2; good && i < argc; i += 2) {
    const std::string_view name = argv[i];
    const auto value = i + 1 < argc ? number(argv[i + 1]) : std::nullopt;
    good = value && (name == "--seed" || name == "--runs");
    if (good) (name == "--seed" ? seed : runs) = *value;
  }
  if (good) return run_lanes(seed, runs);
  (asked ? std::cout : std::cerr) << kHelp;
  return asked ? 0 : 2;
}

}  // namespace coffer::verify
