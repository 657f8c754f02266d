#include "platform/sql/postgres_codec.h"

#include <cstdlib>

#include "base/bytes.h"
#include "platform/sql/dialect.h"
#include "platform/sql/error.h"

namespace coffer::sql {
namespace {

// Type numbers of pg_type.dat that answers may hold.
constexpr Oid kBool = 16, kBytea = 17, kName = 19, kInt8 = 20, kInt2 = 21, kInt4 = 23, kText = 25, kUnknown = 705,
              kVarchar = 1043, kNumeric = 1700;

std::string describe(Query query, std::string_view what) {
  return "sql " + std::string(query.name) + ": " + std::string(what);
}

// Network byte order, two's complement, of 1, 2, 4 or 8 bytes.
std::int64_t integer(BytesView bytes) {
  std::uint64_t value = !bytes.empty() && (bytes[0] & 0x80) != 0 ? ~std::uint64_t{0} : 0;
  for (const std::uint8_t byte : bytes) value = value << 8 | byte;
  return static_cast<std::int64_t>(value);
}

Result<Value> decode(Query query, Oid type, BytesView bytes) {
  switch (type) {
    case kBool:
    case kInt2:
    case kInt4:
    case kInt8:
      if (bytes.size() > sizeof(std::int64_t)) return fail(internal(describe(query, "a malformed integer")));
      return Value(integer(bytes));
    case kText:
    case kVarchar:
    case kName:
    case kUnknown:
      return Value(std::string(as_text(bytes)));
    case kBytea:
      return Value(to_bytes(bytes));
    case kNumeric:
      return fail(internal(describe(query, "a column is NUMERIC: write CAST(… AS BIGINT) around the sum")));
    default:
      return fail(internal(describe(query, "a column has type " + std::to_string(type) + ", which is not supported")));
  }
}

std::string_view sqlstate_of(const PGresult& result) {
  const char* state = PQresultErrorField(&result, PG_DIAG_SQLSTATE);
  return state == nullptr ? std::string_view() : state;
}

}  // namespace

PostgresParameters::PostgresParameters(const Values& values) {
  numbers_.reserve(values.size());
  for (const Value& value : values) {
    const char* pointer = nullptr;
    std::size_t length = 0;
    bool binary = false;
    if (const auto* number = std::get_if<std::int64_t>(&value)) {
      pointer = numbers_.emplace_back(std::to_string(*number)).c_str();
    } else if (const auto* text = std::get_if<std::string>(&value)) {
      pointer = text->c_str();
    } else if (const auto* bytes = std::get_if<Bytes>(&value)) {
      pointer = bytes->empty() ? "" : as_text(*bytes).data();
      length = bytes->size();
      binary = true;
    }
    pointers_.push_back(pointer);
    lengths_.push_back(static_cast<int>(length));
    formats_.push_back(binary ? 1 : 0);
  }
}

Result<Rows> postgres_rows(Query query, PGresult& result) {
  const int rows = PQntuples(&result);
  const int columns = PQnfields(&result);
  if (static_cast<std::size_t>(rows) > kMaxRows) return fail(internal(describe(query, "the answer has too many rows")));
  Values values;
  values.reserve(static_cast<std::size_t>(rows) * static_cast<std::size_t>(columns));
  for (int row = 0; row < rows; ++row) {
    for (int column = 0; column < columns; ++column) {
      if (PQgetisnull(&result, row, column) != 0) {
        values.emplace_back(Null{});
        continue;
      }
      const auto size = static_cast<std::size_t>(PQgetlength(&result, row, column));
      const BytesView bytes = as_bytes(std::string_view(PQgetvalue(&result, row, column), size));
      COFFER_TRY(Value value, decode(query, PQftype(&result, column), bytes));
      values.push_back(std::move(value));
    }
  }
  // `INSERT 0 3` counts the rows it touched, `SELECT 3` the rows it gives.
  const std::string_view tag = PQcmdStatus(&result);
  const bool changes = tag.starts_with("INSERT") || tag.starts_with("UPDATE") || tag.starts_with("DELETE");
  const std::uint64_t affected = changes ? std::strtoull(PQcmdTuples(&result), nullptr, 10) : 0;
  return Rows(static_cast<std::size_t>(columns), std::move(values), affected);
}

PostgresFailure postgres_failure(std::string_view sqlstate) {
  // serialization_failure, deadlock_detected, lock_not_available
  if (sqlstate == "40001" || sqlstate == "40P01" || sqlstate == "55P03") return PostgresFailure::kRetry;
  // A plan that no longer fits its table (0A000) is made anew on another connection.
  if (sqlstate == "0A000") return PostgresFailure::kLost;
  // No state: libpq's own failure. 08: connection; 57P0x: the server is going down; 53300: it is full.
  if (sqlstate.empty() || sqlstate.starts_with("08") || sqlstate.starts_with("57P") || sqlstate == "53300")
    return PostgresFailure::kLost;
  return PostgresFailure::kStatement;
}

Error postgres_error(Query query, const PGresult& result) {
  const std::string_view state = sqlstate_of(result);
  if (state == "23505") return unique_violation();
  if (state == "23503") return foreign_key_violation();
  if (state == "57014") return unavailable("the database is unavailable (a statement took too long)");
  switch (postgres_failure(state)) {
    case PostgresFailure::kRetry:
      return unavailable("the database is unavailable (too many transactions want the same rows)");
    case PostgresFailure::kLost:
      return unavailable("the database is unavailable (the connection was lost)");
    default:
      break;
  }
  std::string what = "SQLSTATE " + std::string(state);
  if (state.starts_with("42")) {
    const char* message = PQresultErrorField(&result, PG_DIAG_MESSAGE_PRIMARY);
    if (message != nullptr) what += std::string(": ") + message;
  }
  if (state.starts_with("53"))
    return unavailable("the database is unavailable (it is out of disk, memory or connections)");
  return internal(describe(query, what));
}

}  // namespace coffer::sql
