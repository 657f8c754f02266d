#include "domain/keys/slip39_share.h"

namespace coffer::keys {
namespace {

constexpr std::array<std::string_view, 1024> kWords = {{
#include "domain/keys/words/slip39.inc"
}};

}  // namespace

const std::array<std::string_view, 1024>& slip39_word_list() { return kWords; }

}  // namespace coffer::keys
