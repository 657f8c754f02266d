#include "apps/tool/tool.h"

#include <unistd.h>

#include <cerrno>
#include <fstream>
#include <iostream>
#include <vector>

#include "apps/tool/operations.h"
#include "base/entropy.h"

namespace coffer::tool {
namespace {

constexpr int kDone = 0;
constexpr int kFailed = 1;
constexpr int kUsage = 2;

Result<Toolbox> make_toolbox() {
  Secret<32> blinding;
  SystemEntropy entropy;
  COFFER_CHECK(entropy.fill(blinding.expose_mutable()));
  return Toolbox{.curve = crypto::secp256k1::Context(blinding)};
}

std::string without_newline(std::string text) {
  while (text.ends_with('\n') || text.ends_with('\r')) text.pop_back();
  return text;
}

Result<std::string> read_all(const ReadSome& read) {
  std::string out;
  std::vector<char> buffer(64U << 10U);
  for (std::size_t size = read(buffer); size > 0; size = read(buffer)) {
    out.append(buffer.data(), size);
    if (out.size() > kMaxLine) return fail(invalid("standard input: more than 4 MiB"));
  }
  return without_newline(std::move(out));
}

Result<std::string> read_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return fail(not_found("cannot read " + path));
  std::string out(kMaxLine + 1, '\0');
  file.read(out.data(), static_cast<std::streamsize>(out.size()));
  out.resize(static_cast<std::size_t>(file.gcount()));
  if (out.size() > kMaxLine) return fail(invalid(path + ": more than 4 MiB"));
  return without_newline(std::move(out));
}

int report(const Streams& streams, const Error& error, int code) {
  streams.err << "coffer tool: " << error_text(error) << "\n";
  return code;
}

int run_operation(const Registry& registry, const Toolbox& toolbox, const Operation& operation,
                  std::span<const std::string_view> arguments, const Streams& streams) {
  const auto read = [&](const std::string& path) { return path == "-" ? read_all(streams.in) : read_file(path); };
  const auto command = parse_command_line(operation, arguments, read);
  if (!command) return report(streams, command.error(), kUsage);
  if (command->help) {
    streams.out << operation_help(operation);
    return kDone;
  }
  if (command->secret_in_arguments)
    streams.err << "coffer tool: a secret in the arguments can be seen by others; @FILE and @- keep it out of sight\n";
  const auto result = registry.call(toolbox, operation.name, command->fields);
  if (!result) return report(streams, result.error(), kFailed);
  streams.out << (command->json ? result->dump() + "\n" : print_result(*result));
  return kDone;
}

}  // namespace

Streams process_streams() {
  const auto read = [](std::span<char> out) -> std::size_t {
    ssize_t size = 0;
    do {
      size = ::read(STDIN_FILENO, out.data(), out.size());
    } while (size < 0 && errno == EINTR);
    return size < 0 ? 0 : static_cast<std::size_t>(size);
  };
  return {.in = read, .out = std::cout, .err = std::cerr};
}

int run_tool(int argc, char** argv, const Streams& streams) {
  const std::vector<std::string_view> arguments(argv, argv + argc);
  const Registry registry(all_operations());
  if (arguments.empty() || arguments[0] == "--help" || arguments[0] == "help") {
    streams.out << overview(registry);
    return kDone;
  }
  const auto toolbox = make_toolbox();
  if (!toolbox) return report(streams, toolbox.error(), kFailed);
  if (arguments[0] == "batch") {
    run_batch(registry, *toolbox, streams.in, streams.out);
    return kDone;
  }
  const Operation* operation = registry.find(arguments[0]);
  if (operation == nullptr)
    return report(streams, not_found("no operation " + std::string(arguments[0]) + "; see coffer tool --help"), kUsage);
  return run_operation(registry, *toolbox, *operation, std::span(arguments).subspan(1), streams);
}

}  // namespace coffer::tool
