#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "base/u256.h"
#include "domain/evm/address.h"

/// Calldata of well-known functions, word by word, without a type tree.
namespace coffer::evm {

/// The first four bytes of keccak256 of a canonical signature, worked out once where it is declared.
using Selector = ByteArray<4>;
Selector selector_of(std::string_view signature);

/// Writes arguments after a selector: static words first, then the tails of `bytes` and arrays.
class CallWriter {
 public:
  /// `words` is how many 32-byte words the head of the arguments has.
  explicit CallWriter(std::string_view signature, std::size_t words = 0);

  CallWriter& word(const U256& value);
  CallWriter& word(const Address& address);
  CallWriter& word(bool value);
  CallWriter& bytes(BytesView value);
  CallWriter& array(const std::vector<U256>& values);
  CallWriter& array(const std::vector<Address>& values);
  /// A dynamic argument that is encoded already.
  CallWriter& tail(BytesView encoded);

  /// The finished calldata.
  [[nodiscard]] Bytes take();

 private:
  void put_offset();

  Bytes out_;
  Bytes tail_;
  std::size_t head_size_;
};

/// Reads arguments of calldata (or of any ABI data) by word index. Reading is bounded by the data.
class CallReader {
 public:
  explicit CallReader(BytesView args) : args_(args) {}

  [[nodiscard]] std::optional<U256> number(std::size_t index) const;
  /// Refuses a word whose first twelve bytes are not zero.
  [[nodiscard]] std::optional<Address> address(std::size_t index) const;
  [[nodiscard]] std::optional<bool> boolean(std::size_t index) const;
  /// The byte string whose offset stands at `index`.
  [[nodiscard]] std::optional<BytesView> bytes(std::size_t index) const;
  /// The arguments of the tuple whose offset stands at `index`.
  [[nodiscard]] std::optional<CallReader> tuple(std::size_t index) const;
  /// The arguments from `index` on, as those of a static tuple in an array; nothing beyond the data.
  [[nodiscard]] std::optional<CallReader> from(std::size_t index) const;
  /// An array whose offset stands at `index`: its length and, as arguments, what follows it.
  struct Array;
  [[nodiscard]] std::optional<Array> array(std::size_t index) const;

 private:
  [[nodiscard]] std::optional<std::size_t> small(std::size_t index) const;

  BytesView args_;
};

struct CallReader::Array {
  std::size_t length;  // at most one per 32 bytes that follow
  CallReader items;
};

}  // namespace coffer::evm
