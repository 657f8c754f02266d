#include <algorithm>
#include <string>
#include <utility>

#include "domain/evm/abi.h"
#include "domain/evm/address.h"
#include "domain/evm/integer_word.h"

namespace coffer::evm::abi {
namespace {

using nlohmann::json;
using Word = ByteArray<32>;
constexpr std::size_t kWord = 32;
constexpr std::size_t kMaxValues = 1'000'000;

bool all_zero(BytesView bytes) {
  return std::ranges::all_of(bytes, [](std::uint8_t byte) { return byte == 0; });
}

Result<json> leaf_value(const Type& type, BytesView word) {
  if (type.kind == Type::Kind::kUint || type.kind == Type::Kind::kInt) {
    Word copy;
    std::ranges::copy(word, copy.begin());
    return integer_text(copy, {.is_signed = type.kind == Type::Kind::kInt, .bits = type.size});
  }
  if (type.kind == Type::Kind::kAddress) {
    if (!all_zero(word.first(12))) return fail(invalid("ABI: an address with dirty padding"));
    return Address::from(word.subspan(12))->text();
  }
  if (type.kind == Type::Kind::kBool) {
    if (!all_zero(word.first(31)) || word[31] > 1) return fail(invalid("ABI: a bool that is neither 0 nor 1"));
    return word[31] == 1;
  }
  if (!all_zero(word.subspan(type.size))) return fail(invalid("ABI: fixed bytes with dirty padding"));
  return hex0x(word.first(type.size));
}

class Decoder {
 public:
  explicit Decoder(Strictness strictness) : canonical_(strictness == Strictness::kCanonical) {}

  /// The `count` members of a tuple or an array whose heads begin at the front of `frame`. `used` is
  /// what their canonical encoding takes of it.
  Result<json> sequence(const Type& type, std::size_t count, BytesView frame, std::size_t& used) {
    std::size_t at = 0;
    std::size_t tail = 0;
    for (std::size_t i = 0; i < count; ++i) tail += kWord * child(type, i).head_words;
    json::array_t out;
    out.reserve(count);
    for (std::size_t i = 0; i < count; ++i) {
      auto value = member(child(type, i), frame, at, tail);
      if (!value) return fail(std::move(value).error().under("[" + std::to_string(i) + "]"));
      out.push_back(*std::move(value));
      at += kWord * child(type, i).head_words;
    }
    used = tail;
    return json(std::move(out));
  }

 private:
  static const Type& child(const Type& type, std::size_t index) {
    return type.kind == Type::Kind::kTuple ? type.children[index] : type.children[0];
  }

  Result<void> spend(std::size_t values) {
    if (values > kMaxValues - spent_) return fail(invalid("ABI: more than 1,000,000 values"));
    spent_ += values;
    return {};
  }

  static Result<BytesView> word(BytesView frame, std::size_t at) {
    if (at > frame.size() || frame.size() - at < kWord) return fail(invalid("ABI: the data ends too early"));
    return frame.subspan(at, kWord);
  }

  static Result<std::size_t> size_word(BytesView frame, std::size_t at, const char* what) {
    COFFER_TRY(const BytesView view, word(frame, at));
    const auto value = U256::from_big_endian(view)->to_u64();
    if (!value || *value > frame.size()) return fail(invalid(std::string("ABI: ") + what + " beyond the data"));
    return *value;
  }

  /// One member: its value stands in the head, or the head says where its tail is.
  Result<json> member(const Type& type, BytesView frame, std::size_t at, std::size_t& tail) {
    COFFER_CHECK(spend(1));
    if (!type.dynamic) return place(type, frame, at);
    COFFER_TRY(const std::size_t offset, size_word(frame, at, "an offset"));
    if (canonical_ && offset != tail) return fail(invalid("ABI: not canonical: an offset that does not follow on"));
    std::size_t used = 0;
    COFFER_TRY(json value, tail_value(type, frame.subspan(offset), used));
    tail += used;
    return value;
  }

  Result<json> place(const Type& type, BytesView frame, std::size_t at) {
    if (type.children.empty()) {
      COFFER_TRY(const BytesView view, word(frame, at));
      return leaf_value(type, view);
    }
    const std::size_t count = type.kind == Type::Kind::kTuple ? type.children.size() : type.size;
    COFFER_CHECK(spend(count));
    json::array_t out;
    for (std::size_t i = 0; i < count; ++i) {
      COFFER_TRY(json value, place(child(type, i), frame, at));
      out.push_back(std::move(value));
      at += kWord * child(type, i).head_words;
    }
    return json(std::move(out));
  }

  Result<json> tail_value(const Type& type, BytesView frame, std::size_t& used) {
    if (type.kind == Type::Kind::kTuple) return sequence(type, type.children.size(), frame, used);
    if (type.kind == Type::Kind::kFixedArray) return sequence(type, type.size, frame, used);
    if (type.kind == Type::Kind::kArray) return array(type, frame, used);
    return blob(type, frame, used);
  }

  Result<json> array(const Type& type, BytesView frame, std::size_t& used) {
    COFFER_TRY(const std::size_t count, size_word(frame, 0, "an array length"));
    const BytesView members = frame.subspan(kWord);
    if (count > members.size() / (kWord * type.children[0].head_words))
      return fail(invalid("ABI: an array length beyond the data"));
    COFFER_TRY(json out, sequence(type, count, members, used));
    used += kWord;
    return out;
  }

  Result<json> blob(const Type& type, BytesView frame, std::size_t& used) {
    COFFER_TRY(const std::size_t size, size_word(frame, 0, "a byte length"));
    const BytesView rest = frame.subspan(kWord);
    if (size > rest.size()) return fail(invalid("ABI: a byte length beyond the data"));
    COFFER_CHECK(spend(size / kWord));
    const std::size_t padded = (size + kWord - 1) / kWord * kWord;
    if (canonical_ && (padded > rest.size() || !all_zero(rest.subspan(size, padded - size))))
      return fail(invalid("ABI: not canonical: padding that is missing or not zero"));
    used = kWord + padded;
    const BytesView content = rest.first(size);
    if (type.kind == Type::Kind::kBytes) return hex0x(content);
    if (!is_utf8(as_text(content))) return fail(invalid("ABI: a string that is not UTF-8"));
    return std::string(as_text(content));
  }

  bool canonical_;
  std::size_t spent_ = 0;
};

}  // namespace

Result<nlohmann::json> decode(const std::vector<Type>& types, BytesView data, Strictness strictness) {
  Type whole;
  whole.kind = Type::Kind::kTuple;
  whole.children = types;
  std::size_t used = 0;
  COFFER_TRY(json out, Decoder(strictness).sequence(whole, types.size(), data, used));
  if (strictness == Strictness::kCanonical && used != data.size())
    return fail(invalid("ABI: not canonical: bytes left over"));
  return out;
}

}  // namespace coffer::evm::abi
