#include <benchmark/benchmark.h>
#include <cryptopp/keccak.h>

#include <string>
#include <vector>

#include "domain/bare_secp256k1.h"
#include "domain/crypto/keccak.h"
#include "domain/evm/abi.h"
#include "domain/evm/eip712.h"
#include "domain/evm/erc20.h"
#include "domain/evm/transaction.h"

// What a wallet does for the EVM. The bare libraries that it is compared with are benchmarks here as well; the npm
// peers in peers/evm.mjs work on the same input.
namespace coffer::evm {
namespace {

/// Transfers of a token, each with another nonce.
class Transfers {
 public:
  Transfers() {
    next_.chain_id = 1;
    next_.max_priority_fee_per_gas = 1'500'000'000U;
    next_.max_fee_per_gas = 30'000'000'000U;
    next_.gas_limit = 65'000;
    next_.to = Address::parse("0xdAC17F958D2ee523a2206206994597C13D831ec7").value();
    next_.data = erc20::transfer(*next_.to, 100'000'000U);
  }
  Transaction next() {
    ++next_.nonce;
    return next_;
  }

 private:
  Transaction next_;
};

Secret<32> private_key() {
  Secret<32> key;
  std::ranges::fill(key.expose_mutable(), std::uint8_t{7});
  return key;
}

struct Signer {
  crypto::secp256k1::Context curve{Secret<32>{}};
  Secret<32> key = private_key();
  crypto::secp256k1::PublicKey public_key = curve.public_key(key).value();
};

/// EIP-1559 from its fields to the bytes that go to a node.
void sign_eip1559(benchmark::State& state) {
  const Signer signer;
  Transfers transfers;
  for (auto _ : state) {
    Transaction transaction = transfers.next();
    const auto signature = signature_of(signer.curve.sign(signer.key, signing_hash(transaction).bytes).value());
    benchmark::DoNotOptimize(encode(attach_signature(std::move(transaction), *signature).value()));
  }
}
BENCHMARK(sign_eip1559);

/// The same as the signer service does it: no signature is released before it has been verified.
void sign_verified_eip1559(benchmark::State& state) {
  const Signer signer;
  Transfers transfers;
  for (auto _ : state) {
    Transaction transaction = transfers.next();
    const auto signature = sign_hash(signer.curve, signer.key, signer.public_key, signing_hash(transaction));
    benchmark::DoNotOptimize(encode(attach_signature(std::move(transaction), *signature).value()));
  }
}
BENCHMARK(sign_verified_eip1559);

void bare_sign_recoverable(benchmark::State& state) {
  bench::BareSecp256k1 bare;
  for (auto _ : state) bare.sign();
}
BENCHMARK(bare_sign_recoverable);

void bare_sign_and_verify(benchmark::State& state) {
  bench::BareSecp256k1 bare;
  for (auto _ : state) {
    bare.sign();
    bare.verify();
  }
}
BENCHMARK(bare_sign_and_verify);

/// Raw transactions of the usual kinds, read and checked; the figure that counts is bytes.
void decode_transactions(benchmark::State& state) {
  const Signer signer;
  Transfers transfers;
  std::vector<Bytes> raws;
  std::int64_t bytes = 0;
  for (int i = 0; i < 64; ++i) {
    Transaction transaction = transfers.next();
    if (i % 4 == 1) transaction.data.clear();
    if (i % 4 == 2) transaction.access_list = {{*transaction.to, {Hash{}, Hash{}}}};
    if (i % 4 == 3) transaction.type = TransactionType::kLegacy;
    const auto signature = signature_of(signer.curve.sign(signer.key, signing_hash(transaction).bytes).value());
    raws.push_back(encode(attach_signature(std::move(transaction), *signature).value()));
    bytes += static_cast<std::int64_t>(raws.back().size());
  }
  for (auto _ : state)
    for (const Bytes& raw : raws) benchmark::DoNotOptimize(decode_transaction(raw));
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(raws.size()));
  state.SetBytesProcessed(state.iterations() * bytes);
}
BENCHMARK(decode_transactions);

constexpr std::string_view kOrder = R"({"types":{
"EIP712Domain":[{"name":"name","type":"string"},{"name":"version","type":"string"},{"name":"chainId","type":"uint256"},{"name":"verifyingContract","type":"address"}],
"Asset":[{"name":"token","type":"address"},{"name":"amount","type":"uint256"}],
"Order":[{"name":"maker","type":"address"},{"name":"offer","type":"Asset[]"},{"name":"want","type":"Asset[]"},{"name":"note","type":"string"},{"name":"salt","type":"bytes32"},{"name":"expires","type":"uint64"}]},
"primaryType":"Order",
"domain":{"name":"Exchange","version":"1","chainId":1,"verifyingContract":"0xCcCCccccCCCCcCCCCCCcCcCccCcCCCcCcccccccC"},
"message":{"maker":"0xCD2a3d9F938E13CD947Ec05AbC7FE734Df8DD826",
"offer":[{"token":"0xdAC17F958D2ee523a2206206994597C13D831ec7","amount":"100000000"},{"token":"0xC02aaA39b223FE8D0A0e5C4F27eAD9083C756Cc2","amount":"2500000000000000000"}],
"want":[{"token":"0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48","amount":"9200000000"}],
"note":"good till cancelled","salt":"0x0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f20","expires":1767225600}})";

