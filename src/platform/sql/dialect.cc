#include "platform/sql/dialect.h"

namespace coffer::sql {
namespace {

std::string replaced(std::string_view text, std::string_view from, std::string_view to) {
  std::string out;
  for (;;) {
    const std::size_t at = text.find(from);
    out += text.substr(0, at);
    if (at == std::string_view::npos) return out;
    out += to;
    text.remove_prefix(at + from.size());
  }
}

Result<void> check_text(Query query, const std::string& text) {
  if (text.size() > kMaxValueBytes) return fail(invalid(std::string(query.name) + ": a text is too large to store"));
  if (text.find('\0') != std::string::npos) return fail(invalid("text must not contain the character NUL"));
  if (!is_utf8(text)) return fail(invalid("text must be well-formed UTF-8"));
  return {};
}

}  // namespace

std::string sqlite_text(std::string_view text) {
  return replaced(text, "BIGSERIAL PRIMARY KEY", "INTEGER PRIMARY KEY AUTOINCREMENT");
}

std::string postgres_text(std::string_view text) {
  return replaced(text, "/* skip locked */", "FOR UPDATE SKIP LOCKED");
}

Result<void> check_parameters(Query query, const Values& parameters) {
  for (const Value& value : parameters) {
    if (const auto* text = std::get_if<std::string>(&value)) COFFER_CHECK(check_text(query, *text));
    if (const auto* bytes = std::get_if<Bytes>(&value); bytes != nullptr && bytes->size() > kMaxValueBytes)
      return fail(invalid(std::string(query.name) + ": a value is too large to store"));
  }
  return {};
}

}  // namespace coffer::sql
