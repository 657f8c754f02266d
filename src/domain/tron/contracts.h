#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "domain/tron/transaction.h"

namespace coffer::tron {

/// A field of a contract's message.
struct FieldRule {
  std::uint32_t number;
  std::string_view name;
  ContractField::Kind kind;
};

/// A contract type of Tron.proto with the message that its parameter holds.
struct ContractRule {
  std::uint64_t type;     // of Transaction.Contract.ContractType
  std::string_view name;  // `TransferContract`; the type URL is type.googleapis.com/protocol.<name>
  std::span<const FieldRule> fields;
};

/// The rule of a contract type; nullptr when it is not supported.
const ContractRule* find_contract(std::uint64_t type);
const ContractRule* find_contract(std::string_view name);

}  // namespace coffer::tron
