#include "domain/crypto/keccak.h"

#include <bit>
#include <cstring>

namespace coffer::crypto {
namespace {

static_assert(std::endian::native == std::endian::little, "lanes are read and written as they lie in memory");

constexpr std::array<std::uint64_t, 24> kRoundConstants = {
    0x0000000000000001, 0x0000000000008082, 0x800000000000808a, 0x8000000080008000, 0x000000000000808b,
    0x0000000080000001, 0x8000000080008081, 0x8000000000008009, 0x000000000000008a, 0x0000000000000088,
    0x0000000080008009, 0x000000008000000a, 0x000000008000808b, 0x800000000000008b, 0x8000000000008089,
    0x8000000000008003, 0x8000000000008002, 0x8000000000000080, 0x000000000000800a, 0x800000008000000a,
    0x8000000080008081, 0x8000000000008080, 0x0000000080000001, 0x8000000080008008};

// Lane x + 5·y is rotated by kRotation (rho) and moved to lane y + 5·((2x + 3y) mod 5) (pi).
constexpr std::array<int, 25> kRotation = {0,  1,  62, 28, 27, 36, 44, 6,  55, 20, 3,  10, 43,
                                           25, 39, 41, 45, 15, 21, 8,  18, 2,  61, 56, 14};

constexpr std::array<std::size_t, 25> pi_source() {
  std::array<std::size_t, 25> source{};
  for (std::size_t x = 0; x < 5; ++x) {
    for (std::size_t y = 0; y < 5; ++y) source[y + 5 * ((2 * x + 3 * y) % 5)] = x + 5 * y;
  }
  return source;
}
constexpr std::array<std::size_t, 25> kPiSource = pi_source();

using State = std::array<std::uint64_t, 25>;

// One round from `a` into `e`. Every index is a constant once the loops are unrolled, so the lanes live in
// registers and two rounds need no copy between them.
[[gnu::always_inline]] inline void round(const State& a, State& e, std::uint64_t constant) {
  std::array<std::uint64_t, 5> parity;
  std::array<std::uint64_t, 5> mix;
#pragma clang loop unroll(full)
  for (std::size_t x = 0; x < 5; ++x) parity[x] = a[x] ^ a[x + 5] ^ a[x + 10] ^ a[x + 15] ^ a[x + 20];
#pragma clang loop unroll(full)
  for (std::size_t x = 0; x < 5; ++x) mix[x] = parity[(x + 4) % 5] ^ std::rotl(parity[(x + 1) % 5], 1);
#pragma clang loop unroll(full)
  for (std::size_t y = 0; y < 25; y += 5) {
    std::array<std::uint64_t, 5> row;
#pragma clang loop unroll(full)
    for (std::size_t x = 0; x < 5; ++x) {
      const std::size_t from = kPiSource[x + y];
      row[x] = std::rotl(a[from] ^ mix[from % 5], kRotation[from]);
    }
#pragma clang loop unroll(full)
    for (std::size_t x = 0; x < 5; ++x) e[x + y] = row[x] ^ (~row[(x + 1) % 5] & row[(x + 2) % 5]);
  }
  e[0] ^= constant;
}

void permute(State& state) {
  State other;
  for (std::size_t i = 0; i < kRoundConstants.size(); i += 2) {
    round(state, other, kRoundConstants[i]);
    round(other, state, kRoundConstants[i + 1]);
  }
}

}  // namespace

void Keccak256::absorb_block(const std::uint8_t* block) {
  std::array<std::uint64_t, kRate / 8> lanes;
  std::memcpy(lanes.data(), block, kRate);
  for (std::size_t i = 0; i < lanes.size(); ++i) state_[i] ^= lanes[i];
  permute(state_);
}

Keccak256& Keccak256::update(BytesView data) {
  if (pending_size_ != 0) {
    const std::size_t taken = std::min(kRate - pending_size_, data.size());
    if (taken != 0) std::memcpy(pending_.data() + pending_size_, data.data(), taken);
    pending_size_ += taken;
    data = data.subspan(taken);
    if (pending_size_ < kRate) return *this;
    absorb_block(pending_.data());
    pending_size_ = 0;
  }
  for (; data.size() >= kRate; data = data.subspan(kRate)) absorb_block(data.data());
  if (!data.empty()) std::memcpy(pending_.data(), data.data(), data.size());
  pending_size_ = data.size();
  return *this;
}

Hash256 Keccak256::finish() {
  std::memset(pending_.data() + pending_size_, 0, kRate - pending_size_);
  pending_[pending_size_] = 0x01;
  pending_[kRate - 1] |= 0x80;
  absorb_block(pending_.data());
  Hash256 digest;
  std::memcpy(digest.data(), state_.data(), digest.size());
  state_.fill(0);
  pending_size_ = 0;
  return digest;
}

Hash256 keccak256(BytesView data) { return Keccak256().update(data).finish(); }

}  // namespace coffer::crypto
