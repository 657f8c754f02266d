#include "domain/evm/eip712.h"

#include <algorithm>
#include <map>
#include <utility>

#include "domain/crypto/keccak.h"
#include "domain/evm/eip712_types.h"
#include "domain/evm/integer_word.h"
#include "domain/strict_json/strict_json.h"

namespace coffer::evm {
namespace {

using abi::Type;
using eip712::Member;
using eip712::MemberType;
using eip712::TypeTable;
using nlohmann::json;
using Word = ByteArray<32>;

constexpr std::size_t kMaxDepth = 64;
constexpr std::size_t kMaxValues = 100'000;
constexpr std::string_view kDomain = "EIP712Domain";

Result<Bytes> hex_value(const json& value) {
  if (!value.is_string()) return fail(invalid("EIP-712: must be a text of 0x hex"));
  return parse_hex0x(value.get_ref<const std::string&>());
}

Result<Word> address_word(const json& value) {
  if (!value.is_string()) return fail(invalid("EIP-712: an address must be a text"));
  COFFER_TRY(const Address address, Address::parse(value.get_ref<const std::string&>()));
  return address.word();
}

Result<Word> fixed_bytes_word(const json& value, std::size_t size) {
  COFFER_TRY(const Bytes bytes, hex_value(value));
  if (bytes.size() != size) return fail(invalid("EIP-712: must be exactly " + std::to_string(size) + " bytes"));
  Word out{};
  std::ranges::copy(bytes, out.begin());
  return out;
}

/// encodeData of an elementary value: the word itself, or the hash of `bytes` and `string`.
Result<Word> elementary_word(const Type& type, const json& value) {
  switch (type.kind) {
    case Type::Kind::kUint:
    case Type::Kind::kInt:
      return integer_word(value, {.is_signed = type.kind == Type::Kind::kInt, .bits = type.size},
                          IntegerText::kDecimalOrHex);
    case Type::Kind::kAddress:
      return address_word(value);
    case Type::Kind::kFixedBytes:
      return fixed_bytes_word(value, type.size);
    case Type::Kind::kBool: {
      if (!value.is_boolean()) return fail(invalid("EIP-712: a bool must be true or false"));
      return U256(value.get<bool>() ? 1U : 0U).big_endian();
    }
    case Type::Kind::kBytes: {
      COFFER_TRY(const Bytes bytes, hex_value(value));
      return crypto::keccak256(bytes);
    }
    default: {
      if (!value.is_string()) return fail(invalid("EIP-712: a string must be a text"));
      return crypto::keccak256(as_bytes(value.get_ref<const std::string&>()));
    }
  }
}

/// Hashes values of one document, within its limits.
class Hasher {
 public:
  explicit Hasher(const TypeTable& table) : table_(table) {}

  /// hashStruct: keccak256(typeHash ‖ encodeData).
  Result<Hash> hash_struct(const std::string& name, const json& value, std::size_t depth = kMaxDepth) {
    if (depth == 0) return fail(invalid("EIP-712: nested deeper than 64"));
    if (!value.is_object()) return fail(invalid("EIP-712: must be an object of type " + name));
    const auto& members = table_.members(name);
    crypto::Keccak256 hash;
    hash.update(type_hash(name).bytes);
    for (const Member& member : members) {
      const auto found = value.find(member.name);
      if (found == value.end()) return fail(invalid_field(member.name, "EIP-712: is missing"));
      auto word = encode(member.type, member.type.levels.size(), *found, depth);
      if (!word) return fail(std::move(word).error().under(member.name));
      hash.update(*word);
    }
    if (value.size() != members.size()) return fail(unknown_member(members, value, name));
    return Hash{hash.finish()};
  }

 private:
  static Error unknown_member(const std::vector<Member>& members, const json& value, const std::string& name) {
    for (const auto& [key, ignored] : value.get_ref<const json::object_t&>())
      if (std::ranges::find(members, key, &Member::name) == members.end())
        return invalid_field(key, "EIP-712: the type " + name + " has no such member");
    return invalid("EIP-712: members that the type does not have");
  }

  const Hash& type_hash(const std::string& name) {
    const auto found = hashes_.find(name);
    return found != hashes_.end() ? found->second : hashes_.emplace(name, table_.type_hash(name)).first->second;
  }

