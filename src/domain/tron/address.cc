#include "domain/tron/address.h"

#include <algorithm>

#include "domain/crypto/base58.h"

namespace coffer::tron {
namespace {

constexpr std::uint8_t kPrefix = 0x41;

}  // namespace

Result<Address> Address::from(BytesView bytes) {
  if (bytes.size() != 21 || bytes[0] != kPrefix) return fail(invalid("Tron address: 21 bytes that begin with 41"));
  COFFER_TRY(const auto account, evm::Address::from(bytes.subspan(1)));
  return Address{account};
}

Result<Address> Address::parse(std::string_view text) {
  COFFER_TRY(const Bytes bytes, crypto::parse_base58check(text));
  return from(bytes);
}

Result<Address> Address::from_public_key(BytesView public_key) {
  COFFER_TRY(const auto account, evm::Address::from_public_key(public_key));
  return Address{account};
}

ByteArray<21> Address::bytes() const {
  ByteArray<21> out{kPrefix};
  std::ranges::copy(account.bytes, out.begin() + 1);
  return out;
}

std::string Address::text() const { return crypto::base58check(bytes()); }

}  // namespace coffer::tron
