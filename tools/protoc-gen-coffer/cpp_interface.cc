#include "emit.h"
#include "text.h"

namespace coffer::generator {
namespace {

void comment(Text& out, std::string_view indent, const std::string& text) {
  for (const std::string& line : comment_lines(text)) out.line(std::string(indent) + "/// " + line);
}

void method(Text& out, const pb::MethodDescriptor& method) {
  comment(out, "  ", comment_of(method));
  out.line("  virtual boost::asio::awaitable<Result<$reply$>> $name$(const CallContext& call, $request$ request) = 0;",
           {{"reply", cpp_type(*method.output_type(), *method.file())},
            {"name", snake_case(method.name())},
            {"request", cpp_type(*method.input_type(), *method.file())}});
}

void service(Text& out, const pb::ServiceDescriptor& service) {
  comment(out, "", comment_of(service));
  out.line("class $name$Api {", {{"name", service.name()}});
  out.line(" public:");
  out.line("  virtual ~$name$Api() = default;", {{"name", service.name()}});
  for (int i = 0; i < service.method_count(); ++i) {
    out.line();
    method(out, *service.method(i));
  }
  out.line("};").line();
}

}  // namespace

std::string cpp_interface_header(const pb::FileDescriptor& file) {
  Text out;
  out.line("// Generated from $proto$ by protoc-gen-coffer.", {{"proto", file.name()}});
  out.line("#pragma once").line();
  out.line("#include <boost/asio/awaitable.hpp>").line();
  out.line("#include \"base/call_context.h\"");
  out.line("#include \"base/result.h\"");
  out.line("#include \"$stem$.pb.h\"", {{"stem", stem(file)}}).line();
  out.line("namespace $space$ {", {{"space", cpp_namespace(file)}}).line();
  for (int i = 0; i < file.service_count(); ++i) service(out, *file.service(i));
  out.line("}  // namespace $space$", {{"space", cpp_namespace(file)}});
  return out.str();
}

}  // namespace coffer::generator
