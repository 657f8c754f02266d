#include "domain/bitcoin/timelock.h"

namespace coffer::bitcoin {
namespace {

// BIP-68, "Specification".
constexpr std::uint32_t kDisabled = 1U << 31U;
constexpr std::uint32_t kIsTime = 1U << 22U;
constexpr std::uint32_t kValue = 0xffff;

}  // namespace

bool meets_absolute_lock(const Transaction& transaction, std::size_t input, std::uint32_t lock) {
  const bool same_kind = (transaction.lock_time < kLockTimeThreshold) == (lock < kLockTimeThreshold);
  return same_kind && lock <= transaction.lock_time && transaction.inputs[input].sequence != kFinalSequence;
}

bool meets_relative_lock(const Transaction& transaction, std::size_t input, std::uint32_t lock) {
  const std::uint32_t sequence = transaction.inputs[input].sequence;
  if (transaction.version < 2 || (sequence & kDisabled) != 0) return false;
  return (sequence & kIsTime) == (lock & kIsTime) && (lock & kValue) <= (sequence & kValue);
}

}  // namespace coffer::bitcoin