  /// A member's word: of an array, the hash of its elements' words one after the other.
  Result<Word> encode(const MemberType& type, std::size_t level, const json& value, std::size_t depth) {
    if (++values_ > kMaxValues) return fail(invalid("EIP-712: more than 100,000 values"));
    if (level > 0) return encode_array(type, level, value, depth);
    if (type.elementary) return elementary_word(*type.elementary, value);
    COFFER_TRY(const Hash hash, hash_struct(type.base, value, depth - 1));
    return hash.bytes;
  }

  Result<Word> encode_array(const MemberType& type, std::size_t level, const json& value, std::size_t depth) {
    if (!value.is_array()) return fail(invalid("EIP-712: must be an array"));
    const auto& length = type.levels[level - 1];
    if (length && value.size() != *length)
      return fail(invalid("EIP-712: must have exactly " + std::to_string(*length) + " values"));
    crypto::Keccak256 hash;
    for (std::size_t i = 0; i < value.size(); ++i) {
      auto word = encode(type, level - 1, value[i], depth);
      if (!word) return fail(std::move(word).error().under("[" + std::to_string(i) + "]"));
      hash.update(*word);
    }
    return hash.finish();
  }

  const TypeTable& table_;
  std::map<std::string, Hash> hashes_;
  std::size_t values_ = 0;
};

/// Exactly the four members, of the right JSON kinds.
Result<void> check_envelope(const json& document) {
  if (!document.is_object()) return fail(invalid("EIP-712: must be an object"));
  for (const auto& [key, ignored] : document.get_ref<const json::object_t&>())
    if (key != "types" && key != "primaryType" && key != "domain" && key != "message")
      return fail(invalid_field(key, "EIP-712: unknown field " + key));
  for (const char* key : {"types", "domain", "message"})
    if (!document.contains(key) || !document[key].is_object())
      return fail(invalid_field(key, "EIP-712: must be an object"));
  if (!document.contains("primaryType") || !document["primaryType"].is_string())
    return fail(invalid_field("primaryType", "EIP-712: must be a text"));
  return {};
}

template <class T>
Result<T> under(const char* field, Result<T> result) {
  if (!result) return fail(std::move(result).error().under(field));
  return result;
}

}  // namespace

Result<TypedData> TypedData::parse(std::string_view json) {
  COFFER_TRY(nlohmann::json document, strict_json::parse(json));
  return from_json(std::move(document));
}

Result<TypedData> TypedData::from_json(nlohmann::json document) {
  COFFER_CHECK(check_envelope(document));
  TypedData out;
  out.document_ = std::move(document);
  out.primary_type_ = out.document_["primaryType"].get<std::string>();
  COFFER_TRY(TypeTable table, under("types", TypeTable::parse(out.document_["types"])));
  if (!table.contains(kDomain)) COFFER_CHECK(table.define_domain(out.domain()));
  if (!table.contains(out.primary_type_) || out.primary_type_ == kDomain)
    return fail(invalid_field("primaryType", "EIP-712: must name one of the types, and not EIP712Domain"));
  Hasher hasher(table);
  COFFER_TRY(out.domain_separator_, under("domain", hasher.hash_struct(std::string(kDomain), out.domain())));
  COFFER_TRY(out.struct_hash_, under("message", hasher.hash_struct(out.primary_type_, out.message())));
  constexpr ByteArray<2> kPrefix = {0x19, 0x01};
  out.digest_.bytes =
      crypto::Keccak256().update(kPrefix).update(out.domain_separator_.bytes).update(out.struct_hash_.bytes).finish();
  out.encoded_type_ = table.encode_type(out.primary_type_);
  return out;
}

std::optional<U256> TypedData::chain_id() const {
  const auto found = domain().find("chainId");
  if (found == domain().end()) return std::nullopt;
  const auto value = typed_data_uint(*found);
  return value ? std::optional(*value) : std::nullopt;
}

std::optional<Address> TypedData::verifying_contract() const {
  const auto found = domain().find("verifyingContract");
  if (found == domain().end() || !found->is_string()) return std::nullopt;
  const auto address = Address::parse(found->get_ref<const std::string&>());
  return address ? std::optional(*address) : std::nullopt;
}

Result<U256> typed_data_uint(const nlohmann::json& value) {
  COFFER_TRY(const Word word, integer_word(value, {}, IntegerText::kDecimalOrHex));
  return *U256::from_big_endian(word);
}

}  // namespace coffer::evm
