#include "platform/http/address_guard.h"

#include <gtest/gtest.h>

namespace coffer::http {
namespace {

bool is_public(const char* address) { return is_public_address(boost::asio::ip::make_address(address)); }

TEST(PublicAddress, is_one_of_the_internet) {
  for (const char* address : {"1.1.1.1", "93.184.216.34", "172.15.255.255", "172.32.0.0", "100.63.255.255",
                              "2606:4700:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808"})
    EXPECT_TRUE(is_public(address)) << address;
}

TEST(PublicAddress, is_not_loopback_private_link_local_or_reserved) {
  for (const char* address :
       {"127.0.0.1",   "127.255.255.254", "0.0.0.0",    "10.0.0.1",  "172.16.0.1", "172.31.255.255",
        "192.168.1.1", "169.254.169.254", "100.64.0.1", "192.0.0.1", "198.18.0.1", "224.0.0.1",
        "240.0.0.1",   "255.255.255.255", "::1",        "::",        "fe80::1",    "fc00::1",
        "fd12::1",     "ff02::1",         "2001:db8::1"})
    EXPECT_FALSE(is_public(address)) << address;
}

TEST(PublicAddress, is_not_a_private_one_in_disguise) {
  for (const char* address : {"::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1",
                              "2002:7f00:1::", "2002:a00:1::", "2001:0:7f00:1::", "::127.0.0.1"})
    EXPECT_FALSE(is_public(address)) << address;
}

}  // namespace
}  // namespace coffer::http
