#pragma once

#include "base/error.h"

namespace coffer::sql {

/// A UNIQUE or PRIMARY KEY constraint refused the row: CONFLICT. Like every failed statement it
/// leaves nothing to do but to return from the transaction; where an existing row is expected, say
/// `ON CONFLICT … DO NOTHING RETURNING` and look at the rows.
Error unique_violation();
bool is_unique_violation(const Error& error);

/// A FOREIGN KEY constraint refused the row or its removal: CONFLICT.
Error foreign_key_violation();
bool is_foreign_key_violation(const Error& error);

}  // namespace coffer::sql
