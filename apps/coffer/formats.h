#pragma once

#include "platform/rpc/formats.h"

namespace coffer::app {

/// The address formats of the chains that this program knows.
class ChainFormats final : public rpc::Formats {
 public:
  [[nodiscard]] bool is_evm_address(std::string_view text) const override;
  [[nodiscard]] bool is_address(std::string_view text) const override;
};

}  // namespace coffer::app
