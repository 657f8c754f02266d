#include "platform/sql/rows.h"

#include <stdexcept>

namespace coffer::sql {
namespace {

template <class T>
const T& checked(const Value& value, std::size_t column, const char* type) {
  if (const T* held = std::get_if<T>(&value)) return *held;
  const char* found = std::holds_alternative<Null>(value) ? "NULL" : "another type";
  throw ColumnError("sql: column " + std::to_string(column) + " is read as " + type + " but holds " + found);
}

}  // namespace

const Value& Row::at(std::size_t column) const {
  if (column >= values_.size()) throw ColumnError("sql: there is no column " + std::to_string(column));
  return values_[column];
}

bool Row::is_null(std::size_t column) const { return std::holds_alternative<Null>(at(column)); }

std::int64_t Row::i64(std::size_t column) const { return checked<std::int64_t>(at(column), column, "BIGINT"); }

const std::string& Row::text(std::size_t column) const { return checked<std::string>(at(column), column, "TEXT"); }

const Bytes& Row::bytes(std::size_t column) const { return checked<Bytes>(at(column), column, "BYTEA"); }

bool Row::boolean(std::size_t column) const {
  const std::int64_t value = i64(column);
  if (value != 0 && value != 1) throw ColumnError("sql: column " + std::to_string(column) + " is not 0 or 1");
  return value == 1;
}

Time Row::time(std::size_t column) const { return from_micros(i64(column)); }

U256 Row::amount(std::size_t column) const {
  const Result<U256> amount = U256::parse_decimal(text(column));
  if (!amount) throw ColumnError("sql: column " + std::to_string(column) + " is not a decimal amount");
  return *amount;
}

std::optional<std::int64_t> Row::optional_i64(std::size_t column) const {
  return is_null(column) ? std::nullopt : std::optional(i64(column));
}

std::optional<std::string> Row::optional_text(std::size_t column) const {
  return is_null(column) ? std::nullopt : std::optional(text(column));
}

std::optional<Bytes> Row::optional_bytes(std::size_t column) const {
  return is_null(column) ? std::nullopt : std::optional(bytes(column));
}

std::optional<Time> Row::optional_time(std::size_t column) const {
  return is_null(column) ? std::nullopt : std::optional(time(column));
}

std::optional<U256> Row::optional_amount(std::size_t column) const {
  return is_null(column) ? std::nullopt : std::optional(amount(column));
}

Row Rows::operator[](std::size_t index) const {
  if (index >= size()) throw std::out_of_range("sql: there is no row " + std::to_string(index));
  return Row(std::span(values_).subspan(index * columns_, columns_));
}

}  // namespace coffer::sql