/// From the JSON text that a dapp sends to the 32 bytes that are signed.
void eip712_digest(benchmark::State& state) {
  for (auto _ : state) benchmark::DoNotOptimize(TypedData::parse(kOrder)->digest());
}
BENCHMARK(eip712_digest);

/// A call with its arguments nested: a path of swaps with byte strings.
void abi_decode(benchmark::State& state) {
  const auto types = abi::parse_types("address,uint256,(address,uint24,uint256)[],string,bytes,bool").value();
  const auto values = nlohmann::json::parse(R"(["0xdAC17F958D2ee523a2206206994597C13D831ec7","2500000000000000000",
      [["0xC02aaA39b223FE8D0A0e5C4F27eAD9083C756Cc2",500,"100000000"],["0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48",3000,"7"],
      ["0xCD2a3d9F938E13CD947Ec05AbC7FE734Df8DD826",10000,"340282366920938463463374607431768211455"]],
      "a memo of some length, as people write them","0x00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff0011",true])");
  const Bytes data = abi::encode(types, values).value();
  for (auto _ : state) benchmark::DoNotOptimize(abi::decode(types, data));
}
BENCHMARK(abi_decode);

void keccak256_of_1k(benchmark::State& state) {
  Bytes data(1024, 1);
  for (auto _ : state) {
    ++data[0];
    benchmark::DoNotOptimize(crypto::keccak256(data));
  }
}
BENCHMARK(keccak256_of_1k);

void cryptopp_keccak256_of_1k(benchmark::State& state) {
  Bytes data(1024, 1);
  CryptoPP::Keccak_256 hash;
  ByteArray<32> digest;
  for (auto _ : state) {
    ++data[0];
    hash.CalculateDigest(digest.data(), data.data(), data.size());
    benchmark::DoNotOptimize(digest);
  }
}
BENCHMARK(cryptopp_keccak256_of_1k);

void keccak256_of_64(benchmark::State& state) {
  Bytes data(64, 1);
  for (auto _ : state) {
    ++data[0];
    benchmark::DoNotOptimize(crypto::keccak256(data));
  }
}
BENCHMARK(keccak256_of_64);

void cryptopp_keccak256_of_64(benchmark::State& state) {
  Bytes data(64, 1);
  CryptoPP::Keccak_256 hash;
  ByteArray<32> digest;
  for (auto _ : state) {
    ++data[0];
    hash.CalculateDigest(digest.data(), data.data(), data.size());
    benchmark::DoNotOptimize(digest);
  }
}
BENCHMARK(cryptopp_keccak256_of_64);

}  // namespace
}  // namespace coffer::evm
