#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <variant>
#include <vector>

#include "base/bytes.h"
#include "base/u256.h"

/// Recursive Length Prefix, the Ethereum Yellow Paper, appendix B. Decoding accepts the one canonical form only.
namespace coffer::evm::rlp {

/// How deep lists may be nested when a tree is read or printed.
inline constexpr std::size_t kMaxDepth = 64;

// ---- writing

/// Appends a byte string.
void append_bytes(Bytes& out, BytesView bytes);
/// Appends an integer: big-endian without leading zeros, the empty string for zero.
void append_integer(Bytes& out, std::uint64_t value);
void append_integer(Bytes& out, const U256& value);
/// Appends a list whose encoded items are `payload`.
void append_list(Bytes& out, BytesView payload);
/// The encoded items as one list.
Bytes list_of(BytesView payload);

// ---- reading

/// Reads items one after the other from a payload, without copying: views point into the input.
class Reader {
 public:
  explicit Reader(BytesView input) : rest_(input) {}

  [[nodiscard]] bool done() const { return rest_.empty(); }
  /// Whether the next item is a list; false at the end.
  [[nodiscard]] bool at_list() const { return !rest_.empty() && rest_[0] >= 0xc0; }

  /// The next item, which must be a byte string.
  Result<BytesView> bytes();
  /// The next item, which must be a list; reads its items.
  Result<Reader> list();
  /// The next item as an integer of at most 8 or 32 bytes without leading zeros.
  Result<std::uint64_t> integer64();
  Result<U256> integer256();
  /// The next item, which must be a byte string of exactly N bytes.
  template <std::size_t N>
  Result<ByteArray<N>> fixed() {
    COFFER_TRY(const BytesView view, bytes());
    if (view.size() != N) return fail(invalid("must be " + std::to_string(N) + " bytes"));
    ByteArray<N> out;
    std::copy(view.begin(), view.end(), out.begin());
    return out;
  }
  /// Fails unless everything was read.
  Result<void> finish() const;

 private:
  struct Item {
    bool list;
    BytesView payload;
  };
  Result<Item> next();

  BytesView rest_;
};

// ---- as a tree

/// A byte string, or a list of values.
struct Value {
  std::variant<Bytes, std::vector<Value>> content;
  bool operator==(const Value&) const = default;
};

/// The canonical encoding of a tree.
Bytes encode(const Value& value);
/// Exactly one item and nothing after it; lists nested no deeper than kMaxDepth.
Result<Value> decode(BytesView input);

}  // namespace coffer::evm::rlp
