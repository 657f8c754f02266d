#include "domain/crypto/ed25519.h"

#include "domain/crypto/sodium.h"

namespace coffer::crypto::ed25519 {

SigningKey::SigningKey(const Secret<32>& seed) {
  ensure_sodium();
  crypto_sign_seed_keypair(public_key_.data(), expanded_.expose_mutable().data(), seed.expose().data());
}

Signature SigningKey::sign(BytesView message) const {
  Signature out;
  crypto_sign_detached(out.data(), nullptr, message.data(), message.size(), expanded_.expose().data());
  return out;
}

bool verify(const PublicKey& key, BytesView message, BytesView signature) {
  if (signature.size() != 64) return false;
  ensure_sodium();
  return crypto_sign_verify_detached(signature.data(), message.data(), message.size(), key.data()) == 0;
}

}  // namespace coffer::crypto::ed25519
