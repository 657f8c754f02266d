#include "domain/crypto/scrypt.h"

#include <bit>

#include "domain/crypto/sodium.h"

namespace coffer::crypto {
namespace {

constexpr std::uint64_t kMaxMemory = std::uint64_t{1} << 30;
constexpr std::uint64_t kMaxWork = std::uint64_t{1} << 28;

Result<void> check(const ScryptCost& cost) {
  if (cost.n < 2 || !std::has_single_bit(cost.n)) return fail(invalid_field("n", "RFC 7914: must be a power of two"));
  if (cost.n > kMaxWork) return fail(invalid_field("n", "must be at most 2^28"));
  if (cost.r == 0 || cost.r > (1U << 20)) return fail(invalid_field("r", "must be 1 to 2^20"));
  if (cost.p == 0 || cost.p > (1U << 20)) return fail(invalid_field("p", "must be 1 to 2^20"));
  if (std::uint64_t{128} * cost.r * cost.n > kMaxMemory) return fail(invalid_field("n", "memory above 1 GiB"));
  if (std::uint64_t{128} * cost.r * cost.p > kMaxMemory) return fail(invalid_field("p", "memory above 1 GiB"));
  if (cost.n * cost.r > kMaxWork / cost.p) return fail(invalid_field("n", "n·r·p must be at most 2^28"));
  return {};
}

}  // namespace

Result<SecretBytes> scrypt(BytesView password, BytesView salt, const ScryptCost& cost, std::size_t length) {
  COFFER_CHECK(check(cost));
  if (length == 0 || length > 1024) return fail(invalid_field("length", "must be 1 to 1024 bytes"));
  ensure_sodium();
  SecretBytes out(length);
  // Not OpenSSL's: it holds n below 2^(16·r) as RFC 7914 does, and keystores in use have n = 2^18 with r = 1.
  if (crypto_pwhash_scryptsalsa208sha256_ll(start_of(password), password.size(), start_of(salt), salt.size(), cost.n,
                                            cost.r, cost.p, out.expose_mutable().data(), length) != 0) {
    return fail(unavailable("memory for scrypt"));
  }
  return out;
}

}  // namespace coffer::crypto
