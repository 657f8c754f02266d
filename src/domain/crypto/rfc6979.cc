#include "domain/crypto/rfc6979.h"

#include <algorithm>

#include "domain/crypto/hmac.h"

namespace coffer::crypto {
namespace {

void hmac_into(Secret<32>& out, const Secret<32>& key, std::initializer_list<BytesView> parts) {
  ByteArray<32> mac = hmac_sha256(key.expose(), parts);
  std::ranges::copy(mac, out.expose_mutable().begin());
  wipe(mac.data(), mac.size());
}

}  // namespace

Rfc6979::Rfc6979(const Secret<32>& key, const Hash256& reduced_digest) {
  std::ranges::fill(key_.expose_mutable(), std::uint8_t{0});
  std::ranges::fill(value_.expose_mutable(), std::uint8_t{1});
  SecretBytes seed(64);
  std::ranges::copy(key.expose(), seed.expose_mutable().begin());
  std::ranges::copy(reduced_digest, seed.expose_mutable().begin() + 32);
  reseed(0, seed.expose());
  reseed(1, seed.expose());
}

Secret<32> Rfc6979::next() {
  if (used_) reseed(0, {});
  used_ = true;
  hmac_into(value_, key_, {value_.expose()});
  return value_.clone();
}

void Rfc6979::reseed(std::uint8_t separator, BytesView seed) {
  hmac_into(key_, key_, {value_.expose(), BytesView(&separator, 1), seed});
  hmac_into(value_, key_, {value_.expose()});
}

}  // namespace coffer::crypto
