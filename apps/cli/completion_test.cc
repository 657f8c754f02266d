#include "apps/cli/completion.h"

#include <gtest/gtest.h>

#include <CLI/CLI.hpp>

namespace coffer::cli {
namespace {

Words example() {
  CLI::App root("", "coffer");
  CLI::App* wallets = root.add_subcommand("wallets", "");
  static int words = 0;
  wallets->add_subcommand("create", "")->add_option("--words", words);
  return words_of(root);
}

TEST(Completion, knows_the_words_behind_every_command) {
  const Words words = example();
  EXPECT_EQ(words.at(""), (std::vector<std::string>{"--help", "wallets"}));
  EXPECT_EQ(words.at("wallets"), (std::vector<std::string>{"--help", "create"}));
  EXPECT_EQ(words.at("wallets create"), (std::vector<std::string>{"--help", "--words"}));
}

TEST(Completion, has_a_script_for_each_shell) {
  EXPECT_NE(completion_script(example(), "bash").find("'wallets create') words='--help --words' ;;"),
            std::string::npos);
  EXPECT_TRUE(completion_script(example(), "zsh").starts_with("#compdef coffer\n"));
  EXPECT_NE(completion_script(example(), "fish")
                .find("__fish_seen_subcommand_from wallets; and __fish_seen_subcommand_from create"),
            std::string::npos);
}

}  // namespace
}  // namespace coffer::cli
