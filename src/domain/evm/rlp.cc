#include "domain/evm/rlp.h"

#include <algorithm>
#include <utility>

namespace coffer::evm::rlp {
namespace {

constexpr std::uint8_t kShortString = 0x80;
constexpr std::uint8_t kShortList = 0xc0;
constexpr std::size_t kShortLimit = 55;

/// The prefix of a string or a list of `size` payload bytes.
void append_length(Bytes& out, std::uint8_t base, std::size_t size) {
  if (size <= kShortLimit) {
    out.push_back(static_cast<std::uint8_t>(base + size));
    return;
  }
  const Bytes length = U256(size).minimal_big_endian();
  out.push_back(static_cast<std::uint8_t>(base + kShortLimit + length.size()));
  append(out, length);
}

/// The payload length that `input` announces after a prefix with `count` length bytes.
Result<std::size_t> long_length(BytesView input, std::size_t count) {
  if (input.size() < 1 + count) return fail(invalid("RLP: the input ends inside a length"));
  if (input[1] == 0) return fail(invalid("RLP: a length with leading zeros"));
  std::uint64_t length = 0;
  for (std::size_t i = 0; i < count; ++i) length = length << 8 | input[1 + i];
  if (length <= kShortLimit) return fail(invalid("RLP: a long length where the short form serves"));
  return length;
}

/// Where the payload of the first item lies.
struct Span {
  std::size_t offset;
  std::size_t length;
};

Result<Span> measure(BytesView input) {
  const std::uint8_t prefix = input[0];
  if (prefix < kShortString) return Span{0, 1};
  const bool list = prefix >= kShortList;
  const std::size_t code = prefix - (list ? kShortList : kShortString);
  if (code <= kShortLimit) return Span{1, code};
  const std::size_t count = code - kShortLimit;
  COFFER_TRY(const std::size_t length, long_length(input, count));
  return Span{1 + count, length};
}

void append_value(Bytes& out, const Value& value) {
  if (const auto* bytes = std::get_if<Bytes>(&value.content)) return append_bytes(out, *bytes);
  Bytes payload;
  for (const Value& item : std::get<std::vector<Value>>(value.content)) append_value(payload, item);
  append_list(out, payload);
}

Result<Value> read_value(Reader& reader, std::size_t depth) {
  if (!reader.at_list()) {
    COFFER_TRY(const BytesView bytes, reader.bytes());
    return Value{to_bytes(bytes)};
  }
  if (depth == 0) return fail(invalid("RLP: nested deeper than " + std::to_string(kMaxDepth) + " lists"));
  COFFER_TRY(Reader inner, reader.list());
  std::vector<Value> items;
  while (!inner.done()) {
    COFFER_TRY(Value item, read_value(inner, depth - 1));
    items.push_back(std::move(item));
  }
  return Value{std::move(items)};
}

}  // namespace

void append_bytes(Bytes& out, BytesView bytes) {
  if (bytes.size() != 1 || bytes[0] >= kShortString) append_length(out, kShortString, bytes.size());
  append(out, bytes);
}

void append_integer(Bytes& out, std::uint64_t value) {
  ByteArray<8> bytes;
  for (std::size_t i = 0; i < 8; ++i) bytes[i] = static_cast<std::uint8_t>(value >> (56 - 8 * i));
  const auto first = std::ranges::find_if(bytes, [](std::uint8_t byte) { return byte != 0; });
  append_bytes(out, BytesView(first, bytes.end()));
}

void append_integer(Bytes& out, const U256& value) {
  const ByteArray<32> bytes = value.big_endian();
  const auto first = std::ranges::find_if(bytes, [](std::uint8_t byte) { return byte != 0; });
  append_bytes(out, BytesView(first, bytes.end()));
}

void append_list(Bytes& out, BytesView payload) {
  append_length(out, kShortList, payload.size());
  append(out, payload);
}

Bytes list_of(BytesView payload) {
  Bytes out;
  out.reserve(payload.size() + 9);
  append_list(out, payload);
  return out;
}

Result<Reader::Item> Reader::next() {
  if (rest_.empty()) return fail(invalid("RLP: the input ends where an item is expected"));
  COFFER_TRY(const Span span, measure(rest_));
  if (span.length > rest_.size() - span.offset) return fail(invalid("RLP: the input ends inside an item"));
  const bool list = rest_[0] >= kShortList;
  const BytesView payload = rest_.subspan(span.offset, span.length);
  if (!list && span.offset == 1 && span.length == 1 && payload[0] < kShortString)
    return fail(invalid("RLP: a single byte below 0x80 must stand for itself"));
  rest_ = rest_.subspan(span.offset + span.length);
  return Item{list, payload};
}

Result<BytesView> Reader::bytes() {
  COFFER_TRY(const Item item, next());
  if (item.list) return fail(invalid("RLP: a list where a byte string is expected"));
  return item.payload;
}

Result<Reader> Reader::list() {
  COFFER_TRY(const Item item, next());
  if (!item.list) return fail(invalid("RLP: a byte string where a list is expected"));
  return Reader(item.payload);
}

Result<std::uint64_t> Reader::integer64() {
  COFFER_TRY(const BytesView view, bytes());
  if (!view.empty() && view[0] == 0) return fail(invalid("RLP: an integer with leading zeros"));
  if (view.size() > 8) return fail(invalid("must be below 2^64"));
  std::uint64_t value = 0;
  for (const std::uint8_t byte : view) value = value << 8 | byte;
  return value;
}

Result<U256> Reader::integer256() {
  COFFER_TRY(const BytesView view, bytes());
  if (!view.empty() && view[0] == 0) return fail(invalid("RLP: an integer with leading zeros"));
  const auto value = U256::from_big_endian(view);
  if (!value) return fail(invalid("must be below 2^256"));
  return *value;
}

Result<void> Reader::finish() const {
  if (!done()) return fail(invalid("RLP: bytes left over"));
  return {};
}

Bytes encode(const Value& value) {
  Bytes out;
  append_value(out, value);
  return out;
}

Result<Value> decode(BytesView input) {
  Reader reader(input);
  COFFER_TRY(Value value, read_value(reader, kMaxDepth));
  COFFER_CHECK(reader.finish());
  return value;
}

}  // namespace coffer::evm::rlp
