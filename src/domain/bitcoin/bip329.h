#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include "base/result.h"

namespace coffer::bitcoin {

/// A wallet label of BIP-329: one JSON object on one line.
struct Label {
  enum class Type : std::uint8_t { kTransaction, kAddress, kPublicKey, kInput, kOutput, kExtendedPublicKey };
  Type type = Type::kTransaction;
  std::string reference;                   // txid, address, key, `txid:index` or xpub
  std::string label;                       // at most 255 characters is recommended; none is refused for its length
  std::optional<std::string> origin = {};  // of transactions: a key origin as a descriptor writes it
  std::optional<bool> spendable = {};      // of outputs
  nlohmann::json others = nlohmann::json::object();  // further members, carried along as the standard asks

  bool operator==(const Label&) const = default;
};

/// Whether a reference has the form of its type (`txid:index` of inputs and outputs, hex of txids and keys, base58 of
/// xpubs); addresses of every network are taken.
Result<void> check_label(const Label& label);

/// One line. Strict JSON; type and reference must be there and fit together, `origin` belongs to transactions and
/// `spendable` to outputs.
Result<Label> parse_label(std::string_view line);
std::string print_label(const Label& label);

/// A whole file: a label on every line that is not empty. The error names the line. At most 64 MiB.
Result<std::vector<Label>> parse_labels(std::string_view text);
std::string print_labels(const std::vector<Label>& labels);

}  // namespace coffer::bitcoin
