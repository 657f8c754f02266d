#pragma once

#include <libpq-fe.h>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "platform/sql/query.h"
#include "platform/sql/rows.h"
#include "platform/sql/value.h"

namespace coffer::sql {

struct ClearResult {
  void operator()(PGresult* result) const { PQclear(result); }
};
using PostgresResult = std::unique_ptr<PGresult, ClearResult>;

/// What a failed statement means for its transaction.
enum class PostgresFailure {
  kNone,
  kStatement,  // the statement is at fault; running it again changes nothing
  kRetry,      // another transaction was in the way: run the body again
  kLost,       // the connection is gone, or must not be used again
};

/// The parameters of one statement in the form libpq takes: numbers and texts as text, bytes binary.
/// Points into `values`, which must outlive it.
class PostgresParameters {
 public:
  explicit PostgresParameters(const Values& values);

  [[nodiscard]] int count() const { return static_cast<int>(pointers_.size()); }
  [[nodiscard]] const char* const* pointers() const { return pointers_.data(); }
  [[nodiscard]] const int* lengths() const { return lengths_.data(); }
  [[nodiscard]] const int* formats() const { return formats_.data(); }

 private:
  std::vector<std::string> numbers_;
  std::vector<const char*> pointers_;
  std::vector<int> lengths_;
  std::vector<int> formats_;
};

/// The rows of a result in binary format. A column of a type without counterpart is an error that
/// says what to write instead.
Result<Rows> postgres_rows(Query query, PGresult& result);

/// What an SQLSTATE (five characters) means for the transaction.
PostgresFailure postgres_failure(std::string_view sqlstate);

/// The error of a failed statement. Server texts may quote data, so only those about the statement
/// itself (SQLSTATE class 42) are kept, for the log.
Error postgres_error(Query query, const PGresult& result);

}  // namespace coffer::sql
