#pragma once

#include <optional>
#include <vector>

#include "platform/sql/rows.h"
#include "services/wallets/store.h"

namespace coffer::wallets {

/// An account from the ten columns that every statement on accounts begins with.
AccountRow account_of(const sql::Row& row);
/// A token from `account_id, contract, symbol, name, decimals`.
TokenRow token_of(const sql::Row& row);

/// Every row, converted.
template <class Convert>
auto all(const sql::Rows& rows, Convert convert) {
  std::vector<decltype(convert(rows[0]))> out;
  out.reserve(rows.size());
  for (const sql::Row row : rows) out.push_back(convert(row));
  return out;
}

}  // namespace coffer::wallets
