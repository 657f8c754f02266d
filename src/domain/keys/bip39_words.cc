#include "domain/keys/bip39.h"

namespace coffer::keys {
namespace {

using WordList = std::array<std::string_view, 2048>;

// Written to the files in decomposed form, so that they compare byte by byte with normalised input.
constexpr std::array<WordList, kLanguageCount> kWordLists = {{
    {{
#include "domain/keys/words/english.inc"
    }},
    {{
#include "domain/keys/words/chinese_simplified.inc"
    }},
    {{
#include "domain/keys/words/chinese_traditional.inc"
    }},
    {{
#include "domain/keys/words/czech.inc"
    }},
    {{
#include "domain/keys/words/french.inc"
    }},
    {{
#include "domain/keys/words/italian.inc"
    }},
    {{
#include "domain/keys/words/japanese.inc"
    }},
    {{
#include "domain/keys/words/korean.inc"
    }},
    {{
#include "domain/keys/words/portuguese.inc"
    }},
    {{
#include "domain/keys/words/spanish.inc"
    }},
    {{
#include "domain/keys/words/russian.inc"
    }},
    {{
#include "domain/keys/words/turkish.inc"
    }},
}};

constexpr std::array<std::string_view, kLanguageCount> kNames = {"english",
                                                                 "chinese_simplified",
                                                                 "chinese_traditional",
                                                                 "czech",
                                                                 "french",
                                                                 "italian",
                                                                 "japanese",
                                                                 "korean",
                                                                 "portuguese",
                                                                 "spanish",
                                                                 "russian",
                                                                 "turkish"};

}  // namespace

Result<Language> parse_language(std::string_view name) {
  for (std::size_t i = 0; i < kNames.size(); ++i) {
    if (kNames[i] == name) return static_cast<Language>(i);
  }
  return fail(invalid_field("language", "BIP-39: no such language"));
}

std::string_view language_name(Language language) { return kNames[static_cast<std::size_t>(language)]; }

const WordList& word_list(Language language) { return kWordLists[static_cast<std::size_t>(language)]; }

}  // namespace coffer::keys
