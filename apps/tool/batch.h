#pragma once

#include <cstddef>
#include <functional>
#include <ostream>
#include <span>
#include <string>
#include <string_view>

#include "apps/tool/registry.h"

namespace coffer::tool {

/// Fills the span as far as there is input, waiting for at least one byte; 0 at the end.
using ReadSome = std::function<std::size_t(std::span<char> out)>;

/// The longest line of a batch; a longer one is answered with an error and skipped.
inline constexpr std::size_t kMaxLine = 4U << 20U;

/// The answer to one line, without the newline: `{"id":…,"ok":true,"result":{…}}` or
/// `{"error":{"code":…,"message":…},"id":…,"ok":false}`.
std::string answer_line(const Registry& registry, const Toolbox& toolbox, std::string_view line);

/// Answers every line in order until the input ends. Answers are written out before more input is
/// waited for, so that a program can talk to the tool line by line.
void run_batch(const Registry& registry, const Toolbox& toolbox, const ReadSome& read, std::ostream& out);

/// An error's one-line text: the field, if there is one, and the rule.
std::string error_text(const Error& error);

}  // namespace coffer::tool
