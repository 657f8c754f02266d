#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/bytes.h"
#include "base/id.h"
#include "base/result.h"

namespace coffer::sql {

/// One page of a list that is ordered by id, newest first. A statement reads `limit()` rows after
/// `after`: `… AND id < $2 ORDER BY id DESC LIMIT $3`, where the first page starts after `kPageStart`.
struct Page {
  std::int64_t size = 50;
  std::string after;

  /// One row more than the page holds, to know whether there is a next one.
  [[nodiscard]] std::int64_t limit() const { return size + 1; }
};

/// Sorts after every id.
inline constexpr std::string_view kPageStart = "~";

/// `page_size` 0 means 50; outside 1–100, or a token that this function did not make, is refused by name.
inline Result<Page> parse_page(std::int32_t page_size, std::string_view page_token) {
  if (page_size < 0 || page_size > 100) return fail(invalid_field("page_size", "must be between 1 and 100"));
  Page page;
  if (page_size != 0) page.size = page_size;
  page.after = kPageStart;
  if (page_token.empty()) return page;
  const auto token = parse_base64url(page_token);
  if (!token || !is_id(as_text(*token))) return fail(invalid_field("page_token", "is not a token of this list"));
  page.after = as_text(*token);
  return page;
}

/// Cuts the extra row off and answers the token of the next page; empty at the end. `id_of` names the
/// id of an item.
template <class Item, class IdOf>
std::string cut_page(std::vector<Item>& items, const Page& page, IdOf id_of) {
  if (std::cmp_less_equal(items.size(), page.size)) return {};
  items.resize(static_cast<std::size_t>(page.size));
  return base64url(as_bytes(id_of(items.back())));
}

}  // namespace coffer::sql
