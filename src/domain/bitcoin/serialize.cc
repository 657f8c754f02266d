#include "domain/bitcoin/serialize.h"

namespace coffer::bitcoin {
namespace {

void append_little_endian(Bytes& out, std::uint64_t value, std::size_t size) {
  for (std::size_t i = 0; i < size; ++i) out.push_back(static_cast<std::uint8_t>(value >> (8 * i)));
}

}  // namespace

void append_u16(Bytes& out, std::uint16_t value) { append_little_endian(out, value, 2); }
void append_u32(Bytes& out, std::uint32_t value) { append_little_endian(out, value, 4); }
void append_u64(Bytes& out, std::uint64_t value) { append_little_endian(out, value, 8); }

void append_compact_size(Bytes& out, std::uint64_t value) {
  if (value < 0xfd) {
    out.push_back(static_cast<std::uint8_t>(value));
  } else if (value <= 0xffff) {
    out.push_back(0xfd);
    append_little_endian(out, value, 2);
  } else if (value <= 0xffffffff) {
    out.push_back(0xfe);
    append_little_endian(out, value, 4);
  } else {
    out.push_back(0xff);
    append_little_endian(out, value, 8);
  }
}

void append_var_bytes(Bytes& out, BytesView bytes) {
  append_compact_size(out, bytes.size());
  append(out, bytes);
}

Result<BytesView> WireReader::bytes(std::size_t size) {
  if (size > rest_.size()) return fail(invalid("the data ends too early"));
  const BytesView out = rest_.first(size);
  rest_ = rest_.subspan(size);
  return out;
}

Result<std::uint64_t> WireReader::little_endian(std::size_t size) {
  COFFER_TRY(const BytesView view, bytes(size));
  std::uint64_t out = 0;
  for (std::size_t i = size; i-- > 0;) out = out << 8U | view[i];
  return out;
}

Result<std::uint8_t> WireReader::u8() {
  COFFER_TRY(const std::uint64_t value, little_endian(1));
  return static_cast<std::uint8_t>(value);
}

Result<std::uint32_t> WireReader::u32() {
  COFFER_TRY(const std::uint64_t value, little_endian(4));
  return static_cast<std::uint32_t>(value);
}

Result<std::uint64_t> WireReader::u64() { return little_endian(8); }

Result<std::uint64_t> WireReader::compact_size() {
  COFFER_TRY(const std::uint8_t first, u8());
  if (first < 0xfd) return first;
  const std::size_t size = first == 0xfd ? 2 : first == 0xfe ? 4 : 8;
  const std::uint64_t least = first == 0xfd ? 0xfd : first == 0xfe ? 0x10000 : 0x100000000;
  COFFER_TRY(const std::uint64_t value, little_endian(size));
  if (value < least) return fail(invalid("CompactSize: not in its shortest form"));
  return value;
}

Result<BytesView> WireReader::var_bytes() {
  COFFER_TRY(const std::uint64_t size, compact_size());
  return bytes(size);
}

Result<std::size_t> WireReader::count(std::size_t least) {
  COFFER_TRY(const std::uint64_t value, compact_size());
  if (value > rest_.size() / least) return fail(invalid("a count beyond the data"));
  return value;
}

Result<void> WireReader::finish() const {
  if (!done()) return fail(invalid("bytes left over"));
  return {};
}

}  // namespace coffer::bitcoin
