#include "domain/crypto/ecdsa_signature.h"

#include <algorithm>

namespace coffer::crypto {
namespace {

constexpr std::uint8_t kSequence = 0x30;
constexpr std::uint8_t kInteger = 0x02;

void append_integer(Bytes& out, const ByteArray<32>& value) {
  const auto first = std::find_if(value.begin(), value.end() - 1, [](std::uint8_t byte) { return byte != 0; });
  const auto size = static_cast<std::uint8_t>(value.end() - first);
  const bool needs_zero = (*first & 0x80U) != 0;  // else it would read as negative
  out.push_back(kInteger);
  out.push_back(needs_zero ? static_cast<std::uint8_t>(size + 1) : size);
  if (needs_zero) out.push_back(0);
  out.insert(out.end(), first, value.end());
}

Result<ByteArray<32>> take_integer(BytesView& bytes) {
  if (bytes.size() < 2 || bytes[0] != kInteger) return fail(invalid("DER: an INTEGER must stand here"));
  const std::size_t size = bytes[1];
  if (size == 0 || size > 33 || bytes.size() < 2 + size) return fail(invalid("DER: wrong length of an INTEGER"));
  BytesView value = bytes.subspan(2, size);
  bytes = bytes.subspan(2 + size);
  if ((value[0] & 0x80U) != 0) return fail(invalid("DER: negative INTEGER"));
  if (value[0] == 0 && size > 1) {
    if ((value[1] & 0x80U) == 0) return fail(invalid("DER: INTEGER not minimal"));
    value = value.subspan(1);
  }
  if (value.size() > 32) return fail(invalid("DER: INTEGER above 256 bits"));
  ByteArray<32> out{};
  std::ranges::copy(value, out.end() - static_cast<std::ptrdiff_t>(value.size()));
  return out;
}

}  // namespace

ByteArray<64> EcdsaSignature::compact() const {
  ByteArray<64> out;
  std::ranges::copy(r, out.begin());
  std::ranges::copy(s, out.begin() + 32);
  return out;
}

Result<EcdsaSignature> EcdsaSignature::from_compact(BytesView bytes) {
  if (bytes.size() != 64) return fail(invalid("r ‖ s must be 64 bytes"));
  EcdsaSignature out;
  std::copy_n(bytes.begin(), 32, out.r.begin());
  std::copy_n(bytes.begin() + 32, 32, out.s.begin());
  return out;
}

Bytes EcdsaSignature::der() const {
  Bytes out = {kSequence, 0};
  append_integer(out, r);
  append_integer(out, s);
  out[1] = static_cast<std::uint8_t>(out.size() - 2);
  return out;
}

Result<EcdsaSignature> EcdsaSignature::from_der(BytesView bytes) {
  if (bytes.size() < 2 || bytes[0] != kSequence) return fail(invalid("DER: a SEQUENCE must stand here"));
  // Two INTEGERs of at most 35 bytes: the short form of the length is the only minimal one.
  if (bytes[1] > 70 || bytes[1] != bytes.size() - 2) return fail(invalid("DER: wrong length of the SEQUENCE"));
  bytes = bytes.subspan(2);
  EcdsaSignature out;
  COFFER_TRY(out.r, take_integer(bytes));
  COFFER_TRY(out.s, take_integer(bytes));
  if (!bytes.empty()) return fail(invalid("DER: bytes after the signature"));
  return out;
}

}  // namespace coffer::crypto
