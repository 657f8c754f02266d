#include "domain/evm/signature.h"

#include <algorithm>

namespace coffer::evm {
namespace {

// The order of secp256k1 (SEC 2 section 2.4.1) and its half.
constexpr ByteArray<32> kOrder = {0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
                                  0xff, 0xff, 0xff, 0xff, 0xfe, 0xba, 0xae, 0xdc, 0xe6, 0xaf, 0x48,
                                  0xa0, 0x3b, 0xbf, 0xd2, 0x5e, 0x8c, 0xd0, 0x36, 0x41, 0x41};
constexpr ByteArray<32> kHalfOrder = {0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
                                      0xff, 0xff, 0xff, 0xff, 0xff, 0x5d, 0x57, 0x6e, 0x73, 0x57, 0xa4,
                                      0x50, 0x1d, 0xdf, 0xe9, 0x2f, 0x46, 0x68, 0x1b, 0x20, 0xa0};

U256 number(BytesView bytes) { return *U256::from_big_endian(bytes); }

}  // namespace

ByteArray<65> Signature::rsv() const {
  ByteArray<65> out;
  std::ranges::copy(r.big_endian(), out.begin());
  std::ranges::copy(s.big_endian(), out.begin() + 32);
  out[64] = static_cast<std::uint8_t>(27 + y_parity);
  return out;
}

Result<Signature> Signature::from_rsv(BytesView bytes) {
  if (bytes.size() != 65) return fail(invalid("signature: must be 65 bytes, r ‖ s ‖ v"));
  const unsigned v = bytes[64];
  if (v > 1 && v != 27 && v != 28) return fail(invalid("signature: v must be 0, 1, 27 or 28"));
  const Signature out{
      .r = number(bytes.first(32)), .s = number(bytes.subspan(32, 32)), .y_parity = static_cast<std::uint8_t>(v % 27)};
  COFFER_CHECK(out.check());
  return out;
}

Result<void> Signature::check() const {
  const U256 order = number(kOrder);
  if (r.is_zero() || r >= order) return fail(invalid_field("r", "signature: r out of range"));
  if (s.is_zero() || s >= order) return fail(invalid_field("s", "signature: s out of range"));
  if (s > number(kHalfOrder)) return fail(invalid_field("s", "EIP-2: s above half order"));
  if (y_parity > 1) return fail(invalid_field("y_parity", "signature: y_parity must be 0 or 1"));
  return {};
}

Result<Address> recover_signer(const Hash& digest, const Signature& signature) {
  COFFER_CHECK(signature.check());
  const crypto::secp256k1::RecoverableSignature recoverable{
      .signature = {.r = signature.r.big_endian(), .s = signature.s.big_endian()}, .recovery_id = signature.y_parity};
  const auto key = crypto::secp256k1::recover(digest.bytes, recoverable);
  if (!key) return fail(invalid("signature: no key gives this signature"));
  return Address::from_public_key(key->uncompressed());
}

Result<Address> recover_signer(const Hash& digest, BytesView signature) {
  COFFER_TRY(const Signature parsed, Signature::from_rsv(signature));
  return recover_signer(digest, parsed);
}

Result<Signature> signature_of(const crypto::secp256k1::RecoverableSignature& recoverable) {
  if (recoverable.recovery_id > 1) return fail(internal("recovery id above 1"));
  return Signature{
      .r = number(recoverable.signature.r), .s = number(recoverable.signature.s), .y_parity = recoverable.recovery_id};
}

Result<Signature> sign_hash(const crypto::secp256k1::Context& context, const Secret<32>& key,
                            const crypto::secp256k1::PublicKey& expected, const Hash& hash) {
  COFFER_TRY(const auto recoverable, context.sign_verified(key, expected, hash.bytes));
  return signature_of(recoverable);
}

}  // namespace coffer::evm
