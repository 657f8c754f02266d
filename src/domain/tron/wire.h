#pragma once

#include <cstdint>
#include <optional>

#include "base/bytes.h"

/// The wire format of Protocol Buffers, as far as Tron's messages use it.
namespace coffer::tron {

/// One field of a message. Varints and fixed numbers are in `number`, length-delimited fields in `bytes`.
struct WireField {
  enum class Type : std::uint8_t { kVarint = 0, kFixed64 = 1, kBytes = 2, kFixed32 = 5 };
  std::uint32_t number_of_field = 0;
  Type type = Type::kVarint;
  std::uint64_t number = 0;
  BytesView bytes;
};

/// Reads fields one after the other. Strict: minimal varints, field numbers from 1, no groups.
class WireReader {
 public:
  explicit WireReader(BytesView message) : rest_(message) {}

  [[nodiscard]] bool done() const { return rest_.empty(); }
  Result<WireField> next();

 private:
  Result<std::uint64_t> varint();
  Result<std::uint64_t> fixed(std::size_t size);

  BytesView rest_;
};

/// Appends fields; a zero number and empty bytes are left out, as proto3 does.
void append_number(Bytes& out, std::uint32_t field, std::int64_t value);
void append_bytes(Bytes& out, std::uint32_t field, BytesView value);

}  // namespace coffer::tron
