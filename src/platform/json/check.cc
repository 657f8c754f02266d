#include "platform/json/check.h"

#include "base/bytes.h"
#include "platform/json/reader.h"

namespace coffer::json {
namespace {

/// Walks over one value of the grammar; each step says whether what it expected was there.
class Walker {
 public:
  explicit Walker(std::string_view text) : rest_(text) {}

  bool document() {
    skip_space();
    if (!value(1)) return false;
    skip_space();
    return rest_.empty();
  }

 private:
  bool value(int depth) {
    if (rest_.empty()) return false;
    switch (rest_.front()) {
      case '{':
        return depth <= kMaxDepth && members('}', depth, true);
      case '[':
        return depth <= kMaxDepth && members(']', depth, false);
      case '"':
        return string();
      case 't':
        return literal("true");
      case 'f':
        return literal("false");
      case 'n':
        return literal("null");
      default:
        return number();
    }
  }

  bool members(char close, int depth, bool keyed) {
    rest_.remove_prefix(1);
    skip_space();
    if (take(close)) return true;
    do {
      skip_space();
      if (keyed && !key()) return false;
      if (!value(depth + 1)) return false;
      skip_space();
    } while (take(','));
    return take(close);
  }

  bool key() {
    if (!rest_.starts_with('"') || !string()) return false;
    skip_space();
    if (!take(':')) return false;
    skip_space();
    return true;
  }

  bool string() {
    rest_.remove_prefix(1);
    while (!rest_.empty()) {
      const char c = rest_.front();
      rest_.remove_prefix(1);
      if (c == '"') return true;
      if (static_cast<unsigned char>(c) < 0x20) return false;
      if (c == '\\' && !escape()) return false;
    }
    return false;
  }

  bool escape() {
    if (rest_.empty()) return false;
    const char c = rest_.front();
    rest_.remove_prefix(1);
    if (c != 'u') return std::string_view("\"\\/bfnrt").find(c) != std::string_view::npos;
    unsigned unit = 0;
    if (!code_unit(unit)) return false;
    if (unit >= 0xDC00 && unit <= 0xDFFF) return false;
    if (unit < 0xD800 || unit > 0xDBFF) return true;
    return take('\\') && take('u') && code_unit(unit) && unit >= 0xDC00 && unit <= 0xDFFF;
  }

  bool code_unit(unsigned& unit) {
    if (rest_.size() < 4) return false;
    const auto parsed = parse_hex(rest_.substr(0, 4));
    if (!parsed) return false;
    unit = (*parsed)[0] * 256U + (*parsed)[1];
    rest_.remove_prefix(4);
    return true;
  }

  bool number() {
    take('-');
    if (!take('0') && !digits()) return false;
    if (take('.') && !digits()) return false;
    if (!take('e') && !take('E')) return true;
    if (!take('+')) take('-');
    return digits();
  }

  bool digits() {
    const std::size_t count = std::min(rest_.find_first_not_of("0123456789"), rest_.size());
    rest_.remove_prefix(count);
    return count > 0;
  }

  bool literal(std::string_view word) {
    if (!rest_.starts_with(word)) return false;
    rest_.remove_prefix(word.size());
    return true;
  }

  bool take(char c) {
    if (!rest_.starts_with(c)) return false;
    rest_.remove_prefix(1);
    return true;
  }

  void skip_space() { rest_.remove_prefix(std::min(rest_.find_first_not_of(" \t\r\n"), rest_.size())); }

  std::string_view rest_;
};

}  // namespace

bool is_json(std::string_view text) { return is_utf8(text) && Walker(text).document(); }

bool has_member(std::string_view text, std::string_view name) {
  bool found = false;
  const Result<void> walked = read_document(text, [&](Value root) {
    return read_members(root, [&](std::string_view key, Value value) -> Result<void> {
      found = found || key == name;
      std::string skipped;
      return read_any(value, skipped);
    });
  });
  return walked && found;
}

}  // namespace coffer::json
