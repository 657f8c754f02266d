#pragma once

#include <boost/asio/ip/address.hpp>

namespace coffer::http {

/// Whether an address is one of the public internet: not loopback, private, link-local, shared,
/// multicast, reserved or for documentation (RFC 6890), also when wrapped in an IPv6 address
/// (mapped, NAT64, 6to4, Teredo). Internal to platform/http.
bool is_public_address(const boost::asio::ip::address& address);

}  // namespace coffer::http
