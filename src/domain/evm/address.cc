#include "domain/evm/address.h"

#include <algorithm>
#include <array>

#include "domain/crypto/keccak.h"
#include "domain/crypto/secp256k1.h"

namespace coffer::evm {
namespace {

bool has_lower(std::string_view digits) {
  return std::ranges::any_of(digits, [](char c) { return c >= 'a' && c <= 'f'; });
}
bool has_upper(std::string_view digits) {
  return std::ranges::any_of(digits, [](char c) { return c >= 'A' && c <= 'F'; });
}

/// Whether EIP-55 writes the digit at `index` as a capital, if it is a letter: `hash` is that of the digits in lower
/// case.
bool is_capital(const crypto::Hash256& hash, std::size_t index) {
  const unsigned nibble = index % 2 == 0 ? hash[index / 2] >> 4U : hash[index / 2] & 15U;
  return nibble >= 8;
}

/// Whether every letter among forty digits has the case that EIP-55 gives it.
bool checksum_holds(std::string_view digits) {
  std::array<char, 40> lower;
  std::ranges::transform(digits, lower.begin(),
                         [](char c) { return c >= 'A' && c <= 'F' ? static_cast<char>(c + 32) : c; });
  const auto hash = crypto::keccak256(as_bytes(std::string_view(lower.data(), lower.size())));
  for (std::size_t i = 0; i < lower.size(); ++i)
    if (lower[i] >= 'a' && (digits[i] != lower[i]) != is_capital(hash, i)) return false;
  return true;
}

/// The 65-byte SEC 1 form of any of the three forms that from_public_key takes.
Result<ByteArray<65>> uncompressed(BytesView public_key) {
  if (public_key.size() != 64) {
    COFFER_TRY(const auto key, crypto::secp256k1::PublicKey::parse(public_key));
    return key.uncompressed();
  }
  ByteArray<65> sec1{0x04};
  std::ranges::copy(public_key, sec1.begin() + 1);
  COFFER_TRY(const auto key, crypto::secp256k1::PublicKey::parse(sec1));
  return key.uncompressed();
}

}  // namespace

Result<Address> Address::parse(std::string_view text) {
  if (!text.starts_with("0x")) return fail(invalid("address: must begin with 0x"));
  const std::string_view digits = text.substr(2);
  if (digits.size() != 40) return fail(invalid("address: must be 0x and 40 hex digits"));
  const auto bytes = parse_fixed_hex0x<20>(text);
  if (!bytes) return fail(invalid("address: must be 0x and 40 hex digits"));
  const Address address{*bytes};
  if (has_lower(digits) && has_upper(digits) && !checksum_holds(digits))
    return fail(invalid("EIP-55: the checksum of the address does not hold"));
  return address;
}

Result<Address> Address::from(BytesView view) {
  if (view.size() != 20) return fail(invalid("address: must be 20 bytes"));
  Address out;
  std::ranges::copy(view, out.bytes.begin());
  return out;
}

Result<Address> Address::from_public_key(BytesView public_key) {
  COFFER_TRY(const auto sec1, uncompressed(public_key));
  const auto hash = crypto::keccak256(BytesView(sec1).subspan(1));
  return from(BytesView(hash).subspan(12));
}

std::string Address::text() const {
  std::string out = hex0x(bytes);
  const auto hash = crypto::keccak256(as_bytes(std::string_view(out).substr(2)));
  for (std::size_t i = 0; i < 40; ++i) {
    char& c = out[2 + i];
    if (c >= 'a' && is_capital(hash, i)) c = static_cast<char>(c - 'a' + 'A');
  }
  return out;
}

ByteArray<32> Address::word() const {
  ByteArray<32> out{};
  std::ranges::copy(bytes, out.begin() + 12);
  return out;
}

}  // namespace coffer::evm
