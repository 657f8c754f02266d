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

Result<Word> address_word(const json& value) {
  if (!value.is_string()) return fail(invalid("ABI: an address must be a text"));
  COFFER_TRY(const Address address, Address::parse(value.get_ref<const std::string&>()));
  return address.word();
}

Result<Word> bool_word(const json& value) {
  if (!value.is_boolean()) return fail(invalid("ABI: a bool must be true or false"));
  Word out{};
  out[31] = value.get<bool>() ? 1 : 0;
  return out;
}

Result<Bytes> bytes_value(const json& value) {
  if (!value.is_string()) return fail(invalid("ABI: bytes must be a text of 0x hex"));
  return parse_hex0x(value.get_ref<const std::string&>());
}

Result<Word> fixed_bytes_word(const json& value, std::size_t size) {
  COFFER_TRY(const Bytes bytes, bytes_value(value));
  if (bytes.size() != size) return fail(invalid("ABI: must be exactly " + std::to_string(size) + " bytes"));
  Word out{};
  std::ranges::copy(bytes, out.begin());
  return out;
}

/// The one word of an elementary static type.
Result<Word> leaf_word(const Type& type, const json& value) {
  switch (type.kind) {
    case Type::Kind::kUint:
    case Type::Kind::kInt:
      return integer_word(value, {.is_signed = type.kind == Type::Kind::kInt, .bits = type.size},
                          IntegerText::kDecimal);
    case Type::Kind::kAddress:
      return address_word(value);
    case Type::Kind::kBool:
      return bool_word(value);
    default:
      return fixed_bytes_word(value, type.size);
  }
}

Result<Bytes> blob_value(const Type& type, const json& value) {
  if (type.kind == Type::Kind::kBytes) return bytes_value(value);
  if (!value.is_string()) return fail(invalid("ABI: a string must be a text"));
  return to_bytes(value.get_ref<const std::string&>());
}

/// The value of a tuple's component: by place, or by name where the tuple is given as an object.
Result<const json*> component(const Type& tuple, const json& value, std::size_t index) {
  if (value.is_array()) return &value[index];
  const std::string& name = tuple.children[index].name;
  const auto found = name.empty() ? value.end() : value.find(name);
  if (found == value.end()) return fail(invalid("ABI: component " + std::to_string(index) + " is missing"));
  return &*found;
}

Result<void> check_shape(const Type& type, const json& value) {
  if (type.kind == Type::Kind::kTuple && value.is_object()) {
    if (value.size() == type.children.size()) return {};
    return fail(invalid("ABI: must have exactly the tuple's " + std::to_string(type.children.size()) + " components"));
  }
  if (!value.is_array()) return fail(invalid("ABI: must be an array"));
  if (type.kind == Type::Kind::kArray) return {};
  const std::size_t count = type.kind == Type::Kind::kTuple ? type.children.size() : type.size;
  if (value.size() != count) return fail(invalid("ABI: must have exactly " + std::to_string(count) + " values"));
  return {};
}

std::string path_of(const Type& type, std::size_t index) {
  if (type.kind == Type::Kind::kTuple && !type.children[index].name.empty()) return type.children[index].name;
  return "[" + std::to_string(index) + "]";
}

class Encoder {
 public:
  explicit Encoder(Bytes& out) : out_(out) {}

  /// Heads one after the other, then the tails. `type` is a tuple or an array.
  Result<void> sequence(const Type& type, const json& value) {
    COFFER_CHECK(check_shape(type, value));
    const std::size_t count = value.size();
    const std::size_t start = out_.size();
    out_.resize(start + kWord * head_words(type, count));
    std::size_t at = start;
    for (std::size_t i = 0; i < count; ++i) {
      const Type& child = type.kind == Type::Kind::kTuple ? type.children[i] : type.children[0];
      COFFER_TRY(const json* item, component(type, value, i));
      auto done = member(child, *item, start, at);
      if (!done) return fail(std::move(done).error().under(path_of(type, i)));
      at += kWord * child.head_words;
    }
    return {};
  }

 private:
  static std::size_t head_words(const Type& type, std::size_t count) {
    if (type.kind != Type::Kind::kTuple) return type.children[0].head_words * count;
    std::size_t words = 0;
    for (const Type& child : type.children) words += child.head_words;
    return words;
  }

  void put(std::size_t at, const Word& word) {
    std::ranges::copy(word, out_.begin() + static_cast<std::ptrdiff_t>(at));
  }

  Result<void> member(const Type& type, const json& value, std::size_t start, std::size_t at) {
    if (!type.dynamic) return place(type, value, at);
    put(at, U256(out_.size() - start).big_endian());
    return tail(type, value);
  }

  Result<void> place(const Type& type, const json& value, std::size_t at) {
    if (type.children.empty()) {
      COFFER_TRY(const Word word, leaf_word(type, value));
      put(at, word);
      return {};
    }
    COFFER_CHECK(check_shape(type, value));
    for (std::size_t i = 0; i < value.size(); ++i) {
      const Type& child = type.kind == Type::Kind::kTuple ? type.children[i] : type.children[0];
      COFFER_TRY(const json* item, component(type, value, i));
      auto done = place(child, *item, at);
      if (!done) return fail(std::move(done).error().under(path_of(type, i)));
      at += kWord * child.head_words;
    }
    return {};
  }

  Result<void> tail(const Type& type, const json& value) {
    if (!type.children.empty()) {
      if (type.kind == Type::Kind::kArray) {
        if (!value.is_array()) return fail(invalid("ABI: must be an array"));
        append(out_, U256(value.size()).big_endian());
      }
      return sequence(type, value);
    }
    COFFER_TRY(const Bytes bytes, blob_value(type, value));
    append(out_, U256(bytes.size()).big_endian());
    append(out_, bytes);
    out_.resize(out_.size() + (kWord - bytes.size() % kWord) % kWord);
    return {};
  }

  Bytes& out_;
};

}  // namespace

Result<Bytes> encode(const std::vector<Type>& types, const nlohmann::json& values) {
  if (!values.is_array()) return fail(invalid("ABI: must be an array"));
  Bytes out;
  if (types.empty()) {
    if (!values.empty()) return fail(invalid("ABI: must have exactly 0 values"));
    return out;
  }
  Type whole;
  whole.kind = Type::Kind::kTuple;
  whole.children = types;
  COFFER_CHECK(Encoder(out).sequence(whole, values));
  return out;
}

}  // namespace coffer::evm::abi
