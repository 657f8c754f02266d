#include "platform/sql/migrations.h"

#include <openssl/sha.h>

#include <algorithm>
#include <cctype>

#include "base/bytes.h"

namespace coffer::sql {
namespace {

constexpr Query kCreateLedger{"migrations.create_ledger",
                              "CREATE TABLE IF NOT EXISTS coffer_migrations ("
                              " owner TEXT NOT NULL, number BIGINT NOT NULL, name TEXT NOT NULL,"
                              " checksum TEXT NOT NULL, PRIMARY KEY (owner, number))"};
// PostgreSQL: taken before the first SELECT, so that the snapshot shows what the last holder did.
// SQLite has one writer anyway.
constexpr Query kLockCreation{"sql.migrations.lock_creation", "SELECT CAST(pg_advisory_xact_lock(722019) AS TEXT)"};
constexpr Query kLockLedger{"migrations.lock_ledger", "LOCK TABLE coffer_migrations IN EXCLUSIVE MODE"};
constexpr Query kApplied{"migrations.applied",
                         "SELECT number, checksum FROM coffer_migrations WHERE owner = $1 ORDER BY number"};
constexpr Query kRecord{"migrations.record",
                        "INSERT INTO coffer_migrations (owner, number, name, checksum) VALUES ($1, $2, $3, $4)"};

std::string checksum(const std::string& text) {
  ByteArray<SHA256_DIGEST_LENGTH> digest;
  SHA256(as_bytes(text).data(), text.size(), digest.data());
  return hex(digest);
}

// The end of the quoted text or comment that begins at `at`, or `at` where none begins.
std::size_t skip_quoted(std::string_view script, std::size_t at) {
  const auto end_after = [&](std::string_view mark, std::size_t from) {
    const std::size_t found = script.find(mark, from);
    return found == std::string_view::npos ? script.size() : found + mark.size();
  };
  if (script.substr(at, 2) == "--") return end_after("\n", at);
  if (script.substr(at, 2) == "/*") return end_after("*/", at + 2);
  if (script[at] == '\'' || script[at] == '"') return end_after(script.substr(at, 1), at + 1);
  return at;
}

std::string_view trimmed(std::string_view text) {
  const auto space = [](char c) { return std::isspace(static_cast<unsigned char>(c)) != 0; };
  while (!text.empty() && space(text.front())) text.remove_prefix(1);
  while (!text.empty() && space(text.back())) text.remove_suffix(1);
  return text;
}

// The words of a statement's beginning, without comments.
std::vector<std::string> first_words(std::string_view statement, std::size_t count) {
  std::vector<std::string> words;
  std::string word;
  for (std::size_t at = 0; at < statement.size() && words.size() < count;) {
    if (const std::size_t end = skip_quoted(statement, at); end != at) {
      at = end;
      continue;
    }
    const char c = statement[at++];
    if (std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_') {
      word += c;
    } else if (!word.empty()) {
      words.push_back(std::exchange(word, {}));
    }
  }
  if (!word.empty()) words.push_back(word);
  return words;
}

Result<void> check_prefix(const std::string& owner, std::string_view statement) {
  std::vector<std::string> words = first_words(statement, 6);
  std::erase_if(words, [](const std::string& word) { return word == "IF" || word == "NOT" || word == "EXISTS"; });
  if (words.size() < 3 || words[1] != "TABLE") return {};
  const std::string& table = words[2];
  if (table == owner || table.starts_with(owner + "_")) return {};
  return fail(internal("migrations: the table " + table + " does not begin with " + owner + "_"));
}

Result<void> check_applied(const Migrations& migrations, const Rows& applied) {
  for (std::size_t i = 0; i < applied.size(); ++i) {
    const auto number = static_cast<std::size_t>(applied[i].i64(0));
    if (number > migrations.steps.size())
      return fail(conflict("migrations: the database of " + migrations.owner + " is newer than this program"));
    if (number != i + 1)
      return fail(internal("migrations: " + migrations.owner + " lacks number " + std::to_string(i + 1)));
    if (applied[i].text(1) != checksum(migrations.steps[i].text))
      return fail(conflict("migrations: " + migrations.steps[i].name + " of " + migrations.owner +
                           " was changed after it was applied"));
  }
  return {};
}

awaitable<Result<void>> apply(Transaction& transaction, const std::string& owner, const Migration& step) {
  for (const std::string_view statement : split_statements(step.text)) {
    CO_CHECK(check_prefix(owner, statement));
    CO_CHECK(co_await transaction.execute(Query{step.name, statement}));
  }
  CO_CHECK(co_await transaction.execute(kRecord, owner, step.number, step.name, checksum(step.text)));
  co_return Result<void>();
}

Result<void> check_numbers(const Migrations& migrations) {
  for (std::size_t i = 0; i < migrations.steps.size(); ++i) {
    if (migrations.steps[i].number != static_cast<int>(i) + 1)
      return fail(internal("migrations: " + migrations.owner + " must be numbered from 1 without gaps"));
  }
  return {};
}

awaitable<Result<void>> create_ledger(Database& database) {
  co_return co_await database.transaction([](Transaction& transaction) -> awaitable<Result<void>> {
    // CREATE TABLE IF NOT EXISTS of two sessions at once fails in PostgreSQL's own catalogue.
    if (transaction.engine() == Engine::kPostgres) CO_CHECK(co_await transaction.execute(kLockCreation));
    CO_CHECK(co_await transaction.execute(kCreateLedger));
    co_return Result<void>();
  });
}

awaitable<Result<void>> apply_missing(Transaction& transaction, const Migrations& migrations) {
  if (transaction.engine() == Engine::kPostgres) CO_CHECK(co_await transaction.execute(kLockLedger));
  CO_TRY(const Rows applied, co_await transaction.execute(kApplied, migrations.owner));
  CO_CHECK(check_applied(migrations, applied));
  for (std::size_t i = applied.size(); i < migrations.steps.size(); ++i)
    CO_CHECK(co_await apply(transaction, migrations.owner, migrations.steps[i]));
  co_return Result<void>();
}

}  // namespace

std::vector<std::string_view> split_statements(std::string_view script) {
  std::vector<std::string_view> out;
  std::size_t start = 0;
  const auto end_statement = [&](std::size_t end) {
    const std::string_view statement = trimmed(script.substr(start, end - start));
    if (!first_words(statement, 1).empty()) out.push_back(statement);
    start = end + 1;
  };
  for (std::size_t at = 0; at < script.size();) {
    if (const std::size_t end = skip_quoted(script, at); end != at) {
      at = end;
      continue;
    }
    if (script[at] == ';') end_statement(at);
    ++at;
  }
  if (start < script.size()) end_statement(script.size());
  return out;
}

awaitable<Result<void>> migrate(Database& database, Migrations migrations) {
  CO_CHECK(check_numbers(migrations));
  CO_CHECK(co_await create_ledger(database));
  co_return co_await database.transaction([&migrations](Transaction& transaction) -> awaitable<Result<void>> {
    co_return co_await apply_missing(transaction, migrations);
  });
}

awaitable<Result<std::vector<std::string>>> pending_migrations(Database& database, Migrations migrations) {
  CO_CHECK(check_numbers(migrations));
  CO_CHECK(co_await create_ledger(database));
  CO_TRY(const Rows applied, co_await database.read(kApplied, migrations.owner));
  CO_CHECK(check_applied(migrations, applied));
  std::vector<std::string> pending;
  for (std::size_t i = applied.size(); i < migrations.steps.size(); ++i)
    pending.push_back(migrations.owner + " " + migrations.steps[i].name);
  co_return pending;
}

}  // namespace coffer::sql
