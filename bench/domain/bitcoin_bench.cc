#include <benchmark/benchmark.h>

#include "domain/bare_secp256k1.h"
#include "domain/bitcoin/address.h"
#include "domain/bitcoin/psbt.h"
#include "domain/bitcoin/psbt_construct.h"
#include "domain/bitcoin/script.h"
#include "domain/crypto/ripemd160.h"
#include "domain/keys/bip32.h"

// What a Bitcoin wallet does most: addresses from an account's key, PSBTs of many inputs, raw transactions.
namespace coffer::bitcoin {
namespace {

constexpr std::size_t kInputs = 100;

crypto::secp256k1::Context context() { return crypto::secp256k1::Context(Secret<32>{}); }

Secret<32> private_key() {
  ByteArray<32> bytes;
  bytes.fill(7);
  return Secret<32>::copy_of(bytes);
}

Bytes wallet_script(const crypto::secp256k1::Context& curve) {
  return pay_to_witness_public_key_hash(crypto::hash160(curve.public_key(private_key())->compressed()));
}

/// An unsigned PSBT that spends a hundred P2WPKH outputs of one key.
Psbt many_inputs(const crypto::secp256k1::Context& curve) {
  const Bytes script = wallet_script(curve);
  Transaction transaction;
  transaction.inputs.resize(kInputs);
  for (std::size_t i = 0; i < kInputs; ++i) transaction.inputs[i].previous.index = static_cast<std::uint32_t>(i);
  transaction.outputs = {{5'000'000, script}};
  Psbt out = Psbt::create(std::move(transaction)).value();
  for (std::size_t i = 0; i < kInputs; ++i) set_witness_utxo(out, i, {.amount_sats = 100'000, .script = script});
  return out;
}

/// Bytes in, a signature for every input, bytes out.
void psbt_sign_100_inputs(benchmark::State& state) {
  const auto curve = context();
  const Bytes unsigned_psbt = many_inputs(curve).encode();
  for (auto _ : state) {
    Psbt psbt = Psbt::parse(unsigned_psbt).value();
    if (sign(psbt, curve, private_key(), {}) != kInputs) state.SkipWithError("an input was not signed");
    benchmark::DoNotOptimize(psbt.encode());
  }
}
BENCHMARK(psbt_sign_100_inputs);

/// What `psbt_sign_100_inputs` cannot be faster than: a signature of every input, verified before it is released.
void bare_sign_and_verify_100(benchmark::State& state) {
  bench::BareSecp256k1 bare;
  for (auto _ : state)
    for (std::size_t i = 0; i < kInputs; ++i) {
      bare.sign();
      bare.verify();
    }
}
BENCHMARK(bare_sign_and_verify_100);

/// The next P2WPKH address of the receiving branch of an account.
void address_of_xpub(benchmark::State& state) {
  const auto curve = context();
  const auto master = keys::ExtendedPrivateKey::from_seed(Bytes(64, 7));
  const auto account = master->derive(curve, keys::account_path(keys::Purpose::kBip84, keys::kCoinBitcoin, 0));
  const auto branch = account->neuter(curve)->derive(0).value();
  std::uint32_t index = 0;
  for (auto _ : state) {
    const auto key = branch.derive(index++)->key().compressed();
    benchmark::DoNotOptimize(
        address_of_script(pay_to_witness_public_key_hash(crypto::hash160(key)), Network::kMainnet));
  }
}
BENCHMARK(address_of_xpub);

/// A signed transaction of two inputs and two outputs.
void transaction_decode(benchmark::State& state) {
  Transaction transaction;
  transaction.inputs.resize(2);
  for (TxInput& input : transaction.inputs) input.witness = {Bytes(72, 1), Bytes(33, 2)};
  transaction.outputs = {{1'000, wallet_script(context())}, {2'000, wallet_script(context())}};
  const Bytes raw = encode(transaction);
  for (auto _ : state) benchmark::DoNotOptimize(decode_transaction(raw));
  state.SetBytesProcessed(static_cast<std::int64_t>(state.iterations()) * static_cast<std::int64_t>(raw.size()));
}
BENCHMARK(transaction_decode);

}  // namespace
}  // namespace coffer::bitcoin
