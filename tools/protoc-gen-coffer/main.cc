#include <google/protobuf/compiler/code_generator.h>
#include <google/protobuf/compiler/plugin.h>
#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/io/zero_copy_stream.h>

#include <memory>

#include "check.h"
#include "emit.h"
#include "openapi.h"
#include "typescript.h"

namespace coffer::generator {
namespace {

void write(pb::compiler::GeneratorContext& context, const std::string& name, const std::string& text) {
  const std::unique_ptr<pb::io::ZeroCopyOutputStream> stream(context.Open(name));
  pb::io::CodedOutputStream out(stream.get());
  out.WriteString(text);
}

void write_cpp(pb::compiler::GeneratorContext& context, const pb::FileDescriptor& file) {
  const std::string name = stem(file);
  write(context, name + ".coffer.h", cpp_interface_header(file));
  write(context, name + ".json.h", cpp_codec_header(file));
  write(context, name + ".json.cc", cpp_codec(file));
  write(context, name + ".rules.cc", cpp_rules(file));
  write(context, name + ".rpc.h", cpp_service_header(file));
  write(context, name + ".rpc.cc", cpp_service(file));
}

/// Joins complaints to protoc's error; true where there are none.
bool is_sound(const std::vector<std::string>& complaints, std::string& error) {
  for (const std::string& complaint : complaints) error += (error.empty() ? "" : "\n") + complaint;
  return error.empty();
}

/// What is made of all files together: `openapi` gives openapi.json and openapi.cc, `typescript` api.ts.
bool write_documents(pb::compiler::GeneratorContext& context, const std::vector<const pb::FileDescriptor*>& files,
                     const std::string& parameter, std::string& error) {
  const PublicApi api = public_api(files);
  if (!is_sound(api.complaints, error)) return false;
  if (parameter == "typescript") {
    write(context, "api.ts", typescript(api));
    return true;
  }
  const Json document = openapi_document(api);
  write(context, "openapi.json", document.dump(2) + "\n");
  write(context, "openapi.cc", openapi_cpp(document));
  return true;
}

class Generator final : public pb::compiler::CodeGenerator {
 public:
  [[nodiscard]] std::uint64_t GetSupportedFeatures() const override { return FEATURE_PROTO3_OPTIONAL; }

  bool Generate(const pb::FileDescriptor* file, const std::string& /*parameter*/,
                pb::compiler::GeneratorContext* context, std::string* error) const override {
    if (!is_sound(complaints(*file), *error)) return false;
    write_cpp(*context, *file);
    return true;
  }

  bool GenerateAll(const std::vector<const pb::FileDescriptor*>& files, const std::string& parameter,
                   pb::compiler::GeneratorContext* context, std::string* error) const override {
    if (parameter.empty()) return CodeGenerator::GenerateAll(files, parameter, context, error);
    if (parameter == "openapi" || parameter == "typescript") return write_documents(*context, files, parameter, *error);
    *error = "the parameter is openapi, typescript or nothing, not " + parameter;
    return false;
  }
};

}  // namespace
}  // namespace coffer::generator

int main(int argc, char** argv) {
  const coffer::generator::Generator generator;
  return google::protobuf::compiler::PluginMain(argc, argv, &generator);
}
