#include "domain/evm/namehash.h"

#include <gtest/gtest.h>

namespace coffer::evm {
namespace {

std::string hash_of(std::string_view name) {
  const auto hash = namehash(name);
  return hash ? hash->text() : "refused";
}

TEST(Namehash, gives_the_examples_of_eip_137) {
  EXPECT_EQ(hash_of(""), "0x" + std::string(64, '0'));
  EXPECT_EQ(hash_of("eth"), "0x93cdeb708b7545dc668eb9280176169d1c33cfd8ed6f04690a0bcc88a93fc4ae");
  EXPECT_EQ(hash_of("foo.eth"), "0xde9b09fd7c5f901e23a3f19fecc54828e9c848539801e86591bd9801b019f84f");
}

TEST(Namehash, accepts_normal_ascii_names) {
  for (const char* name : {"_dnslink.a-b.eth", "1.eth", "a--b.eth", "$.eth", "__x"})
    EXPECT_NE(hash_of(name), "refused") << name;
}

TEST(Namehash, refuses_names_that_are_not_normal) {
  for (const char* name :
       {"Foo.eth", "foo..eth", ".eth", "eth.", "a_b.eth", "xn--abc.eth", "fo o.eth", "it's.eth", "\xc3\xa9.eth"})
    EXPECT_EQ(hash_of(name), "refused") << name;
  EXPECT_EQ(hash_of(std::string(256, 'a')), "refused");
}

}  // namespace
}  // namespace coffer::evm
