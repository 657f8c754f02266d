#include "domain/strict_json/strict_json.h"

#include <simdjson.h>

#include <string>
#include <utility>

namespace coffer::strict_json {
namespace {

using Json = nlohmann::json;
namespace dom = simdjson::dom;

/// Turns what simdjson has read into the tree, and stops at the first broken rule.
class Builder {
 public:
  explicit Builder(std::size_t max_depth) : max_depth_(max_depth) {}

  // A container inside `open` others.
  Result<Json> value(dom::element element, std::size_t open) {
    switch (element.type()) {
      case dom::element_type::OBJECT:
        return object(dom::object(element), open);
      case dom::element_type::ARRAY:
        return array(dom::array(element), open);
      case dom::element_type::STRING:
        return Json(std::string_view(element));
      case dom::element_type::INT64:
        return number(std::int64_t(element));
      case dom::element_type::UINT64:
        return Json(std::uint64_t(element));
      case dom::element_type::DOUBLE:
        return Json(double(element));
      case dom::element_type::BOOL:
        return Json(bool(element));
      case dom::element_type::NULL_VALUE:
        return Json(nullptr);
    }
    std::unreachable();
  }

 private:
  // One type for one value: what is not negative is unsigned.
  static Json number(std::int64_t value) { return value < 0 ? Json(value) : Json(static_cast<std::uint64_t>(value)); }

  [[nodiscard]] Result<void> check_depth(std::size_t open) const {
    if (open < max_depth_) return {};
    return fail(invalid("JSON: nested deeper than " + std::to_string(max_depth_)));
  }

  Result<Json> object(dom::object members, std::size_t open) {
    COFFER_CHECK(check_depth(open));
    Json out = Json::object();
    auto& map = out.get_ref<Json::object_t&>();
    for (const auto [name, member] : members) {
      const auto [place, added] = map.try_emplace(std::string(name));
      if (!added) {
        const std::string field(name);
        return fail(invalid_field(field, "JSON: the field " + field + " is given twice"));
      }
      COFFER_TRY(place->second, value(member, open + 1));
    }
    return out;
  }

  Result<Json> array(dom::array elements, std::size_t open) {
    COFFER_CHECK(check_depth(open));
    Json out = Json::array();
    auto& list = out.get_ref<Json::array_t&>();
    list.reserve(elements.size());
    for (const dom::element element : elements) {
      COFFER_TRY(list.emplace_back(), value(element, open + 1));
    }
    return out;
  }

  std::size_t max_depth_;
};

}  // namespace

Result<nlohmann::json> parse(std::string_view text, const Limits& limits) {
  if (text.size() > limits.bytes) return fail(invalid("JSON: more than " + std::to_string(limits.bytes) + " bytes"));
  if (text.starts_with("\xef\xbb\xbf")) return fail(invalid("JSON: a byte order mark"));
  dom::parser parser;
  dom::element root;
  const auto error = parser.parse(text.data(), text.size()).get(root);
  if (error == simdjson::NUMBER_ERROR) return fail(invalid("JSON: a number that is malformed or beyond 64 bits"));
  if (error == simdjson::DEPTH_ERROR) return fail(invalid("JSON: nested deeper than " + std::to_string(limits.depth)));
  if (error != simdjson::SUCCESS) return fail(invalid("JSON: malformed"));
  return Builder(limits.depth).value(root, 0);
}

}  // namespace coffer::strict_json
