#pragma once

#include <benchmark/benchmark.h>
#include <secp256k1.h>
#include <secp256k1_recovery.h>

#include "base/bytes.h"

namespace coffer::bench {

/// libsecp256k1 by itself on digests that are already there.
class BareSecp256k1 {
 public:
  BareSecp256k1() : context_(secp256k1_context_create(SECP256K1_CONTEXT_NONE)) {
    static_cast<void>(secp256k1_context_randomize(context_, key_.data()));
    static_cast<void>(secp256k1_ec_pubkey_create(context_, &public_key_, key_.data()));
  }
  ~BareSecp256k1() { secp256k1_context_destroy(context_); }
  BareSecp256k1(const BareSecp256k1&) = delete;
  BareSecp256k1& operator=(const BareSecp256k1&) = delete;

  void sign() {
    ++digest_[0];
    secp256k1_ecdsa_recoverable_signature made;
    static_cast<void>(secp256k1_ecdsa_sign_recoverable(context_, &made, digest_.data(), key_.data(), nullptr, nullptr));
    int recovery_id = 0;
    secp256k1_ecdsa_recoverable_signature_serialize_compact(context_, compact_.data(), &recovery_id, &made);
    benchmark::DoNotOptimize(compact_);
  }

  void verify() {
    secp256k1_ecdsa_signature parsed;
    static_cast<void>(secp256k1_ecdsa_signature_parse_compact(context_, &parsed, compact_.data()));
    benchmark::DoNotOptimize(secp256k1_ecdsa_verify(context_, &parsed, digest_.data(), &public_key_));
  }

  /// The public half of a key that a tweak was added to: what a child of BIP-32 costs besides its HMAC.
  void add_and_multiply(const ByteArray<32>& tweak) {
    ByteArray<32> child = key_;
    static_cast<void>(secp256k1_ec_seckey_tweak_add(context_, child.data(), tweak.data()));
    secp256k1_pubkey point;
    static_cast<void>(secp256k1_ec_pubkey_create(context_, &point, child.data()));
    ByteArray<33> out;
    std::size_t size = out.size();
    secp256k1_ec_pubkey_serialize(context_, out.data(), &size, &point, SECP256K1_EC_COMPRESSED);
    benchmark::DoNotOptimize(out);
  }

 private:
  secp256k1_context* context_;
  ByteArray<32> key_ = [] {
    ByteArray<32> key;
    key.fill(7);
    return key;
  }();
  ByteArray<32> digest_{};
  ByteArray<64> compact_{};
  secp256k1_pubkey public_key_{};
};

}  // namespace coffer::bench
