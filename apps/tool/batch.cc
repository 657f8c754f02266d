#include "apps/tool/batch.h"

#include <utility>
#include <vector>

#include "domain/strict_json/strict_json.h"

namespace coffer::tool {
namespace {

using nlohmann::json;

constexpr std::size_t kChunk = 64U << 10U;

std::string print(const json& value) { return value.dump(-1, ' ', false, json::error_handler_t::replace); }

std::string success(const json& id, json result) {
  return print({{"id", id}, {"ok", true}, {"result", std::move(result)}});
}

std::string failure(const json& id, const Error& error) {
  const bool bug = error.code == ErrorCode::kInternal;
  return print(
      {{"id", id},
       {"ok", false},
       {"error", {{"code", error_code_name(error.code)}, {"message", bug ? "internal error" : error_text(error)}}}});
}

/// The id of a line that was refused as a whole, where it can still be read. Only a plain one: printing a nested value
/// takes as much stack as it is deep, and nothing has bounded the depth of this line.
json readable_id(std::string_view line) {
  const json document = json::parse(line, nullptr, false);
  if (!document.is_object()) return nullptr;
  const auto id = document.find("id");
  return id == document.end() || id->is_structured() ? json() : *id;
}

/// Collects chunks into lines. Of a line beyond the limit only the fact is kept.
class LineSplitter {
 public:
  template <class OnLine, class OnOverlong>
  void feed(std::string_view chunk, const OnLine& on_line, const OnOverlong& on_overlong) {
    while (!chunk.empty()) {
      const std::size_t end = chunk.find('\n');
      collect(chunk.substr(0, end));
      if (end == std::string_view::npos) return;
      finish(on_line, on_overlong);
      chunk.remove_prefix(end + 1);
    }
  }

  template <class OnLine, class OnOverlong>
  void finish(const OnLine& on_line, const OnOverlong& on_overlong) {
    if (overlong_) {
      on_overlong();
    } else {
      on_line(std::string_view(line_));
    }
    line_.clear();
    overlong_ = false;
  }

  /// Whether a line has begun that no newline has ended.
  [[nodiscard]] bool pending() const { return overlong_ || !line_.empty(); }

 private:
  void collect(std::string_view part) {
    overlong_ = overlong_ || line_.size() + part.size() > kMaxLine;
    if (overlong_) {
      line_.clear();
    } else {
      line_.append(part);
    }
  }

  std::string line_;
  bool overlong_ = false;
};

}  // namespace

std::string error_text(const Error& error) {
  const auto field = error.details.find("field");
  return field == error.details.end() ? error.message : field->second + ": " + error.message;
}

std::string answer_line(const Registry& registry, const Toolbox& toolbox, std::string_view line) {
  auto document = strict_json::parse(line, {.bytes = kMaxLine, .depth = 64});
  if (!document) return failure(readable_id(line), document.error());
  if (!document->is_object()) return failure(nullptr, invalid("a line must be a JSON object"));
  const json id = document->contains("id") ? (*document)["id"] : json();
  const auto operation = document->find("op");
  if (operation == document->end() || !operation->is_string())
    return failure(id, invalid_field("op", "must name an operation"));
  const std::string name = operation->get<std::string>();
  document->erase("id");
  document->erase("op");
  auto result = registry.call(toolbox, name, *document);
  return result ? success(id, *std::move(result)) : failure(id, result.error());
}

void run_batch(const Registry& registry, const Toolbox& toolbox, const ReadSome& read, std::ostream& out) {
  LineSplitter splitter;
  std::vector<char> buffer(kChunk);
  std::string answers;
  const auto on_line = [&](std::string_view line) { answers += answer_line(registry, toolbox, line) + '\n'; };
  const auto on_overlong = [&] {
    answers += failure(nullptr, invalid("a line of more than " + std::to_string(kMaxLine) + " bytes")) + '\n';
  };
  const auto write_out = [&] {
    out.write(answers.data(), static_cast<std::streamsize>(answers.size())).flush();
    answers.clear();
  };
  for (std::size_t size = read(buffer); size > 0 && out; size = read(buffer)) {
    splitter.feed(std::string_view(buffer.data(), size), on_line, on_overlong);
    write_out();
  }
  if (splitter.pending()) splitter.finish(on_line, on_overlong);
  write_out();
}

}  // namespace coffer::tool
