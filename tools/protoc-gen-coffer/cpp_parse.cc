#include "emit.h"
#include "fields.h"

namespace coffer::generator {
namespace {

/// Where the values of a field go: into a field, a list or a map.
struct Target {
  std::string set;       // "message.set_x(" before a value and ")" behind it
  std::string mutable_;  // an expression of the destination itself
};

Target target_of(const pb::FieldDescriptor& field) {
  const std::string name = accessor(field);
  if (is_list(field)) return {"message.add_" + name + "(", "*message.add_" + name + "()"};
  return {"message.set_" + name + "(", "*message.mutable_" + name + "()"};
}

/// The expression, a Result<void>, that reads `value` into the target.
std::string read_value(const pb::FieldDescriptor& field, const Target& target, const std::string& value) {
  const std::string setter = ", [&](auto parsed) { " + target.set + "parsed); })";
  switch (kind_of(field)) {
    case Kind::kBoolean:
      return "rpc::read_into<bool>(" + value + ", json::read_boolean" + setter;
    case Kind::kInteger:
      return "rpc::read_integer<" + cpp_number(field) + ">(" + value + setter;
    case Kind::kUnsigned64:
      return "rpc::read_unsigned(" + value + setter;
    case Kind::kText:
      return "json::read_text(" + value + ", " + target.mutable_ + ")";
    case Kind::kJson:
      return "json::read_any(" + value + ", " + target.mutable_ + ")";
    case Kind::kBytes:
      return "json::read_base64(" + value + ", " + target.mutable_ + ")";
    case Kind::kEnum: {
      const std::string type = cpp_type(*field.enum_type(), *field.file());
      return "rpc::read_enum<" + type + ">(" + value + ", " + type + "_Parse" + setter;
    }
    case Kind::kTime:
      return "rpc::parse_json(" + value + ", " + target.mutable_ + ")";
    default:
      return "parse_json(" + value + ", " + target.mutable_ + ")";
  }
}

void read_map(Text& out, const pb::FieldDescriptor& field) {
  const pb::FieldDescriptor& value = *field.message_type()->map_value();
  const std::string map = "(*message.mutable_" + accessor(field) + "())";
  // A setter of map values is written as an assignment in the form `target(parsed)`.
  const Target target{"rpc::assign(" + map + "[key], ", map + "[key]"};
  out.line("        return json::read_map(");
  out.line("            content, [&](const std::string& key) { return message.$name$().contains(key); },",
           {{"name", accessor(field)}});
  out.line("            [&](const std::string& key, json::Value item) { return $read$; });",
           {{"read", read_value(value, target, "item")}});
}

/// What holds already while reading, because later an explicit empty value looks like a missing one.
std::string early_check(const pb::FieldDescriptor& field) {
  const options::Field& rules = field_options(field);
  if (refuses_empty(field)) return "rpc::check_given(message." + accessor(field) + "())";
  if (kind_of(field) == Kind::kInteger && !is_list(field) && !has_presence(field) && rules.has_range() &&
      rules.range().min() > 0)
    return Text::replaced("rpc::check_range(message.$name$(), $min$, $max$)",
                          {{"name", accessor(field)},
                           {"min", std::to_string(rules.range().min())},
                           {"max", std::to_string(rules.range().max())}});
  return {};
}

void guard_oneof(Text& out, const pb::FieldDescriptor& field) {
  const pb::OneofDescriptor* group = field.real_containing_oneof();
  if (group == nullptr) return;
  out.line("        if (message.$group$_case() != 0) return fail(rpc::excluded(\"$group$\"));",
           {{"group", group->name()}});
}

/// The lines after a value was read by `read`: the early check and lower case where they apply.
void finish(Text& out, const pb::FieldDescriptor& field, const std::string& read) {
  const std::string check = early_check(field);
  const bool lower = field_options(field).format() == options::EMAIL && !is_list(field);
  if (check.empty() && !lower) {
    out.line("        return " + read + ";");
    return;
  }
  out.line("        COFFER_CHECK(" + read + ");");
  if (lower) out.line("        rpc::lower_case(*message.mutable_$name$());", {{"name", accessor(field)}});
  out.line("        return " + (check.empty() ? "{}" : check) + ";");
}

void read_field(Text& out, const pb::FieldDescriptor& field) {
  out.line("      case $index$: {", {{"index", std::to_string(field.index())}});
  guard_oneof(out, field);
  if (field.is_map())
    read_map(out, field);
  else if (is_list(field))
    finish(out, field,
           "json::read_list(content, [&](json::Value item) { return " + read_value(field, target_of(field), "item") +
               "; })");
  else
    finish(out, field, read_value(field, target_of(field), "content"));
  out.line("      }");
}

/// Whether a value of the field can stand in a path, a query string or a cookie.
bool has_text_form(const pb::FieldDescriptor& field) {
  const Kind kind = kind_of(field);
  if (kind == Kind::kText) return true;
  return !is_list(field) &&
         (kind == Kind::kBoolean || kind == Kind::kInteger || kind == Kind::kTime || kind == Kind::kEnum);
}

std::string read_text_value(const pb::FieldDescriptor& field) {
  const std::string name = accessor(field);
  const Kind kind = kind_of(field);
  if (is_list(field))
    return "rpc::split_text(text, [&](std::string_view item) { return rpc::parse_text(item, *message.add_" + name +
           "()); })";
  if (kind == Kind::kText || kind == Kind::kTime) return "rpc::parse_text(text, *message.mutable_" + name + "())";
  const std::string setter = "[&](auto parsed) { message.set_" + name + "(parsed); }";
  if (kind == Kind::kEnum) {
    const std::string type = cpp_type(*field.enum_type(), *field.file());
    return "rpc::parse_enum<" + type + ">(text, " + type + "_Parse, " + setter + ")";
  }
  return "rpc::parse_number<" + cpp_number(field) + ">(text, " + setter + ")";
}

}  // namespace

void emit_parse_json(Text& out, const pb::Descriptor& message) {
  const std::string type = cpp_type(message, *message.file());
  out.line("Result<void> parse_json(json::Value value, $type$& message, std::uint64_t outside) {", {{"type", type}});
  out.line("  const auto read_field = [&](std::size_t index, [[maybe_unused]] json::Value content) -> Result<void> {");
  out.line("    switch (index) {");
  for (int i = 0; i < message.field_count(); ++i) read_field(out, *message.field(i));
  out.line("      default:");
  out.line("        return fail(json::malformed());");
  out.line("    }");
  out.line("  };");
  out.line("  return json::read_object(value, field_names(message), outside, read_field);");
  out.line("}").line();
}

void emit_parse_text(Text& out, const pb::Descriptor& message) {
  const std::string type = cpp_type(message, *message.file());
  out.line("Result<void> parse_text([[maybe_unused]] std::string_view text, std::size_t field,");
  out.line("                        [[maybe_unused]] $type$& message) {", {{"type", type}});
  out.line("    switch (field) {");
  for (int i = 0; i < message.field_count(); ++i) {
    const pb::FieldDescriptor& field = *message.field(i);
    if (!has_text_form(field)) continue;
    out.line("      case $index$: {", {{"index", std::to_string(i)}});
    if (kind_of(field) == Kind::kText && !field_options(field).required() && !is_list(field))
      out.line("        if (text.empty()) return {};");
    finish(out, field, read_text_value(field));
    out.line("      }");
  }
  out.line("      default:");
  out.line("        return fail(rpc::no_text_form());");
  out.line("    }");
  out.line("}").line();
}

}  // namespace coffer::generator
