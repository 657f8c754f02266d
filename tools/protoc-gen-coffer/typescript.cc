#include "typescript.h"

#include "fields.h"
#include "text.h"

namespace coffer::generator {
namespace {

/// The texts that are allowed as a union; in replies open for those of a newer server.
std::string words_type(const pb::FieldDescriptor& field, Side side) {
  std::string words;
  for (const std::string& word : field_options(field).one_of()) words += (words.empty() ? "" : " | ") + quoted(word);
  return side == Side::kReply ? "Open<" + words + ">" : words;
}

std::string enum_type(const pb::EnumDescriptor& type, Side side) {
  std::string words;
  for (int i = 0; i < type.value_count(); ++i) words += (i == 0 ? "" : " | ") + quoted(type.value(i)->name());
  return side == Side::kReply ? "Open<" + words + ">" : words;
}

/// The type of one value of the field's kind.
std::string value_type(const pb::FieldDescriptor& field, Side side) {
  switch (kind_of(field)) {
    case Kind::kBoolean:
      return "boolean";
    case Kind::kInteger:
      return "number";
    case Kind::kText:
      return field_options(field).one_of_size() > 0 ? words_type(field, side) : "string";
    case Kind::kUnsigned64:
    case Kind::kBytes:
    case Kind::kTime:
      return "string";
    case Kind::kEnum:
      return enum_type(*field.enum_type(), side);
    case Kind::kMessage:
      return field.message_type()->name();
    default:
      return "unknown";
  }
}

std::string field_type(const pb::FieldDescriptor& field, Side side) {
  if (field.is_map()) return "Record<string, " + value_type(*field.message_type()->map_value(), side) + ">";
  std::string type = value_type(field, side);
  if (is_list(field)) type = type.find(' ') == std::string::npos ? type + "[]" : "(" + type + ")[]";
  return field_options(field).nullable() ? type + " | null" : type;
}

void comment(Text& out, const std::string& indent, const std::string& text) {
  if (text.empty()) return;
  if (text.find('\n') == std::string::npos) {
    out.line(indent + "/** $text$ */", {{"text", text}});
    return;
  }
  out.line(indent + "/**");
  for (const std::string& line : comment_lines(text)) out.line(indent + " * $line$", {{"line", line}});
  out.line(indent + " */");
}

void interface(Text& out, const Shape& shape) {
  comment(out, "", described(*shape.message));
  out.line("export interface $name$ {", {{"name", shape.message->name()}});
  for (const pb::FieldDescriptor* field : shape.fields) {
    comment(out, "  ", described(*field));
    const bool is_there = shape.side == Side::kReply ? is_always_there(*field) : is_required(*field);
    out.line("  $name$$mark$: $type$;",
             {{"name", field->name()}, {"mark", is_there ? "" : "?"}, {"type", field_type(*field, shape.side)}});
  }
  out.line("}");
}

}  // namespace

std::string typescript(const PublicApi& api) {
  Text out;
  out.line("// Generated from the contract by protoc-gen-coffer; `./dev format` renews it.").line();
  out.line("/** Known values, and any other text: a value that a newer server adds is no error. */");
  out.line("export type Open<Known extends string> = Known | (string & {});");
  for (const Shape& shape : api.shapes) {
    if (shape.fields.empty()) continue;
    out.line();
    interface(out, shape);
  }
  return out.str();
}

}  // namespace coffer::generator
