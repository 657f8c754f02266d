#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "domain/keys/slip39_share.h"

/// SLIP-39: a master secret backed up as shares in groups. Any `group_threshold` groups, each with as many members as
/// its own threshold says, recover it.
namespace coffer::keys {

/// How many shares a group has, and how many recover it.
struct Slip39Group {
  std::uint8_t threshold = 1;  // 1 ≤ threshold ≤ count; threshold 1 has one member only
  std::uint8_t count = 1;      // 1–16
};

/// The two levels of a backup and the parameters of its encryption.
struct Slip39Plan {
  std::uint16_t identifier = 0;  // below 2^15, fresh for every backup
  bool extendable = true;
  std::uint8_t iteration_exponent = 1;
  std::uint8_t group_threshold = 1;
  std::vector<Slip39Group> groups;  // 1–16
};

/// The shares of each group. `secret` is 16 to 256 bytes, an even number; `passphrase` printable ASCII (SLIP-39 allows
/// no other), empty for none; `entropy` 32 fresh random bytes or more, expanded by HKDF-SHA256. CPU-heavy
/// (10000 · 2^exponent iterations of PBKDF2, refused above exponent 11): worker pool.
Result<std::vector<std::vector<Slip39Share>>> slip39_split(BytesView secret, const Slip39Plan& plan,
                                                           std::string_view passphrase, BytesView entropy);

/// The master secret of exactly the shares that are needed: one header, as many groups as the group threshold, in each
/// as many members as its threshold. Another passphrase gives another secret, not an error: SLIP-39 wants it so.
/// CPU-heavy as `slip39_split`.
Result<SecretBytes> slip39_combine(std::span<const Slip39Share> shares, std::string_view passphrase);

}  // namespace coffer::keys
