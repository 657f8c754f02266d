#include "model.h"

#include <cctype>

namespace coffer::generator {
namespace {

/// `coffer.wallets.v1` → `coffer::wallets::v1`.
std::string with_colons(std::string_view dotted) {
  std::string out;
  for (const char c : dotted) out += c == '.' ? std::string("::") : std::string(1, c);
  return out;
}

/// The name protobuf gives the class of a nested type: `Outer_Inner`.
template <class Descriptor>
std::string flat_name(const Descriptor& type) {
  if (type.containing_type() == nullptr) return type.name();
  return flat_name(*type.containing_type()) + "_" + type.name();
}

template <class Descriptor>
std::string type_name(const Descriptor& type, const pb::FileDescriptor& scope) {
  const std::string flat = flat_name(type);
  if (type.file()->package() == scope.package()) return flat;
  return "::" + with_colons(type.file()->package()) + "::" + flat;
}

void collect(const pb::Descriptor& message, std::vector<const pb::Descriptor*>& out) {
  for (int i = 0; i < message.nested_type_count(); ++i) collect(*message.nested_type(i), out);
  if (!message.options().map_entry()) out.push_back(&message);
}

}  // namespace

std::string snake_case(std::string_view name) {
  std::string out;
  for (const char c : name) {
    const bool upper = std::isupper(static_cast<unsigned char>(c)) != 0;
    if (upper && !out.empty()) out += '_';
    out += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  }
  return out;
}

std::string stem(const pb::FileDescriptor& file) {
  const std::string& name = file.name();
  return name.substr(0, name.rfind(".proto"));
}

std::string cpp_namespace(const pb::FileDescriptor& file) { return with_colons(file.package()); }

std::string cpp_type(const pb::Descriptor& message, const pb::FileDescriptor& scope) {
  return type_name(message, scope);
}
std::string cpp_type(const pb::EnumDescriptor& type, const pb::FileDescriptor& scope) { return type_name(type, scope); }

const options::Method& method_options(const pb::MethodDescriptor& method) {
  return method.options().GetExtension(options::method);
}
const options::Field& field_options(const pb::FieldDescriptor& field) {
  return field.options().GetExtension(options::field);
}

std::vector<std::string> comment_lines(std::string_view comment) {
  std::vector<std::string> lines;
  while (!comment.empty()) {
    const std::size_t end = std::min(comment.find('\n'), comment.size());
    std::string_view line = comment.substr(0, end);
    if (line.starts_with(' ')) line.remove_prefix(1);
    lines.emplace_back(line);
    comment.remove_prefix(std::min(end + 1, comment.size()));
  }
  while (!lines.empty() && lines.back().empty()) lines.pop_back();
  return lines;
}

std::vector<const pb::Descriptor*> messages_of(const pb::FileDescriptor& file) {
  std::vector<const pb::Descriptor*> out;
  for (int i = 0; i < file.message_type_count(); ++i) collect(*file.message_type(i), out);
  return out;
}

}  // namespace coffer::generator
