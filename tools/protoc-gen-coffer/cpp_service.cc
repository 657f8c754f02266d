#include "emit.h"
#include "fields.h"
#include "routes.h"

namespace coffer::generator {
namespace {

/// The parts of a method's signature.
Text::Values names(const pb::MethodDescriptor& method) {
  return {{"service", method.service()->name()},
          {"name", snake_case(method.name())},
          {"index", std::to_string(method.index())},
          {"request", cpp_type(*method.input_type(), *method.file())},
          {"reply", cpp_type(*method.output_type(), *method.file())}};
}

void declare_client(Text& out, const pb::ServiceDescriptor& service) {
  for (int i = 0; i < service.method_count(); ++i)
    out.line("  boost::asio::awaitable<Result<$reply$>> $name$(const CallContext& call, $request$ request) override;",
             names(*service.method(i)));
}

void declare(Text& out, const pb::ServiceDescriptor& service) {
  const Text::Values service_name = {{"name", service.name()}, {"function", snake_case(service.name())}};
  out.line("/// The methods of $name$ at run time.", service_name);
  out.line("const rpc::ServiceDescriptor& $function$_descriptor();", service_name).line();
  out.line("/// $name$ in this process: the implementation behind the guard that every call passes.", service_name);
  out.line("class $name$Local final : public $name$Api {", service_name);
  out.line(" public:");
  out.line("  /// `implementation` and what `parts` names outlive this.");
  out.line("  $name$Local($name$Api& implementation, const rpc::GuardParts& parts, rpc::Caller caller)", service_name);
  out.line("      : implementation_(implementation), guard_(parts, $function$_descriptor(), std::move(caller)) {}",
           service_name);
  declare_client(out, service);
  out.line().line(" private:");
  out.line("  $name$Api& implementation_;", service_name);
  out.line("  rpc::CallGuard guard_;").line("};").line();

  out.line("/// $name$ in another process; its guard is on that side.", service_name);
  out.line("class $name$Remote final : public $name$Api {", service_name);
  out.line(" public:");
  out.line("  explicit $name$Remote(rpc::Channel& channel) : channel_(channel) {}", service_name);
  declare_client(out, service);
  out.line().line(" private:").line("  rpc::Channel& channel_;").line("};").line();

  out.line("/// $name$ with its types erased, for the gateway and the gRPC server.", service_name);
  out.line("class $name$Dispatch final : public rpc::Service {", service_name);
  out.line(" public:");
  out.line("  explicit $name$Dispatch($name$Api& api) : api_(api) {}", service_name);
  out.line("  [[nodiscard]] const rpc::ServiceDescriptor& descriptor() const override;");
  out.line("  boost::asio::awaitable<Result<rpc::MessagePtr>> invoke(const rpc::MethodDescriptor& method,");
  out.line("                                                         const CallContext& call,");
  out.line("                                                         rpc::MessagePtr request) override;");
  out.line().line(" private:").line("  $name$Api& api_;", service_name).line("};").line();

  out.line("/// The types of $name$, for what works with any service.", service_name);
  out.line("struct $name$Types {", service_name);
  for (const char* type : {"Api", "Local", "Remote", "Dispatch"})
    out.line("  using $type$ = $name$$type$;", {{"name", service.name()}, {"type", type}});
  out.line("  static const rpc::ServiceDescriptor& descriptor() { return $function$_descriptor(); }", service_name);
  out.line("};").line();
}

void define_clients(Text& out, const pb::ServiceDescriptor& service) {
  for (int i = 0; i < service.method_count(); ++i) {
    const Text::Values values = names(*service.method(i));
    out.line(
        "boost::asio::awaitable<Result<$reply$>> $service$Local::$name$(const CallContext& call, $request$ request) {",
        values);
    out.line(
        "  return guard_.run(k$service$Methods[$index$], call, std::move(request), implementation_, "
        "&$service$Api::$name$);",
        values);
    out.line("}");
    out.line(
        "boost::asio::awaitable<Result<$reply$>> $service$Remote::$name$(const CallContext& call, $request$ request) {",
        values);
    out.line("  return rpc::call_remote<$reply$>(channel_, k$service$Methods[$index$], call, std::move(request));",
             values);
    out.line("}").line();
  }
}

void define_dispatch(Text& out, const pb::ServiceDescriptor& service) {
  const Text::Values service_name = {{"name", service.name()}, {"function", snake_case(service.name())}};
  out.line("const rpc::ServiceDescriptor& $name$Dispatch::descriptor() const { return $function$_descriptor(); }",
           service_name)
      .line();
  out.line(
      "boost::asio::awaitable<Result<rpc::MessagePtr>> $name$Dispatch::invoke(const rpc::MethodDescriptor& method,",
      service_name);
  out.line("    const CallContext& call, rpc::MessagePtr request) {");
  out.line("  switch (method.index) {");
  for (int i = 0; i < service.method_count(); ++i) {
    out.line("    case $index$:", names(*service.method(i)));
    out.line("      return rpc::dispatch(call, std::move(request), api_, &$service$Api::$name$);",
             names(*service.method(i)));
  }
  out.line("    default:");
  out.line("      return rpc::no_such_method(method);");
  out.line("  }").line("}").line();
}

}  // namespace

std::string cpp_service_header(const pb::FileDescriptor& file) {
  Text out;
  out.line("// Generated from $proto$ by protoc-gen-coffer.", {{"proto", file.name()}});
  out.line("#pragma once").line();
  out.line("#include \"$stem$.coffer.h\"", {{"stem", stem(file)}});
  out.line("#include \"platform/rpc/call_guard.h\"");
  out.line("#include \"platform/rpc/client.h\"");
  out.line("#include \"platform/rpc/descriptor.h\"").line();
  out.line("namespace $space$ {", {{"space", cpp_namespace(file)}}).line();
  for (int i = 0; i < file.service_count(); ++i) declare(out, *file.service(i));
  out.line("}  // namespace $space$", {{"space", cpp_namespace(file)}});
  return out.str();
}

std::string cpp_service(const pb::FileDescriptor& file) {
  Text out;
  out.line("// Generated from $proto$ by protoc-gen-coffer.", {{"proto", file.name()}});
  out.line("#include \"$stem$.rpc.h\"", {{"stem", stem(file)}}).line();
  out.line("#include <array>").line();
  out.line("#include \"$stem$.json.h\"", {{"stem", stem(file)}});
  out.line("#include \"platform/rpc/http_shape.h\"").line();
  out.line("namespace $space$ {", {{"space", cpp_namespace(file)}}).line();
  for (int i = 0; i < file.service_count(); ++i) {
    emit_method_table(out, *file.service(i));
    define_clients(out, *file.service(i));
    define_dispatch(out, *file.service(i));
  }
  out.line("}  // namespace $space$", {{"space", cpp_namespace(file)}});
  return out.str();
}

}  // namespace coffer::generator
