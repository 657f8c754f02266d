#include "base/secret.h"

#include <gtest/gtest.h>

#include <concepts>
#include <sstream>

namespace coffer {
namespace {

template <class T>
concept Printable = requires(std::ostream& out, const T& value) { out << value; };
template <class T>
concept Comparable = requires(const T& a, const T& b) { a == b; };

TEST(Secret, cannot_be_copied_printed_or_compared) {
  static_assert(!std::copyable<Secret<32>> && !std::copyable<SecretBytes>);
  static_assert(!Printable<Secret<32>> && !Printable<SecretBytes>);
  static_assert(!Comparable<Secret<32>> && !Comparable<SecretBytes>);
  const auto secret = Secret<3>::from(as_bytes("key"));
  ASSERT_TRUE(secret);
  EXPECT_EQ(as_text(secret->expose()), "key");
}

TEST(Secret, refuses_another_length) { EXPECT_FALSE(Secret<4>::from(as_bytes("key"))); }

TEST(SecretBytes, moves_its_memory_along) {
  SecretBytes first = SecretBytes::copy_of("words");
  const auto* data = first.expose().data();
  const SecretBytes second = std::move(first);
  EXPECT_EQ(second.expose().data(), data);
  EXPECT_EQ(second.expose_text(), "words");
}

TEST(SecretBytes, takes_over_nothing_of_those_before) {
  for (const std::size_t size : {std::size_t{32}, std::size_t{256}, std::size_t{257}, std::size_t{5000}}) {
    for (int round = 0; round < 3; ++round) {
      SecretBytes one(size);
      SecretBytes other(size);
      EXPECT_NE(one.expose().data(), other.expose().data());
      for (SecretBytes* secret : {&one, &other}) {
        EXPECT_EQ(hex(secret->expose()), std::string(2 * size, '0'));
        for (std::uint8_t& byte : secret->expose_mutable()) byte = 0xaa;
      }
    }
  }
}

TEST(WipeContainer, leaves_nothing_readable) {
  std::string line = "correct horse battery staple, long enough to live on the heap";
  const char* memory = line.data();
  wipe_container(line);
  EXPECT_TRUE(line.empty());
  EXPECT_EQ(memory[1], '\0');
}

}  // namespace
}  // namespace coffer
