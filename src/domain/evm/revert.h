#pragma once

#include <string>

#include <nlohmann/json.hpp>

#include "base/bytes.h"
#include "domain/evm/abi_interface.h"

namespace coffer::evm {

/// Why a call reverted.
struct Revert {
  std::string name;     // `Error`, `Panic`, a custom error's name; empty when unknown
  nlohmann::json args;  // array of the decoded arguments; see abi.h
  std::string text;     // plain words for people: `ERC20: transfer amount exceeds balance`
};

/// Reads the data of a revert: Error(string), Panic(uint256) with the compiler's meaning of the code,
/// the custom errors of ERC-6093 and other standards and, where given, of the contract's own ABI. Never fails: data
/// that nobody can read says so in `text`.
Revert decode_revert(BytesView data, const abi::Interface* contract = nullptr);

}  // namespace coffer::evm
