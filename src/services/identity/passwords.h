#pragma once

#include <string>

#include "base/entropy.h"
#include "base/secret.h"
#include "platform/async/workers.h"
#include "services/identity/settings.h"

namespace coffer::identity {

/// Refuses a password that is guessed too easily, with the field's name. `email` and `name` are what a
/// guesser tries first.
Result<void> check_strength(std::string_view password, std::string_view email, std::string_view name, double min_bits);

/// Refuses a cost below OWASP's minimum for Argon2id: the fewer passes, the more memory.
Result<void> check_cost(const crypto::Argon2Cost& cost);

/// Password hashing on the worker pool.
class Passwords {
 public:
  Passwords(async::Workers& workers, Entropy& entropy, crypto::Argon2Cost cost);

  /// The PHC string to store.
  awaitable<Result<std::string>> hash(SecretBytes password);
  /// Whether the password is the stored one. An empty `stored` (nobody has this address) costs the same
  /// and never matches.
  awaitable<Result<crypto::PasswordCheck>> check(SecretBytes password, std::string stored);

 private:
  async::Workers& workers_;
  Entropy& entropy_;
  crypto::Argon2Cost cost_;
  std::string decoy_;
};

}  // namespace coffer::identity
