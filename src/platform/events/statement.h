#pragma once

#include <string>
#include <string_view>

#include "platform/sql/query.h"

namespace coffer::events {

/// `text` with the owner's name for each `@`: `@_outbox` is `wallets_outbox`.
std::string with_name(std::string_view name, std::string_view text);

/// Whether the name can begin the names of tables: lower-case letters and underscores.
bool is_table_prefix(std::string_view name);

/// A statement on tables that carry their owner's name; its text lives as long as this.
class Statement {
 public:
  Statement(std::string_view owner, std::string_view what, std::string_view text)
      : name_(std::string(owner) + '.' + std::string(what)), text_(with_name(owner, text)) {}
  [[nodiscard]] sql::Query query() const { return {name_, text_}; }

 private:
  std::string name_;
  std::string text_;
};

}  // namespace coffer::events
