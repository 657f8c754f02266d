#include "apps/tool/command_line.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "domain/strict_json/strict_json.h"

namespace coffer::tool {
namespace {

using nlohmann::json;

constexpr std::size_t kColumn = 26;

std::string padded(std::string_view text) {
  std::string out(text);
  out.resize(std::max(kColumn, out.size() + 1), ' ');
  return out;
}

std::string_view form_name(Form form) {
  switch (form) {
    case Form::kBytes:
      return "0x hex";
    case Form::kText:
      return "text";
    case Form::kNumber:
      return "number";
    case Form::kDecimal:
      return "decimal";
    case Form::kBoolean:
      return "true|false";
    case Form::kJson:
      return "JSON";
  }
  std::unreachable();
}

/// Turns the text of an argument into the JSON of the field's form.
Result<json> value_of(const Field& field, std::string text) {
  if (field.form == Form::kBoolean) {
    if (text != "true" && text != "false") return fail(invalid_field(std::string(field.name), "must be true or false"));
    return text == "true";
  }
  if (field.form != Form::kJson) return json(std::move(text));
  const bool looks_like_json = text.starts_with('{') || text.starts_with('[') || text.starts_with('"');
  if (!looks_like_json) return json(std::move(text));
  return strict_json::parse(text);
}

/// The argument itself, or what the file that it points to holds.
Result<std::string> resolve(std::string_view argument, const ReadFile& read_file) {
  if (argument.starts_with("@@")) return std::string(argument.substr(1));
  if (argument.starts_with('@')) return read_file(std::string(argument.substr(1)));
  return std::string(argument);
}

struct Argument {
  std::string name;
  std::optional<std::string_view> value;
};

Result<Argument> split(std::string_view argument) {
  if (!argument.starts_with("--") || argument.size() < 3)
    return fail(invalid("expected --field, found " + std::string(argument.substr(0, 64))));
  argument.remove_prefix(2);
  const std::size_t equals = argument.find('=');
  Argument out{.name = std::string(argument.substr(0, equals)), .value = std::nullopt};
  std::ranges::replace(out.name, '-', '_');
  if (equals != std::string_view::npos) out.value = argument.substr(equals + 1);
  return out;
}

}  // namespace

Result<CommandLine> parse_command_line(const Operation& operation, std::span<const std::string_view> arguments,
                                       const ReadFile& read_file) {
  CommandLine out;
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    COFFER_TRY(Argument argument, split(arguments[i]));
    if (argument.name == "json" || argument.name == "help") {
      (argument.name == "json" ? out.json : out.help) = true;
      continue;
    }
    const auto field = std::ranges::find(operation.fields, argument.name, &Field::name);
    if (field == operation.fields.end()) return fail(invalid_field(argument.name, "unknown field"));
    if (out.fields.contains(argument.name)) return fail(invalid_field(argument.name, "is given twice"));
    if (!argument.value) {
      if (++i == arguments.size()) return fail(invalid_field(argument.name, "has no value"));
      argument.value = arguments[i];
    }
    out.secret_in_arguments = out.secret_in_arguments || (field->secret && !argument.value->starts_with('@'));
    COFFER_TRY(std::string text, resolve(*argument.value, read_file));
    COFFER_TRY(out.fields[argument.name], value_of(*field, std::move(text)));
  }
  return out;
}

std::string operation_help(const Operation& operation) {
  std::string out = std::string(operation.name) + " — " + std::string(operation.help) + "\n";
  for (const Field& field : operation.fields) {
    out += "  " + padded("--" + std::string(field.name) + (field.required ? "" : " (optional)"));
    out += std::string(form_name(field.form)) + (field.secret ? ", secret" : "");
    out += (field.help.empty() ? "" : ": " + std::string(field.help)) + "\n";
  }
  return out + "  " + padded("--json") +
         "print the result as JSON\nA value @FILE is read from that file, @- from standard input.\n";
}

std::string overview(const Registry& registry) {
  std::string out =
      "coffer tool OPERATION --field value … [--json] [--help]\ncoffer tool batch    JSON lines in, JSON lines out\n\n";
  for (const Operation& operation : registry.all()) out += padded(operation.name) + std::string(operation.help) + "\n";
  return out;
}

std::string print_result(const json& result) {
  std::string out;
  for (const auto& [name, value] : result.items()) {
    const bool structured = value.is_structured() && !value.empty();
    const std::string text = value.is_string() ? value.get<std::string>() : value.dump(structured ? 2 : -1);
    out += name + ": " + (structured ? "\n" : "") + text + "\n";
  }
  return out;
}

}  // namespace coffer::tool
