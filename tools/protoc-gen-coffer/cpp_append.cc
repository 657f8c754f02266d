#include "emit.h"
#include "fields.h"

namespace coffer::generator {
namespace {

/// The statement that appends one value of the field's kind.
std::string append_value(const pb::FieldDescriptor& field, const std::string& value) {
  switch (kind_of(field)) {
    case Kind::kBoolean:
      return "json::append_boolean(out, " + value + ");";
    case Kind::kInteger:
      return "json::append_integer(out, " + value + ");";
    case Kind::kUnsigned64:
      return "json::append_text(out, std::to_string(" + value + "));";
    case Kind::kText:
      return "json::append_text(out, " + value + ");";
    case Kind::kJson:
      return "json::append_any(out, " + value + ");";
    case Kind::kBytes:
      return "json::append_base64(out, " + value + ");";
    case Kind::kEnum:
      return "rpc::append_enum(out, " + value + ", " + cpp_type(*field.enum_type(), *field.file()) + "_Name(" + value +
             "));";
    case Kind::kTime:
      return "rpc::append_json(out, " + value + ");";
    default:
      return "append_json(out, " + value + ");";
  }
}

void append_map(Text& out, const pb::FieldDescriptor& field) {
  const pb::FieldDescriptor& value = *field.message_type()->map_value();
  out.line("    json::ObjectWriter entries(out);");
  out.line("    // Sorted, so that equal messages give equal texts.");
  out.line("    for (const auto* entry : rpc::sorted_entries(message.$name$())) {", {{"name", accessor(field)}});
  out.line("      entries.text_key(entry->first);");
  out.line("      " + append_value(value, "entry->second"));
  out.line("    }");
}

void append_field(Text& out, const pb::FieldDescriptor& field) {
  const options::Field& rules = field_options(field);
  const std::string name = accessor(field);
  const bool always = is_list(field) || (rules.always() && !has_presence(field));
  out.line(always ? "  {" : "  if (" + is_set(field) + ") {");
  out.line("    object.key($key$);", {{"key", quoted(field.name())}});
  if (field.is_map()) {
    append_map(out, field);
  } else if (is_list(field)) {
    out.line("    json::append_list(out, message.$name$(), [&](const auto& item) { $append$ });",
             {{"name", name}, {"append", append_value(field, "item")}});
  } else {
    out.line("    " + append_value(field, "message." + name + "()"));
  }
  if (!always && rules.nullable()) {
    out.line("  } else {");
    out.line("    object.key($key$);", {{"key", quoted(field.name())}});
    out.line("    out += \"null\";");
  }
  out.line("  }");
}

}  // namespace

void emit_append_json(Text& out, const pb::Descriptor& message) {
  out.line("void append_json(std::string& out, [[maybe_unused]] const $type$& message) {",
           {{"type", cpp_type(message, *message.file())}});
  out.line("  json::ObjectWriter object(out);");
  for (int i = 0; i < message.field_count(); ++i) append_field(out, *message.field(i));
  out.line("}").line();
}

}  // namespace coffer::generator
