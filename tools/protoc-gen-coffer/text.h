#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace coffer::generator {

/// Grows a text by lines with placeholders: `line("class $name$Api {", {{"name", "Wallets"}})`.
class Text {
 public:
  using Values = std::vector<std::pair<std::string_view, std::string>>;

  /// Appends `form` with each `$key$` replaced, and ends the line.
  Text& line(std::string_view form = {}, const Values& values = {}) {
    text_ += replaced(form, values);
    text_ += '\n';
    return *this;
  }

  [[nodiscard]] const std::string& str() const { return text_; }

  static std::string replaced(std::string_view form, const Values& values) {
    std::string out(form);
    for (const auto& [key, value] : values) {
      const std::string mark = "$" + std::string(key) + "$";
      for (std::size_t at = out.find(mark); at != std::string::npos; at = out.find(mark, at + value.size()))
        out.replace(at, mark.size(), value);
    }
    return out;
  }

 private:
  std::string text_;
};

}  // namespace coffer::generator
