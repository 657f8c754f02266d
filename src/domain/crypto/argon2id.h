#pragma once

#include <cstdint>
#include <string>

#include "base/secret.h"

namespace coffer::crypto {

/// The cost of Argon2id (RFC 9106) with one lane.
struct Argon2Cost {
  std::uint32_t memory_kib = 0;  // 8 – 4,194,304
  std::uint32_t passes = 0;      // 1 – 64
  bool operator==(const Argon2Cost&) const = default;
};

/// OWASP's first choice for passwords: 46 MiB, one pass.
inline constexpr Argon2Cost kArgon2PasswordCost{.memory_kib = 47104, .passes = 1};
/// For a root passphrase, typed once per start: 256 MiB, three passes.
inline constexpr Argon2Cost kArgon2RootCost{.memory_kib = 262144, .passes = 3};

/// Argon2id v1.3, one lane: `length` (16–1024) bytes of key from a password and a 16-byte salt.
/// Fails on a cost outside the bounds, or when the memory cannot be had (kUnavailable).
/// CPU-heavy: run it on the worker pool.
Result<SecretBytes> argon2id(BytesView password, const ByteArray<16>& salt, const Argon2Cost& cost, std::size_t length);

/// What is stored for a password: the PHC string `$argon2id$v=19$m=…,t=…,p=1$salt$hash` with a
/// 32-byte hash. `salt` must be fresh random bytes.
Result<std::string> hash_password(BytesView password, const ByteArray<16>& salt, const Argon2Cost& cost);

/// What came of comparing a password with a stored PHC string.
struct PasswordCheck {
  bool matches = false;
  bool needs_rehash = false;  // it matches, and was made at another cost than `wanted`
};

/// Compares in constant time. A PHC string that is not one of ours (another algorithm, version,
/// more lanes, or a memory cost above 1 GiB) is an error, not a mismatch.
Result<PasswordCheck> check_password(BytesView password, std::string_view stored, const Argon2Cost& wanted);

}  // namespace coffer::crypto
