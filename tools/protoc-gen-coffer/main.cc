#include <google/protobuf/compiler/code_generator.h>
#include <google/protobuf/compiler/plugin.h>
#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/io/zero_copy_stream.h>

#include <memory>

#include "emit.h"

namespace coffer::generator {
namespace {

void write(pb::compiler::GeneratorContext& context, const std::string& name, const std::string& text) {
  const std::unique_ptr<pb::io::ZeroCopyOutputStream> stream(context.Open(name));
  pb::io::CodedOutputStream out(stream.get());
  out.WriteString(text);
}

class Generator final : public pb::compiler::CodeGenerator {
 public:
  [[nodiscard]] std::uint64_t GetSupportedFeatures() const override { return FEATURE_PROTO3_OPTIONAL; }

  bool Generate(const pb::FileDescriptor* file, const std::string& /*parameter*/,
                pb::compiler::GeneratorContext* context, std::string* /*error*/) const override {
    write(*context, stem(*file) + ".coffer.h", cpp_interface_header(*file));
    return true;
  }
};

}  // namespace
}  // namespace coffer::generator

int main(int argc, char** argv) {
  const coffer::generator::Generator generator;
  return google::protobuf::compiler::PluginMain(argc, argv, &generator);
}
