#include "domain/evm/eip712_types.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <set>
#include <utility>

#include "domain/crypto/keccak.h"
#include "domain/evm/abi_parser.h"

namespace coffer::evm::eip712 {
namespace {

using nlohmann::json;

constexpr std::size_t kMaxTypes = 256;
constexpr std::size_t kMaxMembers = 256;
constexpr std::size_t kMaxName = 256;
constexpr std::size_t kMaxLevels = 8;

bool is_identifier(std::string_view text) {
  const auto letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '$'; };
  const auto word = [&](char c) { return letter(c) || (c >= '0' && c <= '9'); };
  return !text.empty() && text.size() <= kMaxName && letter(text[0]) && std::ranges::all_of(text, word);
}

/// An elementary type under its exact name: EIP-712 has no `uint`, no `function`.
std::optional<abi::Type> elementary(std::string_view name) {
  if (name == "uint" || name == "int" || name == "function") return std::nullopt;
  return abi::find_elementary_type(name);
}

/// Takes the array level at the end of `text`: `[]` or `[3]`.
Result<std::optional<std::size_t>> take_level(std::string_view& text) {
  const std::size_t open = text.rfind('[');
  if (open == std::string_view::npos) return fail(invalid("EIP-712: a bracket is not opened"));
  const std::string_view digits = text.substr(open + 1, text.size() - open - 2);
  text = text.substr(0, open);
  if (digits.empty()) return std::nullopt;
  std::size_t length = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), length);
  if (error != std::errc{} || end != digits.data() + digits.size() || digits[0] == '0')
    return fail(invalid("EIP-712: an array length must be a number above zero"));
  return length;
}

Result<MemberType> parse_member_type(const std::string& text) {
  MemberType out;
  out.text = text;
  std::string_view rest = text;
  if (rest.size() > kMaxName) return fail(invalid("EIP-712: a type of more than 256 characters"));
  while (rest.ends_with(']')) {
    if (out.levels.size() == kMaxLevels) return fail(invalid("EIP-712: more than 8 array levels"));
    COFFER_TRY(const auto level, take_level(rest));
    out.levels.push_back(level);
  }
  std::ranges::reverse(out.levels);
  out.base = std::string(rest);
  out.elementary = elementary(rest);
  if (!out.elementary && !is_identifier(rest)) return fail(invalid("EIP-712: not a type: " + text));
  return out;
}

Result<Member> parse_member(const json& entry) {
  if (!entry.is_object() || entry.size() != 2) return fail(invalid("EIP-712: a member has a name and a type"));
  const auto name = entry.find("name");
  const auto type = entry.find("type");
  if (name == entry.end() || type == entry.end() || !name->is_string() || !type->is_string())
    return fail(invalid("EIP-712: a member has a name and a type"));
  Member out;
  out.name = name->get<std::string>();
  if (!is_identifier(out.name)) return fail(invalid_field("name", "EIP-712: a member's name must be an identifier"));
  COFFER_TRY(out.type, parse_member_type(type->get_ref<const std::string&>()));
  return out;
}

Result<std::vector<Member>> parse_struct(const json& entries) {
  if (!entries.is_array() || entries.size() > kMaxMembers)
    return fail(invalid("EIP-712: a type is an array of at most 256 members"));
  std::vector<Member> out;
  out.reserve(entries.size());
  for (std::size_t i = 0; i < entries.size(); ++i) {
    auto member = parse_member(entries[i]);
    if (!member) return fail(std::move(member).error().under("[" + std::to_string(i) + "]"));
    if (std::ranges::find(out, member->name, &Member::name) != out.end())
      return fail(invalid("EIP-712: the member " + member->name + " is defined twice"));
    out.push_back(*std::move(member));
  }
  return out;
}

}  // namespace

Result<TypeTable> TypeTable::parse(const json& types) {
  if (!types.is_object() || types.size() > kMaxTypes)
    return fail(invalid("EIP-712: must be an object of at most 256 types"));
  TypeTable out;
  for (const auto& [name, entries] : types.get_ref<const json::object_t&>()) {
    if (!is_identifier(name) || abi::find_elementary_type(name))
      return fail(invalid("EIP-712: a struct's name must be an identifier and no elementary type"));
    auto members = parse_struct(entries);
    if (!members) return fail(std::move(members).error().under(name));
    out.structs_.emplace(name, *std::move(members));
  }
  COFFER_CHECK(out.check_references());
  return out;
}

Result<void> TypeTable::check_references() const {
  for (const auto& [name, members] : structs_)
    for (const Member& member : members)
      if (!member.type.elementary && !structs_.contains(member.type.base))
        return fail(
            invalid_field(name + "." + member.name, "EIP-712: the type " + member.type.base + " is not defined"));
  return {};
}

Result<void> TypeTable::define_domain(const json& domain) {
  constexpr std::array<std::pair<const char*, const char*>, 5> kFields = {{{"name", "string"},
                                                                           {"version", "string"},
                                                                           {"chainId", "uint256"},
                                                                           {"verifyingContract", "address"},
                                                                           {"salt", "bytes32"}}};
  std::vector<Member> members;
  for (const auto& [name, type] : kFields) {
    if (!domain.contains(name)) continue;
    COFFER_TRY(MemberType parsed, parse_member_type(type));
    members.push_back({name, std::move(parsed)});
  }
  structs_.emplace("EIP712Domain", std::move(members));
  return {};
}

std::string TypeTable::encode_type(std::string_view name) const {
  std::set<std::string_view> seen;
  std::vector<std::string_view> pending = {name};
  while (!pending.empty()) {
    const std::string_view next = pending.back();
    pending.pop_back();
    if (!seen.insert(next).second) continue;
    for (const Member& member : members(next))
      if (!member.type.elementary) pending.push_back(member.type.base);
  }
  seen.erase(name);
  std::string out;
  const auto describe = [&](std::string_view type) {
    out.append(type).append("(");
    for (const Member& member : members(type)) {
      if (out.back() != '(') out += ',';
      out.append(member.type.text).append(" ").append(member.name);
    }
    out += ')';
  };
  describe(name);
  std::ranges::for_each(seen, describe);
  return out;
}

Hash TypeTable::type_hash(std::string_view name) const { return {crypto::keccak256(as_bytes(encode_type(name)))}; }

}  // namespace coffer::evm::eip712
