#include "domain/crypto/hash.h"

#include <cryptopp/ripemd.h>
#include <cryptopp/sha.h>
#include <gtest/gtest.h>

#include "domain/crypto/ripemd160.h"
#include "domain/crypto/sha2.h"

namespace coffer::crypto {
namespace {

template <class Function>
Bytes oracle(BytesView data) {
  Bytes out(Function::DIGESTSIZE);
  Function().CalculateDigest(out.data(), data.data(), data.size());
  return out;
}

TEST(Hash, agrees_with_another_implementation_at_every_length) {
  Bytes data;
  for (std::size_t size = 0; size <= 300; ++size) {
    ASSERT_EQ(hash(HashAlgorithm::kSha1, data), oracle<CryptoPP::SHA1>(data));
    ASSERT_EQ(hash(HashAlgorithm::kSha256, data), oracle<CryptoPP::SHA256>(data));
    ASSERT_EQ(hash(HashAlgorithm::kSha512, data), oracle<CryptoPP::SHA512>(data));
    ASSERT_EQ(to_bytes(sha256(data)), oracle<CryptoPP::SHA256>(data));
    ASSERT_EQ(to_bytes(sha512(data)), oracle<CryptoPP::SHA512>(data));
    ASSERT_EQ(to_bytes(ripemd160(data)), oracle<CryptoPP::RIPEMD160>(data));
    data.push_back(static_cast<std::uint8_t>(size * 13));
  }
}

TEST(Hash, names_are_those_of_the_tool) {
  EXPECT_EQ(parse_hash_algorithm("sha1"), HashAlgorithm::kSha1);
  EXPECT_EQ(parse_hash_algorithm("sha256"), HashAlgorithm::kSha256);
  EXPECT_EQ(parse_hash_algorithm("sha512"), HashAlgorithm::kSha512);
  EXPECT_FALSE(parse_hash_algorithm("SHA256"));
  EXPECT_FALSE(parse_hash_algorithm("md5"));
}

TEST(Sha256, of_parts_is_that_of_their_concatenation) {
  EXPECT_EQ(sha256({as_bytes("a"), {}, as_bytes("bc")}), sha256(as_bytes("abc")));
}

TEST(DoubleSha256, is_the_hash_of_the_hash) {
  EXPECT_EQ(hex(double_sha256(as_bytes("hello"))), "9595c9df90075148eb06860365df33584b75bff782a510c6cd4883a419833d50");
}

TEST(TaggedHash, prefixes_the_hash_of_the_tag_twice) {
  const Hash256 tag = sha256(as_bytes("BIP0340/challenge"));
  EXPECT_EQ(tagged_hash("BIP0340/challenge", {as_bytes("x"), as_bytes("y")}), sha256({tag, tag, as_bytes("xy")}));
}

TEST(Hash160, is_the_identifier_of_bip32_test_vector_1) {
  const Bytes key = parse_hex("0339a36013301597daef41fbe593a02cc513d0b55527ec2df1050e2e8ff49c85c2").value();
  EXPECT_EQ(hex(hash160(key)), "3442193e1bb70916e914552172cd4e2dbc9df811");
}

}  // namespace
}  // namespace coffer::crypto
