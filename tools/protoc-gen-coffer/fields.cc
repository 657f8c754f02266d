#include "fields.h"

#include <cctype>

namespace coffer::generator {

using Type = pb::FieldDescriptor::Type;

Kind kind_of(const pb::FieldDescriptor& field) {
  if (field.is_map()) return Kind::kMap;
  switch (field.type()) {
    case Type::TYPE_BOOL:
      return Kind::kBoolean;
    case Type::TYPE_INT32:
    case Type::TYPE_INT64:
    case Type::TYPE_UINT32:
      return Kind::kInteger;
    case Type::TYPE_UINT64:
      return Kind::kUnsigned64;
    case Type::TYPE_STRING:
      return field_options(field).json() ? Kind::kJson : Kind::kText;
    case Type::TYPE_BYTES:
      return Kind::kBytes;
    case Type::TYPE_ENUM:
      return Kind::kEnum;
    case Type::TYPE_MESSAGE:
      return field.message_type()->full_name() == "google.protobuf.Timestamp" ? Kind::kTime : Kind::kMessage;
    default:
      return Kind::kUnsupported;
  }
}

bool is_list(const pb::FieldDescriptor& field) { return field.is_repeated() && !field.is_map(); }

bool has_presence(const pb::FieldDescriptor& field) { return !field.is_repeated() && field.has_presence(); }

bool refuses_empty(const pb::FieldDescriptor& field) {
  const options::Field& rules = field_options(field);
  if (kind_of(field) != Kind::kText || is_list(field)) return false;
  return rules.required() || rules.format() != options::FORMAT_UNSPECIFIED || rules.one_of_size() > 0 ||
         rules.length().min() > 0;
}

std::string cpp_number(const pb::FieldDescriptor& field) {
  switch (field.type()) {
    case Type::TYPE_BOOL:
      return "bool";
    case Type::TYPE_INT32:
      return "std::int32_t";
    case Type::TYPE_UINT32:
      return "std::uint32_t";
    case Type::TYPE_UINT64:
      return "std::uint64_t";
    default:
      return "std::int64_t";
  }
}

std::string is_set(const pb::FieldDescriptor& field) {
  const std::string name = accessor(field);
  if (has_presence(field)) return "message.has_" + name + "()";
  if (field.is_repeated()) return "!message." + name + "().empty()";
  switch (kind_of(field)) {
    case Kind::kBoolean:
      return "message." + name + "()";
    case Kind::kInteger:
    case Kind::kUnsigned64:
    case Kind::kEnum:
      return "message." + name + "() != 0";
    default:
      return "!message." + name + "().empty()";
  }
}

std::string accessor(const pb::FieldDescriptor& field) { return field.lowercase_name(); }

std::string quoted(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    if (c == '\n')
      out += "\\n";
    else
      out += c;
  }
  return out + "\"";
}

}  // namespace coffer::generator
