#include <benchmark/benchmark.h>
#include <openssl/evp.h>

#include <algorithm>

#include "domain/bare_secp256k1.h"
#include "domain/crypto/hmac.h"
#include "domain/keys/bip32.h"
#include "domain/keys/bip39.h"

// Keys from words and seeds. The bare libraries that they are compared with are benchmarks here as well.
namespace coffer {
namespace {

constexpr std::string_view kMnemonic =
    "legal winner thank year wave sausage worth useful legal winner thank year wave sausage worth useful legal will";

crypto::secp256k1::Context context() { return crypto::secp256k1::Context(Secret<32>{}); }

keys::ExtendedPrivateKey account(const crypto::secp256k1::Context& curve) {
  const auto master = keys::ExtendedPrivateKey::from_seed(Bytes(64, 7));
  return master->derive(curve, keys::account_path(keys::Purpose::kBip84, keys::kCoinBitcoin, 0)).value();
}

/// One child of a private node: its key, chain code, parent's fingerprint and public key.
void bip32_private_child(benchmark::State& state) {
  const auto curve = context();
  const auto parent = account(curve);
  std::uint32_t index = 0;
  for (auto _ : state) {
    const auto child = parent.derive(curve, index++);
    benchmark::DoNotOptimize(child->neuter(curve)->key().compressed());
  }
}
BENCHMARK(bip32_private_child);

/// What `bip32_private_child` cannot be faster than: one HMAC and one multiplication of the base point.
void bare_private_child(benchmark::State& state) {
  bench::BareSecp256k1 bare;
  const ByteArray<32> chain_code{1};
  ByteArray<37> data{2};
  ByteArray<64> material;
  for (auto _ : state) {
    ++data[36];
    crypto::hmac_sha512(chain_code, {data}, material);
    ByteArray<32> tweak;
    std::copy_n(material.begin(), 32, tweak.begin());
    bare.add_and_multiply(tweak);
  }
}
BENCHMARK(bare_private_child);

/// One child of a public node.
void bip32_public_child(benchmark::State& state) {
  const auto parent = account(context()).neuter(context()).value();
  std::uint32_t index = 0;
  for (auto _ : state) benchmark::DoNotOptimize(parent.derive(index++)->key().compressed());
}
BENCHMARK(bip32_public_child);

/// The 64 bytes of 18 words and a passphrase.
void bip39_seed(benchmark::State& state) {
  for (auto _ : state) benchmark::DoNotOptimize(keys::mnemonic_seed(kMnemonic, "TREZOR"));
}
BENCHMARK(bip39_seed);

/// What `bip39_seed` cannot be faster than by its own work.
void openssl_pbkdf2(benchmark::State& state) {
  constexpr std::string_view kSalt = "mnemonicTREZOR";
  ByteArray<64> seed;
  for (auto _ : state) {
    PKCS5_PBKDF2_HMAC(kMnemonic.data(), static_cast<int>(kMnemonic.size()), as_bytes(kSalt).data(),
                      static_cast<int>(kSalt.size()), 2048, EVP_sha512(), static_cast<int>(seed.size()), seed.data());
    benchmark::DoNotOptimize(seed);
  }
}
BENCHMARK(openssl_pbkdf2);

}  // namespace
}  // namespace coffer
