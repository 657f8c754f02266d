#include <CLI/CLI.hpp>
#include <memory>
#include <ostream>

#include "apps/cli/commands.h"
#include "apps/cli/completion.h"

namespace coffer::cli {
namespace {

struct Options {
  std::string shell;
};

Result<ExitCode> run(const Context& context, const CLI::App& root, const Options& options) {
  Words words = words_of(root);
  for (const OtherCommand& other : other_commands()) {
    words[""].push_back(other.name);
    words[other.name] = other.words;
  }
  const std::string script = completion_script(words, options.shell);
  if (!context.print_json({{"shell", options.shell}, {"script", script}})) context.terminal.out() << script;
  return ExitCode::kDone;
}

}  // namespace

void add_completions(CLI::App& root, Context& context) {
  auto options = std::make_shared<Options>();
  CLI::App* command = root.add_subcommand("completions", "A script that completes commands in your shell");
  command->add_option("shell", options->shell, "bash, zsh or fish")
      ->required()
      ->check(CLI::IsMember({"bash", "zsh", "fish"}));
  command->footer(
      "bash: source <(coffer completions bash)\nzsh:  source <(coffer completions zsh)\n"
      "fish: coffer completions fish | source");
  command->callback([&context, &root, options] {
    context.action = [&context, &root, options] { return run(context, root, *options); };
  });
}

}  // namespace coffer::cli
