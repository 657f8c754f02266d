#include "apps/cli/completion.h"

#include <CLI/CLI.hpp>

namespace coffer::cli {
namespace {

void collect(const CLI::App& command, const std::string& path, Words& words) {
  std::vector<std::string>& own = words[path];
  for (const CLI::Option* option : command.get_options())
    for (const std::string& name : option->get_lnames()) own.push_back("--" + name);
  for (const CLI::App* child : command.get_subcommands({})) {
    own.push_back(child->get_name());
    collect(*child, path.empty() ? child->get_name() : path + " " + child->get_name(), words);
  }
}

std::string joined(const std::vector<std::string>& words) {
  std::string out;
  for (const std::string& word : words) out += (out.empty() ? "" : " ") + word;
  return out;
}

/// `case` arms that put the words of each path into `words`.
std::string arms(const Words& words) {
  std::string out;
  for (const auto& [path, own] : words) out += "    '" + path + "') words='" + joined(own) + "' ;;\n";
  return out;
}

/// The path is the longest run of words behind the program that is a known one.
std::string bash(const Words& words) {
  return "_coffer_words() {\n  local words\n  case \"$1\" in\n" + arms(words) +
         "    *) return 1 ;;\n  esac\n  printf '%s' \"$words\"\n}\n"
         "_coffer() {\n"
         "  local path='' word next i\n"
         "  for ((i = 1; i < COMP_CWORD; i++)); do\n"
         "    word=${COMP_WORDS[i]}\n"
         "    [[ $word == -* ]] && continue\n"
         "    next=${path:+$path }$word\n"
         "    _coffer_words \"$next\" >/dev/null && path=$next\n"
         "  done\n"
         "  mapfile -t COMPREPLY < <(compgen -W \"$(_coffer_words \"$path\")\" -- \"${COMP_WORDS[COMP_CWORD]}\")\n"
         "}\n"
         "complete -F _coffer coffer\n";
}

std::string zsh(const Words& words) {
  return "#compdef coffer\n_coffer_words() {\n  local words\n  case \"$1\" in\n" + arms(words) +
         "    *) return 1 ;;\n  esac\n  print -r -- \"$words\"\n}\n"
         "_coffer() {\n"
         "  local place='' word next\n"
         "  for word in ${words[2,CURRENT-1]}; do\n"
         "    [[ $word == -* ]] && continue\n"
         "    next=${place:+$place }$word\n"
         "    _coffer_words \"$next\" >/dev/null && place=$next\n"
         "  done\n"
         "  compadd -- ${=$(_coffer_words \"$place\")}\n"
         "}\n"
         "compdef _coffer coffer\n";
}

std::string fish(const Words& words) {
  std::string out = "complete -c coffer -f\n";
  for (const auto& [path, own] : words) {
    std::string condition = "__fish_use_subcommand";
    if (!path.empty()) {
      condition.clear();
      for (std::size_t at = 0; at < path.size();) {
        const std::size_t end = std::min(path.find(' ', at), path.size());
        condition += (condition.empty() ? "" : "; and ") + ("__fish_seen_subcommand_from " + path.substr(at, end - at));
        at = end + 1;
      }
    }
    out += "complete -c coffer -n '" + condition + "' -a '" + joined(own) + "'\n";
  }
  return out;
}

}  // namespace

Words words_of(const CLI::App& root) {
  Words words;
  collect(root, "", words);
  return words;
}

std::string completion_script(const Words& words, const std::string& shell) {
  if (shell == "bash") return bash(words);
  return shell == "zsh" ? zsh(words) : fish(words);
}

}  // namespace coffer::cli
