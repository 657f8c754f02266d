#include "domain/crypto/schnorr.h"

#include <algorithm>

#include <secp256k1.h>
#include <secp256k1_extrakeys.h>
#include <secp256k1_schnorrsig.h>

#include <cstring>

#include "domain/crypto/sha2.h"

namespace coffer::crypto::schnorr {
namespace {

const secp256k1_context* stateless() { return secp256k1_context_static; }

// A key pair on the stack that is wiped at the end of its scope.
class KeyPair {
 public:
  KeyPair() = default;
  ~KeyPair() { wipe(&pair_, sizeof pair_); }
  KeyPair(const KeyPair&) = delete;
  KeyPair& operator=(const KeyPair&) = delete;
  [[nodiscard]] secp256k1_keypair* get() { return &pair_; }

 private:
  secp256k1_keypair pair_{};
};

Result<void> fill(KeyPair& pair, const secp256k1::Context& context, const Secret<32>& key) {
  if (secp256k1_keypair_create(context.raw(), pair.get(), key.expose().data()) != 1) {
    return fail(invalid("BIP-340: private key not in 1…n−1"));
  }
  return {};
}

secp256k1_xonly_pubkey native(const XOnlyPublicKey& key) {
  secp256k1_xonly_pubkey out;
  // Cannot fail: the bytes were parsed before.
  (void)secp256k1_xonly_pubkey_parse(stateless(), &out, key.bytes().data());
  return out;
}

ByteArray<32> serialize(const secp256k1_xonly_pubkey& key) {
  ByteArray<32> out;
  secp256k1_xonly_pubkey_serialize(stateless(), out.data(), &key);
  return out;
}

}  // namespace

Result<XOnlyPublicKey> XOnlyPublicKey::parse(BytesView x) {
  if (x.size() != 32) return fail(invalid("BIP-340: a public key is 32 bytes"));
  secp256k1_xonly_pubkey key;
  if (secp256k1_xonly_pubkey_parse(stateless(), &key, x.data()) != 1) {
    return fail(invalid("BIP-340: not the x coordinate of a point"));
  }
  ByteArray<32> bytes;
  std::ranges::copy(x, bytes.begin());
  return XOnlyPublicKey(bytes);
}

XOnlyPublicKey XOnlyPublicKey::of(const secp256k1::PublicKey& key) {
  ByteArray<32> x;
  std::copy_n(key.compressed().begin() + 1, 32, x.begin());
  return XOnlyPublicKey(x);
}

Result<Signature> sign(const secp256k1::Context& context, const Secret<32>& key, BytesView message,
                       const ByteArray<32>& aux) {
  KeyPair pair;
  COFFER_CHECK(fill(pair, context, key));
  ByteArray<32> aux_copy = aux;
  secp256k1_schnorrsig_extraparams parameters = SECP256K1_SCHNORRSIG_EXTRAPARAMS_INIT;
  parameters.ndata = aux_copy.data();
  Signature signature;
  const bool made = secp256k1_schnorrsig_sign_custom(context.raw(), signature.data(), message.data(), message.size(),
                                                     pair.get(), &parameters) == 1;
  secp256k1_xonly_pubkey own;
  (void)secp256k1_keypair_xonly_pub(stateless(), &own, nullptr, pair.get());
  if (!made || secp256k1_schnorrsig_verify(stateless(), signature.data(), message.data(), message.size(), &own) != 1) {
    return fail(internal("a Schnorr signature did not verify and was not released"));
  }
  return signature;
}

bool verify(const XOnlyPublicKey& key, BytesView message, BytesView signature) {
  if (signature.size() != 64) return false;
  const secp256k1_xonly_pubkey point = native(key);
  return secp256k1_schnorrsig_verify(stateless(), signature.data(), message.data(), message.size(), &point) == 1;
}

Hash256 taproot_tweak(const XOnlyPublicKey& internal_key, BytesView merkle_root) {
  return tagged_hash("TapTweak", {internal_key.bytes(), merkle_root});
}

Result<TaprootOutput> taproot_output(const XOnlyPublicKey& internal_key, BytesView merkle_root) {
  const Hash256 tweak = taproot_tweak(internal_key, merkle_root);
  const secp256k1_xonly_pubkey point = native(internal_key);
  secp256k1_pubkey tweaked;
  if (secp256k1_xonly_pubkey_tweak_add(stateless(), &tweaked, &point, tweak.data()) != 1) {
    return fail(invalid("BIP-341: the tweak is not below n"));
  }
  secp256k1_xonly_pubkey output;
  int parity = 0;
  (void)secp256k1_xonly_pubkey_from_pubkey(stateless(), &output, &parity, &tweaked);
  COFFER_TRY(const XOnlyPublicKey key, XOnlyPublicKey::parse(serialize(output)));
  return TaprootOutput{.key = key, .parity = static_cast<std::uint8_t>(parity)};
}

Result<Secret<32>> taproot_private_key(const secp256k1::Context& context, const Secret<32>& key,
                                       BytesView merkle_root) {
  KeyPair pair;
  COFFER_CHECK(fill(pair, context, key));
  secp256k1_xonly_pubkey internal;
  (void)secp256k1_keypair_xonly_pub(stateless(), &internal, nullptr, pair.get());
  COFFER_TRY(const XOnlyPublicKey internal_key, XOnlyPublicKey::parse(serialize(internal)));
  const Hash256 tweak = taproot_tweak(internal_key, merkle_root);
  if (secp256k1_keypair_xonly_tweak_add(context.raw(), pair.get(), tweak.data()) != 1) {
    return fail(invalid("BIP-341: the tweak is not below n"));
  }
  Secret<32> out;
  (void)secp256k1_keypair_sec(stateless(), out.expose_mutable().data(), pair.get());
  return out;
}

}  // namespace coffer::crypto::schnorr
