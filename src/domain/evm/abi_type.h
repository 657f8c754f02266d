#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

/// Types of the Solidity contract ABI, version 2.
namespace coffer::evm::abi {

/// One node of a type tree. `name` is the parameter's or the tuple component's, empty when unnamed.
struct Type {
  enum class Kind : std::uint8_t {
    kUint,
    kInt,
    kAddress,
    kBool,
    kFixedBytes,  // bytes1 … bytes32
    kFunction,    // address and selector, 24 bytes, coded as bytes24
    kBytes,
    kString,
    kArray,       // T[]
    kFixedArray,  // T[n]
    kTuple,
  };

  Kind kind = Kind::kUint;
  std::size_t size = 256;      // bits of an integer, bytes of kFixedBytes, length of kFixedArray
  std::vector<Type> children;  // the element of an array, the components of a tuple
  std::string name;
  bool dynamic = false;        // its encoding has a tail
  std::size_t head_words = 1;  // 32-byte words that it takes in the head of what contains it

  /// The canonical form, as selectors hash it: `uint256`, `(address,uint256)[]`.
  [[nodiscard]] std::string text() const;
  bool operator==(const Type&) const = default;
};

/// Limits of every parse: characters of a signature, nesting, components, words of a static head.
inline constexpr std::size_t kMaxSignature = 8192;
inline constexpr std::size_t kMaxDepth = 16;
inline constexpr std::size_t kMaxComponents = 256;
inline constexpr std::size_t kMaxHeadWords = 1U << 20U;

/// One type: `uint`, `uint256`, `bytes32[4][]`, `(address to,uint256[] ids)`, `tuple(address,bool)`.
/// `uint` and `int` mean 256 bits. Data locations (`memory`, `calldata`, `storage`), `indexed` and
/// `payable` are read over.
Result<Type> parse_type(std::string_view text);

/// Several types separated by commas, names allowed: `address,uint256`. Empty text is no type.
Result<std::vector<Type>> parse_types(std::string_view text);

/// `(address,uint256)` from the types.
std::string text_of(const std::vector<Type>& types);

/// Builders that keep `dynamic` and `head_words` right.
Type make_array(Type element);
Result<Type> make_fixed_array(Type element, std::size_t length);
Result<Type> make_tuple(std::vector<Type> components);

}  // namespace coffer::evm::abi
