#include "domain/tron/wire.h"

namespace coffer::tron {
namespace {

void append_varint(Bytes& out, std::uint64_t value) {
  for (; value >= 0x80; value >>= 7U) out.push_back(static_cast<std::uint8_t>(value | 0x80U));
  out.push_back(static_cast<std::uint8_t>(value));
}

void append_tag(Bytes& out, std::uint32_t field, WireField::Type type) {
  append_varint(out, std::uint64_t{field} << 3U | static_cast<std::uint64_t>(type));
}

}  // namespace

Result<std::uint64_t> WireReader::varint() {
  std::uint64_t out = 0;
  for (unsigned shift = 0; shift < 64; shift += 7) {
    if (rest_.empty()) return fail(invalid("protobuf: the message ends inside a number"));
    const std::uint8_t byte = rest_[0];
    rest_ = rest_.subspan(1);
    if (shift == 63 && byte > 1) return fail(invalid("protobuf: a number of more than 64 bits"));
    out |= std::uint64_t{byte & 0x7fU} << shift;
    if ((byte & 0x80U) != 0) continue;
    if (byte == 0 && shift > 0) return fail(invalid("protobuf: a number that is not in its shortest form"));
    return out;
  }
  return fail(invalid("protobuf: a number of more than 64 bits"));
}

Result<std::uint64_t> WireReader::fixed(std::size_t size) {
  if (rest_.size() < size) return fail(invalid("protobuf: the message ends inside a number"));
  std::uint64_t out = 0;
  for (std::size_t i = size; i-- > 0;) out = out << 8U | rest_[i];
  rest_ = rest_.subspan(size);
  return out;
}

Result<WireField> WireReader::next() {
  COFFER_TRY(const std::uint64_t tag, varint());
  WireField out;
  if (tag >> 3U == 0 || tag >> 3U > 0x1fffffff) return fail(invalid("protobuf: a field number out of range"));
  out.number_of_field = static_cast<std::uint32_t>(tag >> 3U);
  out.type = static_cast<WireField::Type>(tag & 7U);
  switch (out.type) {
    case WireField::Type::kVarint: {
      COFFER_TRY(out.number, varint());
      return out;
    }
    case WireField::Type::kFixed64: {
      COFFER_TRY(out.number, fixed(8));
      return out;
    }
    case WireField::Type::kFixed32: {
      COFFER_TRY(out.number, fixed(4));
      return out;
    }
    case WireField::Type::kBytes: {
      COFFER_TRY(const std::uint64_t size, varint());
      if (size > rest_.size()) return fail(invalid("protobuf: the message ends inside a field"));
      out.bytes = rest_.first(size);
      rest_ = rest_.subspan(size);
      return out;
    }
  }
  return fail(invalid("protobuf: a wire type that is not used"));
}

void append_number(Bytes& out, std::uint32_t field, std::int64_t value) {
  if (value == 0) return;
  append_tag(out, field, WireField::Type::kVarint);
  append_varint(out, static_cast<std::uint64_t>(value));
}

void append_bytes(Bytes& out, std::uint32_t field, BytesView value) {
  if (value.empty()) return;
  append_tag(out, field, WireField::Type::kBytes);
  append_varint(out, value.size());
  append(out, value);
}

}  // namespace coffer::tron
