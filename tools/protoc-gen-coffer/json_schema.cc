#include "json_schema.h"

#include <algorithm>

#include "fields.h"
#include "text_format.h"

namespace coffer::generator {
namespace {

void set_bounds(Json& schema, const options::Range& range, const char* min, const char* max) {
  if (range.min() != 0) schema[min] = range.min();
  if (range.max() != 0) schema[max] = range.max();
}

/// The tighter of the field's own bounds and those of its format.
options::Range length_of(const pb::FieldDescriptor& field, const TextFormat& format) {
  options::Range length = field_options(field).length();
  length.set_min(std::max(length.min(), format.min_length));
  if (length.max() == 0 || (format.max_length != 0 && format.max_length < length.max()))
    length.set_max(format.max_length);
  const bool may_be_empty = !field_options(field).required() || is_list(field);
  if (length.min() == 0 && !may_be_empty && format.pattern.empty()) length.set_min(1);
  return length;
}

Json text_schema(const pb::FieldDescriptor& field) {
  const options::Field& rules = field_options(field);
  const TextFormat format = text_format(rules.format());
  Json schema = {{"type", "string"}};
  if (!format.format.empty()) schema["format"] = format.format;
  if (!format.pattern.empty()) schema["pattern"] = format.pattern;
  if (!rules.pattern().empty()) schema["pattern"] = "^(?:" + rules.pattern() + ")$";
  for (const std::string& word : rules.one_of()) schema["enum"].push_back(word);
  if (rules.one_of_size() == 0) set_bounds(schema, length_of(field, format), "minLength", "maxLength");
  if (!format.words.empty()) schema["description"] = format.words;
  return schema;
}

Json integer_schema(const pb::FieldDescriptor& field) {
  const bool is_wide = field.type() == pb::FieldDescriptor::TYPE_INT64;
  Json schema = {{"type", "integer"}, {"format", is_wide ? "int64" : "int32"}};
  const options::Field& rules = field_options(field);
  if (rules.has_range()) {
    schema["minimum"] = rules.range().min();
    if (rules.range().max() != 0) schema["maximum"] = rules.range().max();
  }
  return schema;
}

Json enum_schema(const pb::EnumDescriptor& type) {
  Json schema = {{"type", "string"}};
  for (int i = 0; i < type.value_count(); ++i) schema["enum"].push_back(type.value(i)->name());
  return schema;
}

/// The schema of one value of the field's kind.
Json value_schema(const pb::FieldDescriptor& field) {
  switch (kind_of(field)) {
    case Kind::kBoolean:
      return {{"type", "boolean"}};
    case Kind::kInteger:
      return integer_schema(field);
    case Kind::kUnsigned64:
      return {{"type", "string"}, {"pattern", "^(0|[1-9][0-9]{0,19})$"}};
    case Kind::kText:
      return text_schema(field);
    case Kind::kBytes:
      return {{"type", "string"}, {"contentEncoding", "base64"}};
    case Kind::kEnum:
      return enum_schema(*field.enum_type());
    case Kind::kTime:
      return {{"type", "string"}, {"format", "date-time"}};
    case Kind::kMessage:
      return schema_reference(field.message_type()->name());
    default:
      return Json::object();  // any JSON value
  }
}

Json list_schema(const pb::FieldDescriptor& field) {
  const options::Field& rules = field_options(field);
  Json schema = {{"type", "array"}, {"items", value_schema(field)}};
  set_bounds(schema, rules.items(), "minItems", "maxItems");
  if (rules.required() && rules.items().min() == 0) schema["minItems"] = 1;
  if (rules.unique()) schema["uniqueItems"] = true;
  return schema;
}

}  // namespace

Json schema_reference(const std::string& name) { return {{"$ref", "#/components/schemas/" + name}}; }

Json field_schema(const pb::FieldDescriptor& field, Side side) {
  Json schema;
  if (field.is_map())
    schema = {{"type", "object"}, {"additionalProperties", value_schema(*field.message_type()->map_value())}};
  else
    schema = is_list(field) ? list_schema(field) : value_schema(field);
  if (field_options(field).nullable() && schema.contains("type")) schema["type"] = {schema["type"], "null"};
  if (const std::string words = running_text(described(field)); !words.empty()) {
    const std::string already = schema.value("description", "");
    schema["description"] = already.empty() ? words : words + "\n\n" + already;
  }
  if (field_options(field).secret()) {
    schema["format"] = "password";
    if (side != Side::kReply) schema["writeOnly"] = true;
  }
  return schema;
}

Json shape_schema(const Shape& shape) {
  Json schema = {{"type", "object"}};
  if (const std::string words = running_text(described(*shape.message)); !words.empty()) schema["description"] = words;
  schema["properties"] = Json::object();
  for (const pb::FieldDescriptor* field : shape.fields) {
    schema["properties"][field->name()] = field_schema(*field, shape.side);
    if (shape.side == Side::kReply ? is_always_there(*field) : is_required(*field))
      schema["required"].push_back(field->name());
  }
  // A field that the server does not know is refused; a client reads past those that it does not know.
  if (shape.side != Side::kReply) schema["additionalProperties"] = false;
  return schema;
}

}  // namespace coffer::generator
