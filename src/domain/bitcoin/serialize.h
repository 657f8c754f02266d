#pragma once

#include <cstddef>
#include <cstdint>

#include "base/bytes.h"

/// The little-endian wire format of Bitcoin's peer-to-peer protocol.
namespace coffer::bitcoin {

/// Appends integers, little-endian.
void append_u16(Bytes& out, std::uint16_t value);
void append_u32(Bytes& out, std::uint32_t value);
void append_u64(Bytes& out, std::uint64_t value);
/// Appends a CompactSize in its shortest form.
void append_compact_size(Bytes& out, std::uint64_t value);
/// Appends a length and the bytes.
void append_var_bytes(Bytes& out, BytesView bytes);

/// Reads what the functions above write, without copying. Strict: a CompactSize must be minimal.
class WireReader {
 public:
  explicit WireReader(BytesView input) : rest_(input) {}

  [[nodiscard]] bool done() const { return rest_.empty(); }
  [[nodiscard]] BytesView rest() const { return rest_; }

  Result<std::uint8_t> u8();
  Result<std::uint32_t> u32();
  Result<std::uint64_t> u64();
  Result<std::uint64_t> compact_size();
  /// Exactly `size` bytes.
  Result<BytesView> bytes(std::size_t size);
  /// A length and so many bytes.
  Result<BytesView> var_bytes();
  /// A count of items that take at least `least` bytes each, so that it cannot promise more than is there.
  Result<std::size_t> count(std::size_t least);
  template <std::size_t N>
  Result<ByteArray<N>> fixed() {
    COFFER_TRY(const BytesView view, bytes(N));
    ByteArray<N> out;
    std::copy(view.begin(), view.end(), out.begin());
    return out;
  }
  /// Fails unless everything was read.
  [[nodiscard]] Result<void> finish() const;

 private:
  Result<std::uint64_t> little_endian(std::size_t size);

  BytesView rest_;
};

}  // namespace coffer::bitcoin
