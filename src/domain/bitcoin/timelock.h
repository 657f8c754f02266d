#pragma once

#include <cstddef>
#include <cstdint>

#include "domain/bitcoin/transaction.h"

/// Lock times of scripts against those of a transaction.
namespace coffer::bitcoin {

inline constexpr std::uint32_t kLockTimeThreshold = 500'000'000;  // below: heights; from it on: seconds since 1970

/// BIP-65: the transaction's lock time is of the same kind and not below, and the input is not final.
bool meets_absolute_lock(const Transaction& transaction, std::size_t input, std::uint32_t lock);
/// BIP-112 with BIP-68: the input's sequence is a relative lock of the same kind and not below, in a transaction of
/// version 2 or higher.
bool meets_relative_lock(const Transaction& transaction, std::size_t input, std::uint32_t lock);

}  // namespace coffer::bitcoin
