#pragma once

#include <string_view>

namespace coffer::rpc {

/// The checks of text formats that need knowledge of chains. The platform has none, so the program
/// brings them (apps/coffer); everything else about formats is in `rules.h`.
class Formats {
 public:
  virtual ~Formats() = default;
  /// `0x` and 40 hex digits; mixed case must be the checksum of EIP-55.
  [[nodiscard]] virtual bool is_evm_address(std::string_view text) const = 0;
  /// An address of any supported chain.
  [[nodiscard]] virtual bool is_address(std::string_view text) const = 0;
};

}  // namespace coffer::rpc
