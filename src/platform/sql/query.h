#pragma once

#include <string_view>

namespace coffer::sql {

/// A statement with a name for logs, metrics and errors:
/// `constexpr sql::Query kFindWallet{"wallets.find", "SELECT label FROM wallets_wallets WHERE id = $1"};`
/// The text follows the dialect of this folder's README.md, and is never put together from input.
struct Query {
  std::string_view name;
  std::string_view text;
};

}  // namespace coffer::sql
