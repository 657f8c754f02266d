#include "apps/verify/mutants.h"

#include <gtest/gtest.h>

#include <cctype>
#include <iostream>

#include "apps/verify/sweep.h"

/// A simulator that finds nothing is only worth something if it finds what is there: each variant breaks
/// one rule, and has to be caught within 1,000 runs.
namespace coffer::verify {

/// How GoogleTest names it.
void PrintTo(const Mutant& mutant, std::ostream* out);
void PrintTo(const Mutant& mutant, std::ostream* out) { *out << mutant.name; }

namespace {

class Mutants : public ::testing::TestWithParam<Mutant> {};

TEST_P(Mutants, are_caught_within_1000_runs) {
  const Wrapping& wrapping = GetParam().wrapping;
  const SweepResult result = sweep({.first = 1, .runs = 1000, .threads = all_processors(), .wrapping = wrapping});
  ASSERT_TRUE(result.failed) << GetParam().name << " is not caught";
  KeyHouse house;
  const auto violation = run_plan(plan_of(*result.failed), house, wrapping).violation;
  ASSERT_TRUE(violation) << "seed " << *result.failed << " does not show the same again";
  std::cout << GetParam().name << ": caught with seed " << *result.failed << " by \"" << violation->rule << "\"\n";
}

std::string test_name(const ::testing::TestParamInfo<Mutant>& mutant) {
  std::string out = mutant.param.name;
  for (char& c : out) c = std::isalnum(static_cast<unsigned char>(c)) != 0 ? c : '_';
  return out;
}

INSTANTIATE_TEST_SUITE_P(Row, Mutants, ::testing::ValuesIn(row_mutants()), test_name);
INSTANTIATE_TEST_SUITE_P(Chain, Mutants, ::testing::ValuesIn(chain_mutants()), test_name);

TEST(Report, names_the_seed_the_rule_and_what_it_takes) {
  const Wrapping hasty = chain_mutants().back().wrapping;
  const SweepResult result = sweep({.first = 1, .runs = 100, .wrapping = hasty});
  ASSERT_TRUE(result.failed);
  KeyHouse house;
  const std::string text = report(plan_of(*result.failed), house, hasty);
  EXPECT_NE(text.find("seed " + std::to_string(*result.failed)), std::string::npos) << text;
  EXPECT_NE(text.find("bytes are stored before any send"), std::string::npos) << text;
  EXPECT_NE(text.find("order-"), std::string::npos) << text;
}

}  // namespace
}  // namespace coffer::verify
