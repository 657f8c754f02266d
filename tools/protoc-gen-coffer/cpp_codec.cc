#include "emit.h"
#include "fields.h"

namespace coffer::generator {
namespace {

void declare(Text& out, const pb::Descriptor& message) {
  const std::string type = cpp_type(message, *message.file());
  out.line("/// Codec of $type$; see platform/json/reader.h for what is refused and how.", {{"type", type}});
  out.line("std::span<const std::string_view> field_names(const $type$&);", {{"type", type}});
  out.line("void append_json(std::string& out, const $type$& message);", {{"type", type}});
  out.line("Result<void> parse_json(json::Value value, $type$& message, std::uint64_t outside = 0);", {{"type", type}});
  out.line("/// Sets the field of this position from a path, query or cookie value.");
  out.line("Result<void> parse_text(std::string_view text, std::size_t field, $type$& message);", {{"type", type}});
  out.line("Result<void> validate(const $type$& message, const rpc::Formats& formats);", {{"type", type}});
  out.line("void wipe_secrets($type$& message);", {{"type", type}});
  const std::string event = message.options().GetExtension(options::event).type();
  if (!event.empty()) {
    out.line("/// The CloudEvents type under which $type$ is published.", {{"type", type}});
    out.line("inline constexpr std::string_view k$type$Type = $event$;", {{"type", type}, {"event", quoted(event)}});
  }
  out.line();
}

void define_names(Text& out, const pb::Descriptor& message) {
  const std::string type = cpp_type(message, *message.file());
  out.line("std::span<const std::string_view> field_names(const $type$&) {", {{"type", type}});
  if (message.field_count() == 0) {
    out.line("  return {};").line("}").line();
    return;
  }
  std::string names;
  for (int i = 0; i < message.field_count(); ++i) names += (i == 0 ? "" : ", ") + quoted(message.field(i)->name());
  out.line("  static constexpr std::array<std::string_view, $count$> kNames = {$names$};",
           {{"count", std::to_string(message.field_count())}, {"names", names}});
  out.line("  return kNames;").line("}").line();
}

}  // namespace

std::string cpp_codec_header(const pb::FileDescriptor& file) {
  Text out;
  out.line("// Generated from $proto$ by protoc-gen-coffer.", {{"proto", file.name()}});
  out.line("#pragma once").line();
  out.line("#include <span>").line("#include <string>").line("#include <string_view>").line();
  out.line("#include \"$stem$.pb.h\"", {{"stem", stem(file)}});
  out.line("#include \"platform/rpc/codec.h\"").line();
  out.line("namespace $space$ {", {{"space", cpp_namespace(file)}}).line();
  for (const pb::Descriptor* message : messages_of(file)) declare(out, *message);
  out.line("}  // namespace $space$", {{"space", cpp_namespace(file)}});
  return out.str();
}

std::string cpp_codec(const pb::FileDescriptor& file) {
  Text out;
  out.line("// Generated from $proto$ by protoc-gen-coffer.", {{"proto", file.name()}});
  out.line("#include \"$stem$.json.h\"", {{"stem", stem(file)}}).line();
  out.line("#include <array>").line("#include <map>").line();
  out.line("namespace $space$ {", {{"space", cpp_namespace(file)}}).line();
  for (const pb::Descriptor* message : messages_of(file)) {
    define_names(out, *message);
    emit_append_json(out, *message);
    emit_parse_json(out, *message);
    emit_parse_text(out, *message);
  }
  out.line("}  // namespace $space$", {{"space", cpp_namespace(file)}});
  return out.str();
}

}  // namespace coffer::generator
