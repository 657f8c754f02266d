#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include "base/bytes.h"
#include "domain/evm/abi.h"
#include "domain/evm/abi_struct.h"
#include "domain/evm/abi_type.h"
#include "domain/evm/hash.h"

namespace coffer::evm::abi {

using Selector = ByteArray<4>;

/// A function, event, error or constructor of a contract.
struct Item {
  enum class Kind : std::uint8_t { kFunction, kEvent, kError, kConstructor };

  Kind kind = Kind::kFunction;
  std::string name;
  std::vector<Type> inputs;
  std::vector<Type> outputs;
  std::vector<bool> indexed;  // of an event's inputs
  bool anonymous = false;     // of an event
  bool payable = false;
  bool read_only = false;  // view or pure

  /// `transfer(address,uint256)`.
  [[nodiscard]] std::string signature() const;
  /// The first four bytes of keccak256(signature): functions and errors.
  [[nodiscard]] Selector selector() const;
  /// keccak256(signature): the first topic of an event.
  [[nodiscard]] Hash topic() const;
};

/// Reads `transfer(address,uint256)` (a function), or with a keyword in front: `function balanceOf(address
/// owner) view returns (uint256)`, `event Transfer(address indexed from, …)`, `error Broke(uint256)`,
/// `constructor(address owner)`. A name that `structs` defines is a type.
Result<Item> parse_signature(std::string_view text, const Structs& structs = {});

/// The calldata of a function: selector and arguments. Of a constructor: the arguments alone.
Result<Bytes> encode_call(const Item& item, const nlohmann::json& args);
/// The arguments of calldata that begins with the item's selector.
Result<nlohmann::json> decode_call(const Item& item, BytesView calldata,
                                   Strictness strictness = Strictness::kCanonical);
/// A function's result.
Result<nlohmann::json> decode_result(const Item& item, BytesView data);

/// The values of a log in the order of the event's inputs. Indexed values of dynamic types are only
/// known by their hash and come back as `0x` and 64 digits.
Result<nlohmann::json> decode_log(const Item& event, const std::vector<Hash>& topics, BytesView data);

/// A contract's ABI: the JSON that compilers write, or a JSON array of human-readable signatures and struct definitions
/// (`struct Point { uint256 x; uint256 y; }`, in any order), or a mixture. At most 2,000 items and 1 MiB.
class Interface {
 public:
  static Result<Interface> parse(std::string_view json);
  static Result<Interface> from_json(const nlohmann::json& abi);

  [[nodiscard]] const std::vector<Item>& items() const { return items_; }
  /// By full signature, or by name when exactly one has it.
  [[nodiscard]] Result<const Item*> function(std::string_view name_or_signature) const;
  [[nodiscard]] Result<const Item*> event(std::string_view name_or_signature) const;
  [[nodiscard]] const Item* function_by_selector(const Selector& selector) const;
  [[nodiscard]] const Item* error_by_selector(const Selector& selector) const;
  [[nodiscard]] const Item* event_by_topic(const Hash& topic) const;
  /// The constructor; one without arguments when the ABI names none.
  [[nodiscard]] Item constructor() const;

 private:
  std::vector<Item> items_;
};

}  // namespace coffer::evm::abi
