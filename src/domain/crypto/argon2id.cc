#include "domain/crypto/argon2id.h"

#include <fmt/format.h>

#include <charconv>
#include <optional>

#include "domain/crypto/sodium.h"

namespace coffer::crypto {
namespace {

constexpr std::size_t kHashSize = 32;
constexpr std::uint32_t kMaxStoredMemoryKib = 1U << 20;

Result<void> check(const Argon2Cost& cost) {
  if (cost.memory_kib < 8 || cost.memory_kib > 4'194'304) {
    return fail(invalid_field("memory_kib", "must be 8 to 4194304"));
  }
  if (cost.passes == 0 || cost.passes > 64) return fail(invalid_field("passes", "must be 1 to 64"));
  return {};
}

// PHC strings use base 64 without padding.
std::string phc_base64(BytesView bytes) {
  std::string text = base64(bytes);
  while (text.ends_with('=')) text.pop_back();
  return text;
}

Result<Bytes> parse_phc_base64(std::string_view text) {
  std::string padded(text);
  padded.append((4 - padded.size() % 4) % 4, '=');
  return parse_base64(padded);
}

// Takes `prefix` and a decimal number without leading zeros off the front.
std::optional<std::uint32_t> take_number(std::string_view& text, std::string_view prefix) {
  if (!text.starts_with(prefix)) return std::nullopt;
  text.remove_prefix(prefix.size());
  std::uint32_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || (text.front() == '0' && end != text.data() + 1)) return std::nullopt;
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  return value;
}

struct StoredPassword {
  Argon2Cost cost;
  ByteArray<16> salt{};
  Bytes hash;
};

Result<StoredPassword> parse_stored(std::string_view text) {
  const auto refuse = [] { return fail(invalid("not an Argon2id PHC string of one lane")); };
  const auto memory_kib = take_number(text, "$argon2id$v=19$m=");
  const auto passes = memory_kib ? take_number(text, ",t=") : std::nullopt;
  constexpr std::string_view kLanes = ",p=1$";
  if (!passes || !text.starts_with(kLanes)) return refuse();
  text.remove_prefix(kLanes.size());
  const std::size_t dollar = text.find('$');
  if (dollar == std::string_view::npos) return refuse();
  const auto salt = parse_phc_base64(text.substr(0, dollar));
  auto hash = parse_phc_base64(text.substr(dollar + 1));
  if (!salt || salt->size() != 16 || !hash || hash->size() != kHashSize) return refuse();
  if (*memory_kib > kMaxStoredMemoryKib) return fail(invalid("Argon2id memory above 1 GiB"));
  StoredPassword stored{.cost = {.memory_kib = *memory_kib, .passes = *passes}, .salt = {}, .hash = std::move(*hash)};
  std::ranges::copy(*salt, stored.salt.begin());
  return stored;
}

}  // namespace

Result<SecretBytes> argon2id(BytesView password, const ByteArray<16>& salt, const Argon2Cost& cost,
                             std::size_t length) {
  COFFER_CHECK(check(cost));
  if (length < 16 || length > 1024) return fail(invalid_field("length", "must be 16 to 1024 bytes"));
  ensure_sodium();
  SecretBytes out(length);
  if (crypto_pwhash_argon2id(out.expose_mutable().data(), length, reinterpret_cast<const char*>(start_of(password)),
                             password.size(), salt.data(), cost.passes, std::size_t{cost.memory_kib} * 1024,
                             crypto_pwhash_argon2id_ALG_ARGON2ID13) != 0) {
    return fail(unavailable("memory for Argon2id"));
  }
  return out;
}

Result<std::string> hash_password(BytesView password, const ByteArray<16>& salt, const Argon2Cost& cost) {
  COFFER_TRY(const SecretBytes hash, argon2id(password, salt, cost, kHashSize));
  return fmt::format("$argon2id$v=19$m={},t={},p=1${}${}", cost.memory_kib, cost.passes, phc_base64(salt),
                     phc_base64(hash.expose()));
}

Result<PasswordCheck> check_password(BytesView password, std::string_view stored, const Argon2Cost& wanted) {
  COFFER_TRY(const StoredPassword parsed, parse_stored(stored));
  COFFER_TRY(const SecretBytes hash, argon2id(password, parsed.salt, parsed.cost, kHashSize));
  const bool matches = equal_constant_time(hash.expose(), parsed.hash);
  return PasswordCheck{.matches = matches, .needs_rehash = matches && parsed.cost != wanted};
}

}  // namespace coffer::crypto
