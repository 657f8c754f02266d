#include "domain/crypto/secp256k1.h"

#include <algorithm>

#include <secp256k1.h>
#include <secp256k1_recovery.h>

#include <cstring>
#include <stdexcept>

namespace coffer::crypto::secp256k1 {
namespace {

const secp256k1_context* stateless() { return secp256k1_context_static; }

secp256k1_pubkey native(const PublicKey& key) {
  secp256k1_pubkey out;
  std::memcpy(out.data, key.raw().data(), sizeof out.data);
  return out;
}

PublicKey from_native(const secp256k1_pubkey& key) {
  PublicKey::Raw raw;
  std::memcpy(raw.data(), key.data, raw.size());
  return PublicKey(raw);
}

// Fails when r or s is not below n.
bool parse(const EcdsaSignature& signature, secp256k1_ecdsa_signature& out) {
  const ByteArray<64> compact = signature.compact();
  return secp256k1_ecdsa_signature_parse_compact(stateless(), &out, compact.data()) == 1;
}

Error not_released() { return internal("a signature did not verify under the account's key and was not released"); }

}  // namespace

Result<PublicKey> PublicKey::parse(BytesView sec1) {
  const bool compressed = sec1.size() == 33 && (sec1[0] == 2 || sec1[0] == 3);
  const bool uncompressed = sec1.size() == 65 && sec1[0] == 4;
  if (!compressed && !uncompressed) return fail(invalid("SEC 1: a public key is 33 bytes (02, 03) or 65 bytes (04)"));
  secp256k1_pubkey key;
  if (secp256k1_ec_pubkey_parse(stateless(), &key, sec1.data(), sec1.size()) != 1) {
    return fail(invalid("SEC 1: not a point of secp256k1"));
  }
  return from_native(key);
}

ByteArray<33> PublicKey::compressed() const {
  ByteArray<33> out;
  std::size_t size = out.size();
  const secp256k1_pubkey key = native(*this);
  secp256k1_ec_pubkey_serialize(stateless(), out.data(), &size, &key, SECP256K1_EC_COMPRESSED);
  return out;
}

ByteArray<65> PublicKey::uncompressed() const {
  ByteArray<65> out;
  std::size_t size = out.size();
  const secp256k1_pubkey key = native(*this);
  secp256k1_ec_pubkey_serialize(stateless(), out.data(), &size, &key, SECP256K1_EC_UNCOMPRESSED);
  return out;
}

Result<PublicKey> PublicKey::plus_tweak(const ByteArray<32>& tweak) const {
  secp256k1_pubkey key = native(*this);
  if (secp256k1_ec_pubkey_tweak_add(stateless(), &key, tweak.data()) != 1) {
    return fail(invalid("the tweak is not below n, or gives the point at infinity"));
  }
  return from_native(key);
}

bool is_private_key(const Secret<32>& key) { return secp256k1_ec_seckey_verify(stateless(), key.expose().data()) == 1; }

Result<void> add_tweak(Secret<32>& key, const ByteArray<32>& tweak) {
  if (secp256k1_ec_seckey_tweak_add(stateless(), key.expose_mutable().data(), tweak.data()) != 1) {
    return fail(invalid("the tweak is not below n, or gives the key 0"));
  }
  return {};
}

Result<void> multiply(Secret<32>& key, const Secret<32>& factor) {
  if (secp256k1_ec_seckey_tweak_mul(stateless(), key.expose_mutable().data(), factor.expose().data()) != 1) {
    return fail(invalid("SEC 1: the factor is not in 1…n−1"));
  }
  return {};
}

Result<void> negate(Secret<32>& key) {
  if (secp256k1_ec_seckey_negate(stateless(), key.expose_mutable().data()) != 1) {
    return fail(invalid("SEC 1: private key not in 1…n−1"));
  }
  return {};
}

bool verify(const PublicKey& key, const Hash256& digest, const EcdsaSignature& signature) {
  secp256k1_ecdsa_signature parsed;
  if (!parse(signature, parsed)) return false;
  const secp256k1_pubkey point = native(key);
  return secp256k1_ecdsa_verify(stateless(), &parsed, digest.data(), &point) == 1;
}

Result<PublicKey> recover(const Hash256& digest, const RecoverableSignature& signature) {
  if (signature.recovery_id > 3) return fail(invalid("the recovery id must be 0 to 3"));
  const ByteArray<64> compact = signature.signature.compact();
  secp256k1_ecdsa_recoverable_signature parsed;
  if (secp256k1_ecdsa_recoverable_signature_parse_compact(stateless(), &parsed, compact.data(),
                                                          signature.recovery_id) != 1) {
    return fail(invalid("SEC 1: r or s not below n"));
  }
  secp256k1_pubkey key;
  if (secp256k1_ecdsa_recover(stateless(), &key, &parsed, digest.data()) != 1) {
    return fail(invalid("SEC 1 section 4.1.6: no public key can be recovered from the signature"));
  }
  return from_native(key);
}

bool is_low_s(const EcdsaSignature& signature) {
  secp256k1_ecdsa_signature parsed;
  if (!parse(signature, parsed)) return false;
  return secp256k1_ecdsa_signature_normalize(stateless(), nullptr, &parsed) == 0;
}

void Context::Destroy::operator()(secp256k1_context_struct* context) const { secp256k1_context_destroy(context); }

Context::Context(const Secret<32>& blinding) : context_(secp256k1_context_create(SECP256K1_CONTEXT_NONE)) {
  if (context_ == nullptr || secp256k1_context_randomize(context_.get(), blinding.expose().data()) != 1) {
    throw std::runtime_error("secp256k1_context_create");
  }
}

Result<PublicKey> Context::public_key(const Secret<32>& key) const {
  secp256k1_pubkey point;
  if (secp256k1_ec_pubkey_create(context_.get(), &point, key.expose().data()) != 1) {
    return fail(invalid("SEC 1: private key not in 1…n−1"));
  }
  return from_native(point);
}

Result<RecoverableSignature> Context::sign(const Secret<32>& key, const Hash256& digest) const {
  secp256k1_ecdsa_recoverable_signature made;
  // The library's default nonce is RFC 6979 with HMAC-SHA256, and its s is the low one.
  if (secp256k1_ecdsa_sign_recoverable(context_.get(), &made, digest.data(), key.expose().data(),
                                       secp256k1_nonce_function_rfc6979, nullptr) != 1) {
    return fail(invalid("SEC 1: private key not in 1…n−1"));
  }
  ByteArray<64> compact;
  int recovery_id = 0;
  secp256k1_ecdsa_recoverable_signature_serialize_compact(stateless(), compact.data(), &recovery_id, &made);
  RecoverableSignature out;
  std::copy_n(compact.begin(), 32, out.signature.r.begin());
  std::copy_n(compact.begin() + 32, 32, out.signature.s.begin());
  out.recovery_id = static_cast<std::uint8_t>(recovery_id);
  return out;
}

Result<RecoverableSignature> Context::sign_verified(const Secret<32>& key, const PublicKey& expected,
                                                    const Hash256& digest) const {
  COFFER_TRY(const RecoverableSignature signature, sign(key, digest));
  const auto signer = recover(digest, signature);
  if (!signer || *signer != expected || !is_low_s(signature.signature)) return fail(not_released());
  return signature;
}

Result<EcdsaSignature> Context::sign_ecdsa_verified(const Secret<32>& key, const PublicKey& expected,
                                                    const Hash256& digest) const {
  COFFER_TRY(const RecoverableSignature made, sign(key, digest));
  if (!verify(expected, digest, made.signature)) return fail(not_released());
  return made.signature;
}

}  // namespace coffer::crypto::secp256k1
