#define TOML_EXCEPTIONS 0
#include <toml++/toml.h>

#include "platform/config/config.h"
#include "platform/config/read_file.h"

namespace coffer::config {
namespace {

constexpr std::size_t kMaxFile = 1 << 20;

/// How the value of a type must be written in TOML.
std::string_view toml_form(Type type) {
  switch (type) {
    case Type::kInteger:
      return "must be a whole number without quotes";
    case Type::kBoolean:
      return "must be true or false without quotes";
    case Type::kBytes:
      return "must be a number of bytes, or a text such as \"64KiB\"";
    case Type::kList:
      return "must be a list of texts";
    default:
      return "must be a text in quotes";
  }
}

/// The value in the form of the environment and the flags; nothing where it has another type.
std::optional<std::string> text_of(const toml::node& node, Type type) {
  if (type == Type::kInteger || (type == Type::kBytes && node.is_integer())) {
    const auto value = node.value_exact<std::int64_t>();
    return value ? std::optional(std::to_string(*value)) : std::nullopt;
  }
  if (type == Type::kBoolean) {
    const auto value = node.value_exact<bool>();
    return value ? std::optional<std::string>(*value ? "true" : "false") : std::nullopt;
  }
  return node.value_exact<std::string>();
}

std::optional<std::vector<std::string>> items_of(const toml::node& node) {
  const toml::array* array = node.as_array();
  if (array == nullptr) return std::nullopt;
  std::vector<std::string> items;
  for (const toml::node& item : *array) {
    auto text = item.value_exact<std::string>();
    if (!text) return std::nullopt;
    items.push_back(*std::move(text));
  }
  return items;
}

/// The tables of the file laid flat: `[sql] path` is `sql.path`.
using Flat = std::vector<std::pair<std::string, const toml::node*>>;

void flatten(const toml::table& table, const std::string& prefix, Flat& out) {
  for (const auto& [key, node] : table) {
    const std::string name = prefix + std::string(key.str());
    if (const toml::table* inner = node.as_table())
      flatten(*inner, name + ".", out);
    else
      out.emplace_back(name, &node);
  }
}

}  // namespace

Result<void> Config::load_file(const std::filesystem::path& file) {
  COFFER_TRY(std::string content, read_file(file, kMaxFile));
  const toml::parse_result parsed = toml::parse(std::string_view(content), file.string());
  wipe_container(content);
  const std::string name = file.filename().string();
  if (!parsed)
    return fail(invalid(name + ", line " + std::to_string(parsed.error().source().begin.line) + ": " +
                        std::string(parsed.error().description())));
  Flat flat;
  flatten(parsed.table(), "", flat);
  for (const auto& [key, node] : flat) {
    const std::string where = " (" + name + ", line " + std::to_string(node->source().begin.line) + ")";
    const Setting* secret = table_.find(without_file_suffix(key));
    if (secret != nullptr && secret->secret) {
      const auto path = node->value_exact<std::string>();
      if (!path) return fail(invalid_field(key, key + " " + std::string(toml_form(Type::kPath)) + where));
      COFFER_CHECK(set_from_file(*secret, key, *path, "file"));
      continue;
    }
    const Setting* setting = table_.find(key);
    if (setting == nullptr) {
      const std::string nearest(table_.nearest(key));
      return fail(invalid_field(
          key, "there is no setting " + key + (nearest.empty() ? "" : "; is " + nearest + " meant?") + where));
    }
    const bool is_list = setting->type == Type::kList;
    auto items = is_list ? items_of(*node) : std::nullopt;
    auto text = is_list ? std::nullopt : text_of(*node, setting->type);
    if (!items && !text) return fail(invalid_field(key, key + " " + std::string(toml_form(setting->type)) + where));
    COFFER_CHECK(is_list ? set_items(*setting, *std::move(items), "file") : set(*setting, *std::move(text), "file"));
  }
  return {};
}

}  // namespace coffer::config
