#pragma once

#include <optional>
#include <string>
#include <vector>

#include "platform/sql/rows.h"

namespace coffer::identity {

/// Every row of an answer, converted.
template <class Convert>
auto all(const sql::Rows& rows, Convert convert) {
  std::vector<decltype(convert(rows[0]))> out;
  out.reserve(rows.size());
  for (const sql::Row row : rows) out.push_back(convert(row));
  return out;
}

/// The first row of an answer, converted, if there is one.
template <class Convert>
auto at_most_one(const sql::Rows& rows, Convert convert) {
  std::optional<decltype(convert(rows[0]))> out;
  if (const auto row = rows.first()) out = convert(*row);
  return out;
}

/// `user admin` as a list and back: how roles stand in a column.
inline std::vector<std::string> split_words(const std::string& text) {
  std::vector<std::string> out;
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find(' ', begin), text.size());
    out.push_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  return out;
}

inline std::string join_words(const std::vector<std::string>& words) {
  std::string out;
  for (const std::string& word : words) out += (out.empty() ? "" : " ") + word;
  return out;
}

}  // namespace coffer::identity
