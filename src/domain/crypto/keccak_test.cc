#include "domain/crypto/keccak.h"

#include <cryptopp/keccak.h>
#include <gtest/gtest.h>

namespace coffer::crypto {
namespace {

Bytes pattern(std::size_t size) {
  Bytes out(size);
  for (std::size_t i = 0; i < size; ++i) out[i] = static_cast<std::uint8_t>(i * 7 + size);
  return out;
}

Hash256 oracle(BytesView data) {
  Hash256 out;
  CryptoPP::Keccak_256().CalculateDigest(out.data(), data.data(), data.size());
  return out;
}

TEST(Keccak256, has_the_original_padding_not_that_of_sha3) {
  EXPECT_EQ(hex(keccak256({})), "c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470");
  EXPECT_EQ(hex(keccak256(as_bytes("abc"))), "4e03657aea45a94fc7d47ba826c8d667c0d1e6e33a64a036ec44f58fa12d6c45");
}

TEST(Keccak256, agrees_with_another_implementation_at_every_length) {
  for (std::size_t size = 0; size <= 600; ++size) {
    const Bytes data = pattern(size);
    ASSERT_EQ(keccak256(data), oracle(data)) << size << " bytes";
  }
}

TEST(Keccak256, does_not_depend_on_how_the_data_is_cut) {
  const Bytes data = pattern(500);
  const Hash256 whole = keccak256(data);
  for (std::size_t cut = 0; cut <= data.size(); ++cut) {
    Keccak256 hasher;
    hasher.update(BytesView(data).first(cut)).update(BytesView(data).subspan(cut));
    ASSERT_EQ(hasher.finish(), whole) << "cut at " << cut;
  }
}

TEST(Keccak256, is_as_new_after_finish) {
  Keccak256 hasher;
  hasher.update(as_bytes("first")).finish();
  EXPECT_EQ(hasher.update(as_bytes("abc")).finish(), keccak256(as_bytes("abc")));
}

}  // namespace
}  // namespace coffer::crypto
