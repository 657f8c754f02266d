#pragma once

#include <map>
#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace coffer::cli {

/// The words that may follow a command, by its path: "" is the program, `wallets create` a command of a command.
using Words = std::map<std::string, std::vector<std::string>>;

/// Of a command line as CLI11 knows it.
Words words_of(const CLI::App& root);

/// A script that completes `coffer` in a shell: bash, zsh or fish.
std::string completion_script(const Words& words, const std::string& shell);

}  // namespace coffer::cli
