#include <google/protobuf/compiler/code_generator.h>
#include <google/protobuf/compiler/plugin.h>
#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/io/zero_copy_stream.h>

#include <memory>

#include "check.h"
#include "emit.h"

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

class Generator final : public pb::compiler::CodeGenerator {
 public:
  [[nodiscard]] std::uint64_t GetSupportedFeatures() const override { return FEATURE_PROTO3_OPTIONAL; }

  bool Generate(const pb::FileDescriptor* file, const std::string& /*parameter*/,
                pb::compiler::GeneratorContext* context, std::string* error) const override {
    for (const std::string& complaint : complaints(*file)) *error += (error->empty() ? "" : "\n") + complaint;
    if (!error->empty()) return false;
    write_cpp(*context, *file);
    return true;
  }
};

}  // namespace
}  // namespace coffer::generator

int main(int argc, char** argv) {
  const coffer::generator::Generator generator;
  return google::protobuf::compiler::PluginMain(argc, argv, &generator);
}
