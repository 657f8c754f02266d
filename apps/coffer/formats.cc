#include "apps/coffer/formats.h"

#include <algorithm>

#include "domain/evm/address.h"

namespace coffer::app {
namespace {

constexpr std::size_t kLongestAddress = 128;

}  // namespace

bool ChainFormats::is_evm_address(std::string_view text) const { return evm::Address::parse(text).has_value(); }

bool ChainFormats::is_address(std::string_view text) const {
  if (text.starts_with("0x")) return is_evm_address(text);
  // The network decides about the rest; here only what no chain uses is refused.
  const bool printable = std::ranges::all_of(text, [](char c) { return c > ' ' && c < '\x7f'; });
  return !text.empty() && text.size() <= kLongestAddress && printable;
}

}  // namespace coffer::app
