#include "platform/sql/error.h"

#include <string_view>

namespace coffer::sql {
namespace {

constexpr std::string_view kUnique = "it exists already";
constexpr std::string_view kForeignKey = "what it refers to is missing, or it is still referred to";

bool is(const Error& error, std::string_view message) {
  return error.code == ErrorCode::kConflict && error.message == message;
}

}  // namespace

Error unique_violation() { return conflict(std::string(kUnique)); }
bool is_unique_violation(const Error& error) { return is(error, kUnique); }

Error foreign_key_violation() { return conflict(std::string(kForeignKey)); }
bool is_foreign_key_violation(const Error& error) { return is(error, kForeignKey); }

}  // namespace coffer::sql
