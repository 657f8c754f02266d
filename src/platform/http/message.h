#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"

namespace coffer::http {

enum class Method { kGet, kHead, kPost, kPut, kPatch, kDelete, kOptions, kOther };

/// As in a request line: `GET`. `kOther` is what Coffer does not serve (TRACE, CONNECT, …).
std::string_view method_name(Method method);
Method parse_method(std::string_view name);

/// Whether two ASCII texts are equal when case is ignored.
bool equal_ignoring_case(std::string_view a, std::string_view b);

/// Header fields in the order they came. Names are compared without case (RFC 9110 section 5.1).
class Headers {
 public:
  using Field = std::pair<std::string, std::string>;

  Headers() = default;
  Headers(std::initializer_list<Field> fields) : fields_(fields) {}

  void add(std::string name, std::string value);
  /// Replaces every field of that name.
  void set(std::string name, std::string value);
  void remove(std::string_view name);
  /// The first value of that name.
  [[nodiscard]] std::optional<std::string_view> get(std::string_view name) const;
  [[nodiscard]] std::size_t count(std::string_view name) const;

  [[nodiscard]] auto begin() const { return fields_.begin(); }
  [[nodiscard]] auto end() const { return fields_.end(); }
  [[nodiscard]] std::size_t size() const { return fields_.size(); }
  void reserve(std::size_t count) { fields_.reserve(count); }

 private:
  std::vector<Field> fields_;
};

/// The reason phrase of a status code, as `Not Found`.
std::string_view reason_phrase(int status);

}  // namespace coffer::http
