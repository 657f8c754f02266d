#pragma once

#include <cstdint>
#include <string>
#include <string_view>

/// JSON (RFC 8259) written by appending to a text: no tree, no copy.
namespace coffer::json {

/// Appends `text` in quotes. What is not well-formed UTF-8 becomes U+FFFD.
void append_text(std::string& out, std::string_view text);
void append_integer(std::string& out, std::int64_t value);
void append_boolean(std::string& out, bool value);
/// Appends bytes as base64 (RFC 4648 section 4) in quotes.
void append_base64(std::string& out, std::string_view bytes);
/// Appends a text that is JSON itself; `null` where it is not.
void append_any(std::string& out, std::string_view json);

/// One object: braces, commas and keys.
class ObjectWriter {
 public:
  explicit ObjectWriter(std::string& out) : out_(out) { out_ += '{'; }
  ~ObjectWriter() { out_ += '}'; }
  ObjectWriter(const ObjectWriter&) = delete;
  ObjectWriter& operator=(const ObjectWriter&) = delete;

  /// Begins a member; its value is appended next. `name` is a field's name: nothing in it needs escaping.
  void key(std::string_view name) {
    begin_member();
    out_ += '"';
    out_ += name;
    out_ += "\":";
  }
  /// The same for a key that is data, as in a map.
  void text_key(std::string_view name) {
    begin_member();
    append_text(out_, name);
    out_ += ':';
  }

 private:
  void begin_member() {
    if (!first_) out_ += ',';
    first_ = false;
  }

  std::string& out_;
  bool first_ = true;
};

/// Appends a list; `append_item(item)` appends each value.
template <class Range, class AppendItem>
void append_list(std::string& out, const Range& range, AppendItem append_item) {
  out += '[';
  bool first = true;
  for (const auto& item : range) {
    if (!first) out += ',';
    first = false;
    append_item(item);
  }
  out += ']';
}

}  // namespace coffer::json
