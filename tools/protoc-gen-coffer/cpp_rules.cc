#include "emit.h"
#include "fields.h"

namespace coffer::generator {
namespace {

std::string bounds(const options::Range& range) {
  return std::to_string(range.min()) + ", " + std::to_string(range.max());
}

/// The call that checks a format; empty where the field has none.
std::string format_check(options::Format format, const std::string& value) {
  switch (format) {
    case options::EMAIL:
      return "rpc::check_email(" + value + ")";
    case options::UUID:
      return "rpc::check_uuid(" + value + ")";
    case options::EVM_ADDRESS:
      return "rpc::check_evm_address(" + value + ", formats)";
    case options::ADDRESS:
      return "rpc::check_address(" + value + ", formats)";
    case options::AMOUNT:
      return "rpc::check_amount(" + value + ")";
    case options::HEX:
      return "rpc::check_hex(" + value + ")";
    case options::HASH:
      return "rpc::check_hash(" + value + ")";
    case options::NETWORK:
      return "rpc::check_network(" + value + ")";
    case options::ASSET:
      return "rpc::check_asset(" + value + ", formats)";
    case options::BASE64:
      return "rpc::check_base64(" + value + ")";
    case options::DURATION:
      return "rpc::check_duration(" + value + ")";
    case options::LABEL:
      return "rpc::check_label(" + value + ")";
    default:
      return {};
  }
}

/// The checks of one value, each a Result<void>.
std::vector<std::string> value_checks(const pb::FieldDescriptor& field, const std::string& value) {
  const options::Field& rules = field_options(field);
  std::vector<std::string> out;
  if (rules.has_length())
    out.push_back((kind_of(field) == Kind::kBytes ? "rpc::check_size(" : "rpc::check_length(") + value + ", " +
                  bounds(rules.length()) + ")");
  if (rules.has_range()) out.push_back("rpc::check_range(" + value + ", " + bounds(rules.range()) + ")");
  if (const std::string format = format_check(rules.format(), value); !format.empty()) out.push_back(format);
  if (!rules.pattern().empty()) out.push_back("rpc::check_pattern(" + value + ", " + quoted(rules.pattern()) + ")");
  if (rules.one_of_size() > 0) {
    std::string words;
    for (const std::string& word : rules.one_of()) words += (words.empty() ? "" : ", ") + quoted(word);
    out.push_back("rpc::check_one_of(" + value + ", {" + words + "})");
  }
  if (kind_of(field) == Kind::kMessage) out.push_back("validate(" + value + ", formats)");
  return out;
}

void check(Text& out, std::string_view indent, const pb::FieldDescriptor& field, const std::string& expression) {
  out.line(std::string(indent) + "COFFER_CHECK(rpc::under(" + quoted(field.name()) + ", " + expression + "));");
}

void list_rules(Text& out, const pb::FieldDescriptor& field) {
  const options::Field& rules = field_options(field);
  const std::string list = "message." + accessor(field) + "()";
  if (rules.required()) check(out, "  ", field, "rpc::check_present(" + is_set(field) + ")");
  if (rules.has_items())
    check(out, "  ", field, "rpc::check_items(" + list + ".size(), " + bounds(rules.items()) + ")");
  for (const std::string& expression : value_checks(field, "item"))
    check(out, "  ", field,
          "rpc::check_each(" + list + ", [&](const auto& item) -> Result<void> { return " + expression + "; })");
  if (rules.unique()) check(out, "  ", field, "rpc::check_unique(" + list + ")");
}

void map_rules(Text& out, const pb::FieldDescriptor& field) {
  if (kind_of(*field.message_type()->map_value()) != Kind::kMessage) return;
  out.line("  for (const auto& [key, value] : message.$name$())", {{"name", accessor(field)}});
  check(out, "    ", field, "rpc::under(key, validate(value, formats))");
}

void field_rules(Text& out, const pb::FieldDescriptor& field) {
  if (field.is_map()) return map_rules(out, field);
  if (is_list(field)) return list_rules(out, field);
  const options::Field& rules = field_options(field);
  if (rules.required()) check(out, "  ", field, "rpc::check_present(" + is_set(field) + ")");
  const std::vector<std::string> checks = value_checks(field, "message." + accessor(field) + "()");
  if (checks.empty()) return;
  out.line("  if (" + is_set(field) + ") {");
  for (const std::string& expression : checks) check(out, "    ", field, expression);
  out.line("  }");
}

void emit_validate(Text& out, const pb::Descriptor& message) {
  out.line(
      "Result<void> validate([[maybe_unused]] const $type$& message, [[maybe_unused]] const rpc::Formats& formats) {",
      {{"type", cpp_type(message, *message.file())}});
  for (int i = 0; i < message.field_count(); ++i) field_rules(out, *message.field(i));
  out.line("  return {};").line("}").line();
}

void wipe_field(Text& out, const pb::FieldDescriptor& field) {
  const std::string name = accessor(field);
  if (field_options(field).secret()) {
    out.line("  if ($set$) wipe_container(*message.mutable_$name$());", {{"set", is_set(field)}, {"name", name}});
    return;
  }
  if (kind_of(field) != Kind::kMessage) return;
  if (is_list(field))
    out.line("  for (auto& item : *message.mutable_$name$()) wipe_secrets(item);", {{"name", name}});
  else
    out.line("  if (message.has_$name$()) wipe_secrets(*message.mutable_$name$());", {{"name", name}});
}

void emit_wipe(Text& out, const pb::Descriptor& message) {
  out.line("void wipe_secrets([[maybe_unused]] $type$& message) {", {{"type", cpp_type(message, *message.file())}});
  for (int i = 0; i < message.field_count(); ++i) wipe_field(out, *message.field(i));
  out.line("}").line();
}

}  // namespace

std::string cpp_rules(const pb::FileDescriptor& file) {
  Text out;
  out.line("// Generated from $proto$ by protoc-gen-coffer.", {{"proto", file.name()}});
  out.line("#include \"$stem$.json.h\"", {{"stem", stem(file)}}).line();
  out.line("namespace $space$ {", {{"space", cpp_namespace(file)}}).line();
  for (const pb::Descriptor* message : messages_of(file)) {
    emit_validate(out, *message);
    emit_wipe(out, *message);
  }
  out.line("}  // namespace $space$", {{"space", cpp_namespace(file)}});
  return out.str();
}

}  // namespace coffer::generator
