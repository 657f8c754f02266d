#include "domain/evm/calldata.h"

#include <algorithm>
#include <utility>

#include "domain/crypto/keccak.h"

namespace coffer::evm {
namespace {

constexpr std::size_t kWord = 32;

}  // namespace

Selector selector_of(std::string_view signature) {
  const auto hash = crypto::keccak256(as_bytes(signature));
  return {hash[0], hash[1], hash[2], hash[3]};
}

CallWriter::CallWriter(std::string_view signature, std::size_t words) : head_size_(words * kWord) {
  out_.reserve(4 + head_size_);
  append(out_, selector_of(signature));
}

CallWriter& CallWriter::word(const U256& value) {
  append(out_, value.big_endian());
  return *this;
}

CallWriter& CallWriter::word(const Address& address) {
  append(out_, address.word());
  return *this;
}

CallWriter& CallWriter::word(bool value) { return word(U256(value ? 1U : 0U)); }

void CallWriter::put_offset() { word(U256(head_size_ + tail_.size())); }

CallWriter& CallWriter::bytes(BytesView value) {
  put_offset();
  append(tail_, U256(value.size()).big_endian());
  append(tail_, value);
  tail_.resize(tail_.size() + (kWord - value.size() % kWord) % kWord);
  return *this;
}

CallWriter& CallWriter::array(const std::vector<U256>& values) {
  put_offset();
  append(tail_, U256(values.size()).big_endian());
  for (const U256& value : values) append(tail_, value.big_endian());
  return *this;
}

CallWriter& CallWriter::array(const std::vector<Address>& values) {
  put_offset();
  append(tail_, U256(values.size()).big_endian());
  for (const Address& value : values) append(tail_, value.word());
  return *this;
}

CallWriter& CallWriter::tail(BytesView encoded) {
  put_offset();
  append(tail_, encoded);
  return *this;
}

Bytes CallWriter::take() {
  append(out_, tail_);
  return std::move(out_);
}

std::optional<U256> CallReader::number(std::size_t index) const {
  if (index >= args_.size() / kWord) return std::nullopt;
  return U256::from_big_endian(args_.subspan(index * kWord, kWord));
}

std::optional<Address> CallReader::address(std::size_t index) const {
  if (index >= args_.size() / kWord) return std::nullopt;
  const BytesView word = args_.subspan(index * kWord, kWord);
  if (std::ranges::any_of(word.first(12), [](std::uint8_t byte) { return byte != 0; })) return std::nullopt;
  return *Address::from(word.subspan(12));
}

std::optional<bool> CallReader::boolean(std::size_t index) const {
  const auto value = number(index);
  if (!value || *value > 1) return std::nullopt;
  return *value == 1;
}

std::optional<std::size_t> CallReader::small(std::size_t index) const {
  const auto value = number(index);
  const auto size = value ? value->to_u64() : std::nullopt;
  return size && *size <= args_.size() ? size : std::nullopt;
}

std::optional<BytesView> CallReader::bytes(std::size_t index) const {
  const auto offset = small(index);
  if (!offset) return std::nullopt;
  const CallReader at(args_.subspan(*offset));
  const auto size = at.small(0);
  if (!size || *size > at.args_.size() - kWord) return std::nullopt;
  return at.args_.subspan(kWord, *size);
}

std::optional<CallReader> CallReader::tuple(std::size_t index) const {
  const auto offset = small(index);
  return offset ? std::optional(CallReader(args_.subspan(*offset))) : std::nullopt;
}

std::optional<CallReader> CallReader::from(std::size_t index) const {
  if (index >= args_.size() / kWord) return std::nullopt;
  return CallReader(args_.subspan(index * kWord));
}

std::optional<CallReader::Array> CallReader::array(std::size_t index) const {
  const auto at = tuple(index);
  const auto length = at ? at->small(0) : std::nullopt;
  if (!length) return std::nullopt;
  const CallReader items(at->args_.subspan(kWord));
  if (*length > items.args_.size() / kWord) return std::nullopt;
  return Array{*length, items};
}

}  // namespace coffer::evm
