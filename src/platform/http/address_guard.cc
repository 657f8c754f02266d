#include "platform/http/address_guard.h"

#include <algorithm>
#include <array>
#include <cstdint>

namespace coffer::http {
namespace {

namespace ip = boost::asio::ip;
using V6Bytes = ip::address_v6::bytes_type;

struct V4Block {
  std::uint32_t base;
  int bits;
};

constexpr std::array kReservedV4 = {
    V4Block{0x00000000, 8},   // 0.0.0.0/8 this network
    V4Block{0x0A000000, 8},   // 10.0.0.0/8 private
    V4Block{0x64400000, 10},  // 100.64.0.0/10 shared
    V4Block{0x7F000000, 8},   // 127.0.0.0/8 loopback
    V4Block{0xA9FE0000, 16},  // 169.254.0.0/16 link-local
    V4Block{0xAC100000, 12},  // 172.16.0.0/12 private
    V4Block{0xC0000000, 24},  // 192.0.0.0/24 protocol assignments
    V4Block{0xC0000200, 24},  // 192.0.2.0/24 documentation
    V4Block{0xC0586300, 24},  // 192.88.99.0/24 6to4 relay
    V4Block{0xC0A80000, 16},  // 192.168.0.0/16 private
    V4Block{0xC6120000, 15},  // 198.18.0.0/15 benchmarks
    V4Block{0xC6336400, 24},  // 198.51.100.0/24 documentation
    V4Block{0xCB007100, 24},  // 203.0.113.0/24 documentation
    V4Block{0xE0000000, 4},   // 224.0.0.0/4 multicast
    V4Block{0xF0000000, 4},   // 240.0.0.0/4 reserved, broadcast
};

bool is_public_v4(std::uint32_t address) {
  return std::ranges::none_of(
      kReservedV4, [address](const V4Block& block) { return ((address ^ block.base) >> (32 - block.bits)) == 0; });
}

std::uint32_t v4_at(const V6Bytes& bytes, std::size_t offset) {
  std::uint32_t out = 0;
  for (std::size_t i = 0; i < 4; ++i) out = out << 8U | bytes.at(offset + i);
  return out;
}

bool starts_with(const V6Bytes& bytes, std::initializer_list<std::uint8_t> prefix) {
  return std::equal(prefix.begin(), prefix.end(), bytes.begin());
}

bool is_public_v6(const ip::address_v6& address) {
  const V6Bytes bytes = address.to_bytes();
  if (address.is_v4_mapped()) return is_public_v4(v4_at(bytes, 12));
  if (starts_with(bytes, {0x00, 0x64, 0xff, 0x9b, 0, 0, 0, 0, 0, 0, 0, 0})) return is_public_v4(v4_at(bytes, 12));
  if (starts_with(bytes, {0x20, 0x02})) return is_public_v4(v4_at(bytes, 2));
  if ((bytes[0] & 0xe0U) != 0x20) return false;                    // only 2000::/3 is assigned to the internet
  if (starts_with(bytes, {0x20, 0x01, 0x0d, 0xb8})) return false;  // documentation
  return !starts_with(bytes, {0x20, 0x01, 0x00}) && !starts_with(bytes, {0x20, 0x01, 0x01});  // 2001::/23: Teredo, …
}

}  // namespace

bool is_public_address(const ip::address& address) {
  return address.is_v4() ? is_public_v4(address.to_v4().to_uint()) : is_public_v6(address.to_v6());
}

}  // namespace coffer::http
