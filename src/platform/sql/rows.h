#pragma once

#include <cstddef>
#include <cstdint>
#include <iterator>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "platform/sql/value.h"

namespace coffer::sql {

/// One row of an answer, valid as long as its `Rows`. Columns are counted from 0, in the order of
/// the SELECT or RETURNING list. Each accessor holds the column to its type: another type, or NULL
/// where the accessor is not an optional one, is a bug in the statement and throws `ColumnError`.
class Row {
 public:
  explicit Row(std::span<const Value> values) : values_(values) {}

  [[nodiscard]] std::size_t columns() const { return values_.size(); }
  [[nodiscard]] bool is_null(std::size_t column) const;

  [[nodiscard]] std::int64_t i64(std::size_t column) const;
  [[nodiscard]] const std::string& text(std::size_t column) const;
  [[nodiscard]] const Bytes& bytes(std::size_t column) const;
  /// BIGINT 0 or 1.
  [[nodiscard]] bool boolean(std::size_t column) const;
  /// BIGINT microseconds since 1970 UTC.
  [[nodiscard]] Time time(std::size_t column) const;
  /// TEXT of decimal digits below 2^256.
  [[nodiscard]] U256 amount(std::size_t column) const;

  [[nodiscard]] std::optional<std::int64_t> optional_i64(std::size_t column) const;
  [[nodiscard]] std::optional<std::string> optional_text(std::size_t column) const;
  [[nodiscard]] std::optional<Bytes> optional_bytes(std::size_t column) const;
  [[nodiscard]] std::optional<Time> optional_time(std::size_t column) const;
  [[nodiscard]] std::optional<U256> optional_amount(std::size_t column) const;

 private:
  [[nodiscard]] const Value& at(std::size_t column) const;

  std::span<const Value> values_;
};

/// A statement and the code that reads its answer disagree about a column.
class ColumnError : public std::logic_error {
 public:
  using std::logic_error::logic_error;
};

/// The whole answer of one statement, copied out of the database.
class Rows {
 public:
  Rows() = default;
  /// `values` holds the rows one after another, `columns` values each. `affected` is the number of
  /// rows that INSERT, UPDATE or DELETE touched.
  Rows(std::size_t columns, Values values, std::uint64_t affected)
      : columns_(columns), affected_(affected), values_(std::move(values)) {}

  [[nodiscard]] std::size_t size() const { return columns_ == 0 ? 0 : values_.size() / columns_; }
  [[nodiscard]] bool empty() const { return size() == 0; }
  /// Rows touched by INSERT, UPDATE or DELETE, whether or not RETURNING lists them; 0 for SELECT.
  [[nodiscard]] std::uint64_t affected() const { return affected_; }
  /// Throws `std::out_of_range` beyond the end.
  [[nodiscard]] Row operator[](std::size_t index) const;
  /// The first row, if there is one. The row lives as long as this object: keep the Rows in a variable.
  [[nodiscard]] std::optional<Row> first() const& { return empty() ? std::nullopt : std::optional((*this)[0]); }
  std::optional<Row> first() const&& = delete;

  class Iterator {
   public:
    using value_type = Row;
    using difference_type = std::ptrdiff_t;
    Iterator() = default;
    Iterator(const Rows* rows, std::size_t index) : rows_(rows), index_(index) {}
    Row operator*() const { return (*rows_)[index_]; }
    Iterator& operator++() {
      ++index_;
      return *this;
    }
    Iterator operator++(int) { return {rows_, index_++}; }
    bool operator==(const Iterator&) const = default;

   private:
    const Rows* rows_ = nullptr;
    std::size_t index_ = 0;
  };
  [[nodiscard]] Iterator begin() const { return {this, 0}; }
  [[nodiscard]] Iterator end() const { return {this, size()}; }

 private:
  std::size_t columns_ = 0;
  std::uint64_t affected_ = 0;
  Values values_;
};

}  // namespace coffer::sql
