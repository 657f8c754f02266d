#pragma once

#include <string>
#include <vector>

#include "apps/verify/wrapping.h"

/// For tests only; linked into no program.
namespace coffer::verify {

/// The send path with one rule broken, by something put between the service and what it uses.
struct Mutant {
  std::string name;
  Wrapping wrapping;
};

/// Those that break rules about rows, by changing statements on their way to the database.
std::vector<Mutant> row_mutants();
/// Those that break rules about the chain and about sending, by changing what is asked and answered.
std::vector<Mutant> chain_mutants();

}  // namespace coffer::verify
