#include "domain/strict_json/strict_json.h"

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace coffer::strict_json {
namespace {

using Json = nlohmann::json;

/// Builds the tree as nlohmann's parser reports it, and stops at the first broken rule.
class Builder final : public nlohmann::json_sax<Json> {
 public:
  explicit Builder(std::size_t max_depth) : max_depth_(max_depth) {}

  bool null() override { return add(nullptr); }
  bool boolean(bool value) override { return add(value); }
  bool number_integer(std::int64_t value) override { return add(value); }
  bool number_unsigned(std::uint64_t value) override { return add(value); }
  bool number_float(double value, const std::string& /*text*/) override { return add(value); }
  bool string(std::string& value) override { return add(std::move(value)); }
  bool binary(Json::binary_t& /*value*/) override { return stop("JSON: binary data"); }
  bool start_object(std::size_t /*size*/) override { return open(Json::object()); }
  bool end_object() override { return close(); }
  bool start_array(std::size_t /*size*/) override { return open(Json::array()); }
  bool end_array() override { return close(); }

  bool key(std::string& name) override {
    const auto [member, added] = open_.back()->emplace(name, nullptr);
    if (!added) {
      error = invalid_field(name, "JSON: the field " + name + " is given twice");
      return false;
    }
    member_ = &*member;
    return true;
  }

  bool parse_error(std::size_t position, const std::string& /*token*/, const Json::exception& /*why*/) override {
    return stop("JSON: malformed at byte " + std::to_string(position));
  }

  Json root;
  Error error = invalid("JSON: malformed");

 private:
  bool stop(std::string why) {
    error = invalid(std::move(why));
    return false;
  }

  Json* place(Json value) {
    if (open_.empty()) {
      root = std::move(value);
      return &root;
    }
    Json& parent = *open_.back();
    if (parent.is_object()) return &(*member_ = std::move(value));
    return &parent.emplace_back(std::move(value));
  }

  bool add(Json value) {
    place(std::move(value));
    return true;
  }

  bool open(Json container) {
    if (open_.size() == max_depth_) return stop("JSON: nested deeper than " + std::to_string(max_depth_));
    open_.push_back(place(std::move(container)));
    return true;
  }

  bool close() {
    open_.pop_back();
    return true;
  }

  std::size_t max_depth_;
  std::vector<Json*> open_;
  Json* member_ = nullptr;  // where the value of the key that was read last goes
};

}  // namespace

Result<nlohmann::json> parse(std::string_view text, const Limits& limits) {
  if (text.size() > limits.bytes) return fail(invalid("JSON: more than " + std::to_string(limits.bytes) + " bytes"));
  if (text.starts_with("\xef\xbb\xbf")) return fail(invalid("JSON: a byte order mark"));
  Builder builder(limits.depth);
  if (!Json::sax_parse(text, &builder)) return fail(std::move(builder.error));
  return std::move(builder.root);
}

}  // namespace coffer::strict_json
