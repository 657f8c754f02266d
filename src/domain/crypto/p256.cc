#include "domain/crypto/p256.h"

#include <openssl/core_names.h>
#include <openssl/obj_mac.h>
#include <openssl/params.h>

#include <algorithm>

#include "domain/crypto/openssl.h"
#include "domain/crypto/rfc6979.h"

namespace coffer::crypto::p256 {
namespace {

using openssl::BigNumber;
using openssl::BigNumberContext;
using openssl::must;
using openssl::Point;

const EC_GROUP* group() {
  static const openssl::Group instance(EC_GROUP_new_by_curve_name(NID_X9_62_prime256v1));
  return instance.get();
}
const BIGNUM* order() { return EC_GROUP_get0_order(group()); }

BigNumber number() {
  BigNumber out(BN_secure_new());
  must(out != nullptr, "BN_secure_new");
  return out;
}

BigNumber number(BytesView big_endian) {
  BigNumber out = number();
  must(BN_bin2bn(big_endian.data(), static_cast<int>(big_endian.size()), out.get()) != nullptr, "BN_bin2bn");
  BN_set_flags(out.get(), BN_FLG_CONSTTIME);
  return out;
}

template <std::size_t N>
void write(const BIGNUM* value, std::span<std::uint8_t, N> out) {
  must(BN_bn2binpad(value, out.data(), static_cast<int>(N)) == static_cast<int>(N), "BN_bn2binpad");
}

BigNumber times(const BigNumber& a, const BigNumber& b, BN_CTX* context) {
  BigNumber out = number();
  must(BN_mod_mul(out.get(), a.get(), b.get(), order(), context) == 1, "BN_mod_mul");
  return out;
}

bool in_range(const BIGNUM* value) { return BN_is_zero(value) == 0 && BN_cmp(value, order()) < 0; }

// The point scalar·G; OpenSSL's multiplication of the base point takes constant time on this curve.
Point base_times(const BigNumber& scalar, BN_CTX* context) {
  Point point(EC_POINT_new(group()));
  must(EC_POINT_mul(group(), point.get(), scalar.get(), nullptr, nullptr, context) == 1, "EC_POINT_mul");
  return point;
}

std::shared_ptr<EVP_PKEY> evp_key(ByteArray<65> sec1) {
  const openssl::KeyContext context(EVP_PKEY_CTX_new_from_name(nullptr, "EC", nullptr));
  must(EVP_PKEY_fromdata_init(context.get()) == 1, "EVP_PKEY_fromdata_init");
  std::string curve = "P-256";
  std::array<OSSL_PARAM, 3> parameters = {
      OSSL_PARAM_construct_utf8_string(OSSL_PKEY_PARAM_GROUP_NAME, curve.data(), curve.size()),
      OSSL_PARAM_construct_octet_string(OSSL_PKEY_PARAM_PUB_KEY, sec1.data(), sec1.size()), OSSL_PARAM_construct_end()};
  EVP_PKEY* key = nullptr;
  must(EVP_PKEY_fromdata(context.get(), &key, EVP_PKEY_PUBLIC_KEY, parameters.data()) == 1, "EVP_PKEY_fromdata");
  return {key, EVP_PKEY_free};
}

ByteArray<65> uncompressed_of(const EC_POINT* point) {
  ByteArray<65> out;
  must(EC_POINT_point2oct(group(), point, POINT_CONVERSION_UNCOMPRESSED, out.data(), out.size(), nullptr) == out.size(),
       "EC_POINT_point2oct");
  return out;
}

// What one nonce leads to: r, and which of the candidate keys it is.
struct Commitment {
  BigNumber r;
  std::uint8_t recovery_id = 0;
};

Commitment commit(const BigNumber& nonce, BN_CTX* context) {
  const ByteArray<65> point = uncompressed_of(base_times(nonce, context).get());
  const BigNumber x = number(BytesView(point).subspan(1, 32));
  Commitment out{.r = number(), .recovery_id = static_cast<std::uint8_t>(point[64] & 1U)};
  if (BN_cmp(x.get(), order()) >= 0) out.recovery_id |= 2U;
  must(BN_nnmod(out.r.get(), x.get(), order(), context) == 1, "BN_nnmod");
  return out;
}

// s = (z + r·d) / k. Everything secret is multiplied by a one-time factor first, so that the time of the inversion and
// of the products says nothing about the nonce or the key.
BigNumber blinded_s(const BigNumber& digest, const BigNumber& r, const BigNumber& key, const BigNumber& nonce,
                    const BigNumber& blinding, BN_CTX* context) {
  const BigNumber inverse = number();
  must(BN_mod_inverse(inverse.get(), times(nonce, blinding, context).get(), order(), context) != nullptr,
       "BN_mod_inverse");
  const BigNumber blinded_digest = times(digest, blinding, context);
  const BigNumber blinded_key = times(key, blinding, context);
  const BigNumber sum = number();
  must(BN_mod_add(sum.get(), blinded_digest.get(), times(blinded_key, r, context).get(), order(), context) == 1,
       "BN_mod_add");
  return times(inverse, sum, context);
}

void make_low(BIGNUM* s, std::uint8_t& recovery_id) {
  BigNumber half = number();
  must(BN_rshift1(half.get(), order()) == 1, "BN_rshift1");
  if (BN_cmp(s, half.get()) <= 0) return;
  must(BN_sub(s, order(), s) == 1, "BN_sub");
  recovery_id ^= 1U;
}

BigNumber next_in_range(Rfc6979& nonces) {
  for (;;) {
    BigNumber candidate = number(nonces.next().expose());
    if (in_range(candidate.get())) return candidate;
  }
}

}  // namespace

Result<PublicKey> PublicKey::parse(BytesView sec1) {
  const bool compressed = sec1.size() == 33 && (sec1[0] == 2 || sec1[0] == 3);
  const bool uncompressed = sec1.size() == 65 && sec1[0] == 4;
  if (!compressed && !uncompressed) return fail(invalid("SEC 1: a public key is 33 bytes (02, 03) or 65 bytes (04)"));
  const Point point(EC_POINT_new(group()));
  if (EC_POINT_oct2point(group(), point.get(), sec1.data(), sec1.size(), nullptr) != 1) {
    return fail(invalid("SEC 1: not a point of P-256"));
  }
  const ByteArray<65> canonical = uncompressed_of(point.get());
  return PublicKey(canonical, evp_key(canonical));
}

Result<PublicKey> PublicKey::from_coordinates(BytesView x, BytesView y) {
  if (x.size() != 32 || y.size() != 32) return fail(invalid("RFC 7518: the coordinates of P-256 are 32 bytes each"));
  Bytes sec1 = {4};
  append(sec1, x);
  append(sec1, y);
  return parse(sec1);
}

ByteArray<33> PublicKey::compressed() const {
  ByteArray<33> out;
  out[0] = static_cast<std::uint8_t>(2U | (sec1_[64] & 1U));
  std::copy_n(sec1_.begin() + 1, 32, out.begin() + 1);
  return out;
}

bool is_private_key(const Secret<32>& key) { return in_range(number(key.expose()).get()); }

Result<PublicKey> public_key(const Secret<32>& key) {
  const BigNumber scalar = number(key.expose());
  if (!in_range(scalar.get())) return fail(invalid("SEC 1: private key not in 1…n−1"));
  const BigNumberContext context(BN_CTX_secure_new());
  return PublicKey::parse(uncompressed_of(base_times(scalar, context.get()).get()));
}

Result<Secret<32>> add_keys(const Secret<32>& a, const Secret<32>& b) {
  const BigNumber summand = number(b.expose());
  if (BN_cmp(summand.get(), order()) >= 0) return fail(invalid("the summand is not below n"));
  const BigNumberContext context(BN_CTX_secure_new());
  const BigNumber sum = number();
  must(BN_mod_add(sum.get(), number(a.expose()).get(), summand.get(), order(), context.get()) == 1, "BN_mod_add");
  if (BN_is_zero(sum.get()) != 0) return fail(invalid("the sum of the keys is 0"));
  Secret<32> out;
  write(sum.get(), out.expose_mutable());
  return out;
}

Result<RecoverableSignature> sign(const Secret<32>& key, const Hash256& digest) {
  const BigNumber scalar = number(key.expose());
  if (!in_range(scalar.get())) return fail(invalid("SEC 1: private key not in 1…n−1"));
  const BigNumberContext context(BN_CTX_secure_new());
  const BigNumber reduced = number();
  must(BN_nnmod(reduced.get(), number(digest).get(), order(), context.get()) == 1, "BN_nnmod");
  Hash256 reduced_bytes;
  write(reduced.get(), std::span(reduced_bytes));

  Rfc6979 nonces(key, reduced_bytes);
  for (;;) {
    const BigNumber nonce = next_in_range(nonces);
    Commitment commitment = commit(nonce, context.get());
    // The blinding factor follows from the same secrets: the stream after k is independent of k for who lacks the key.
    const BigNumber blinding = next_in_range(nonces);
    const BigNumber s = blinded_s(reduced, commitment.r, scalar, nonce, blinding, context.get());
    if (BN_is_zero(commitment.r.get()) != 0 || BN_is_zero(s.get()) != 0) continue;
    make_low(s.get(), commitment.recovery_id);
    RecoverableSignature out{.signature = {}, .recovery_id = commitment.recovery_id};
    write(commitment.r.get(), std::span(out.signature.r));
    write(s.get(), std::span(out.signature.s));
    COFFER_TRY(const PublicKey own, public_key(key));
    if (!verify(own, digest, out.signature)) {
      return fail(internal("a P-256 signature did not verify and was not released"));
    }
    return out;
  }
}

bool verify(const PublicKey& key, const Hash256& digest, const EcdsaSignature& signature) {
  const openssl::KeyContext context(EVP_PKEY_CTX_new_from_pkey(nullptr, key.raw(), nullptr));
  must(EVP_PKEY_verify_init(context.get()) == 1, "EVP_PKEY_verify_init");
  const Bytes der = signature.der();
  return EVP_PKEY_verify(context.get(), der.data(), der.size(), digest.data(), digest.size()) == 1;
}

}  // namespace coffer::crypto::p256
