#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "base/result.h"
#include "platform/sql/query.h"
#include "platform/sql/value.h"

namespace coffer::sql {

/// An answer with more rows is refused: whoever wants more reads by pages.
inline constexpr std::size_t kMaxRows = 100'000;
/// The largest text or bytes value in a parameter.
inline constexpr std::size_t kMaxValueBytes = 64UL << 20;

/// The one SQL text in the engine's own words. Two things differ and are written so that both
/// read them: `BIGSERIAL PRIMARY KEY` (SQLite: a rowid that is never used again) and the comment
/// `/* skip locked */` after a SELECT (PostgreSQL: FOR UPDATE SKIP LOCKED).
std::string sqlite_text(std::string_view text);
std::string postgres_text(std::string_view text);

/// Refuses what only one engine would store: text that is not UTF-8 or holds NUL, or is too large.
Result<void> check_parameters(Query query, const Values& parameters);

}  // namespace coffer::sql
