#pragma once

#include <functional>
#include <map>
#include <string>

#include "platform/sql/database.h"

/// For tests only; linked into no program.
namespace coffer::verify {

/// What is done to the statements of a service.
struct Edits {
  struct Replacement {
    std::string from;
    std::string to;
  };
  /// By the name of a statement: a part of its text, and what stands in its place.
  std::map<std::string, Replacement, std::less<>> texts = {};
  /// Changes the parameters of a statement that writes.
  std::function<void(std::string_view name, sql::Values& parameters)> parameters = {};
  /// Does more, in the same transaction, after a statement that writes.
  std::function<sql::awaitable<Result<void>>(sql::Transaction& transaction, std::string name, sql::Values parameters)>
      also = {};
  /// Statements of this name are left out and run in a transaction of their own afterwards.
  std::string afterwards = {};
};

/// A database that makes these edits on the way.
std::unique_ptr<sql::Database> edited(sql::Database& inner, Edits edits);

}  // namespace coffer::verify
