#include "services/identity/passwords.h"

#include <zxcvbn.h>

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
