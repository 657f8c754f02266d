#pragma once

#include <cstdint>
#include <vector>

#include "base/bytes.h"

/// Runs the opcodes that wallets' scripts are made of: those of the standard outputs and of miniscript.
namespace coffer::bitcoin {

/// Whose rules hold: the original ones, BIP-141's or BIP-342's.
enum class ScriptRules : std::uint8_t { kLegacy, kWitnessV0, kTapscript };

/// What a script asks about the transaction around it.
class ScriptChecker {
 public:
  virtual ~ScriptChecker() = default;
  /// Whether a signature that is not empty is the key's.
  virtual bool signature(BytesView signature, BytesView key) const = 0;
  /// BIP-65 and BIP-112: whether the transaction may only confirm at or after the lock.
  virtual bool absolute_lock(std::uint32_t lock) const = 0;
  virtual bool relative_lock(std::uint32_t lock) const = 0;
};

/// Runs a script over a stack (bottom first) and demands that exactly one true item remains. Holds what nodes relay:
/// minimal pushes and numbers, MINIMALIF in witnesses, NULLDUMMY and NULLFAIL, at most 201 opcodes before taproot and
/// 1,000 items. An opcode outside of its set fails as not supported (`is_unsupported`), whether it would run or not.
Result<void> run_script(BytesView script, std::vector<Bytes> stack, ScriptRules rules, const ScriptChecker& checker);

/// The failure of something that is not known here, rather than of a broken rule.
Error unsupported_script(const char* why);
/// Whether a failure is such a one.
bool is_unsupported(const Error& error);

}  // namespace coffer::bitcoin
