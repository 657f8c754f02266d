#include "services/identity/passwords.h"

#include <zxcvbn.h>

#include <algorithm>
#include <array>
#include <utility>

namespace coffer::identity {

Result<void> check_strength(std::string_view password, std::string_view email, std::string_view name, double min_bits) {
  // The estimate grows with the square of the length; what is longer than this is strong or is padding.
  std::string examined(password.substr(0, 100));
  const std::string own_email(email);
  const std::string own_name(name);
  const std::string local_part = own_email.substr(0, own_email.find('@'));
  std::array<const char*, 4> personal = {own_email.c_str(), local_part.c_str(), own_name.c_str(), nullptr};
  const double bits = ZxcvbnMatch(examined.c_str(), personal.data(), nullptr);
  wipe_container(examined);
  if (bits < min_bits)
    return fail(invalid_field("password", "is too easy to guess; use several words or more characters"));
  return {};
}

Result<void> check_cost(const crypto::Argon2Cost& cost) {
  // OWASP Password Storage Cheat Sheet, Argon2id: these are of equal strength.
  constexpr std::array<std::uint32_t, 5> kLeastMemoryKib = {47104, 19456, 12288, 9216, 7168};
  const std::size_t passes = std::clamp<std::size_t>(cost.passes, 1, kLeastMemoryKib.size());
  const std::uint32_t least = kLeastMemoryKib.at(passes - 1);
  if (cost.memory_kib >= least) return {};
  return fail(invalid_field("identity.password_memory",
                            "identity.password_memory: OWASP asks for " + std::to_string(least) +
                                " KiB or more with identity.password_passes = " + std::to_string(cost.passes)));
}

Passwords::Passwords(async::Workers& workers, Entropy& entropy, crypto::Argon2Cost cost)
    : workers_(workers), entropy_(entropy), cost_(cost) {
  decoy_ = crypto::hash_password(as_bytes("nobody has this password"), ByteArray<16>{}, cost_).value();
}

awaitable<Result<std::string>> Passwords::hash(SecretBytes password) {
  ByteArray<16> salt{};
  CO_CHECK(entropy_.fill(salt));
  co_return co_await workers_.run([password = std::move(password), salt, cost = cost_]() -> Result<std::string> {
    return crypto::hash_password(password.expose(), salt, cost);
  });
}

awaitable<Result<crypto::PasswordCheck>> Passwords::check(SecretBytes password, std::string stored) {
  const bool known = !stored.empty();
  CO_TRY(crypto::PasswordCheck checked,
         co_await workers_.run([password = std::move(password), stored = known ? std::move(stored) : decoy_,
                                cost = cost_]() -> Result<crypto::PasswordCheck> {
           return crypto::check_password(password.expose(), stored, cost);
         }));
  checked.matches = checked.matches && known;
  co_return checked;
}

}  // namespace coffer::identity
