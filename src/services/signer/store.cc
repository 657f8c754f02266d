#include "services/signer/store.h"

#include <algorithm>

namespace coffer::signer {
namespace {

constexpr sql::Query kFindRoot{"signer.find_root",
                               "SELECT kind, salt, memory_kib, passes FROM signer_root WHERE id = 1"};
constexpr sql::Query kInsertRoot{
    "signer.insert_root",
    "INSERT INTO signer_root (id, kind, salt, memory_kib, passes, updated_at) VALUES (1, $1, $2, $3, $4, $5) "
    "ON CONFLICT (id) DO NOTHING RETURNING id"};
constexpr sql::Query kUpdateRoot{
    "signer.update_root",
    "UPDATE signer_root SET kind = $1, salt = $2, memory_kib = $3, passes = $4, updated_at = $5 WHERE id = 1"};
constexpr sql::Query kListKeks{"signer.list_keks", "SELECT version, sealed FROM signer_keks ORDER BY version"};
constexpr sql::Query kInsertKek{"signer.insert_kek",
                                "INSERT INTO signer_keks (version, sealed, created_at) VALUES ($1, $2, $3)"};
constexpr sql::Query kUpdateKek{"signer.update_kek", "UPDATE signer_keks SET sealed = $2 WHERE version = $1"};
constexpr sql::Query kFindKey{
    "signer.find_key",
    "SELECT key_id, owner, kind, exportable, kek_version, wrapped_data_key, sealed_secret, created_at "
    "FROM signer_keys WHERE key_id = $1 AND owner = $2"};
constexpr sql::Query kInsertKey{
    "signer.insert_key",
    "INSERT INTO signer_keys (key_id, owner, kind, exportable, kek_version, wrapped_data_key, sealed_secret, "
    "created_at) "
    "VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (key_id) DO NOTHING RETURNING key_id"};
constexpr sql::Query kListKeysNotUnder{
    "signer.list_keys_not_under",
    "SELECT key_id, owner, kind, exportable, kek_version, wrapped_data_key, sealed_secret, created_at "
    "FROM signer_keys WHERE kek_version <> $1 ORDER BY key_id LIMIT $2"};
constexpr sql::Query kUpdateWrapping{
    "signer.update_wrapping",
    "UPDATE signer_keys SET kek_version = $3, wrapped_data_key = $4 WHERE key_id = $1 AND kek_version = $2"};

std::string_view root_kind_name(RootKind kind) { return kind == RootKind::kPassphrase ? "passphrase" : "key_file"; }

RootRow read_root(const sql::Row& row) {
  RootRow out;
  out.kind = row.text(0) == root_kind_name(RootKind::kPassphrase) ? RootKind::kPassphrase : RootKind::kKeyFile;
  std::ranges::copy_n(row.bytes(1).begin(), std::min<std::ptrdiff_t>(16, std::ssize(row.bytes(1))), out.salt.begin());
  out.cost = {.memory_kib = static_cast<std::uint32_t>(row.i64(2)), .passes = static_cast<std::uint32_t>(row.i64(3))};
  return out;
}

StoredKey read_key(const sql::Row& row) {
  return {.identity = {.key_id = row.text(0), .owner = row.text(1), .kind = row.text(2)},
          .exportable = row.boolean(3),
          .sealed = {.kek_version = row.i64(4), .wrapped_data_key = row.bytes(5), .sealed_secret = row.bytes(6)},
          .created_at = row.time(7)};
}

}  // namespace

awaitable<Result<std::optional<RootRow>>> Store::find_root() {
  CO_TRY(const sql::Rows rows, co_await database_.read(kFindRoot));
  if (const auto row = rows.first()) co_return read_root(*row);
  co_return std::nullopt;
}

awaitable<Result<std::vector<SealedKek>>> Store::list_keks() {
  CO_TRY(const sql::Rows rows, co_await database_.read(kListKeks));
  std::vector<SealedKek> out;
  for (const sql::Row row : rows) out.push_back({.version = row.i64(0), .sealed = row.bytes(1)});
  co_return out;
}

awaitable<Result<void>> Store::create_root(RootRow root, SealedKek kek, Time now) {
  auto body = [&](sql::Transaction& transaction) -> awaitable<Result<void>> {
    CO_TRY(const sql::Rows inserted, co_await transaction.execute(kInsertRoot, root_kind_name(root.kind), root.salt,
                                                                  root.cost.memory_kib, root.cost.passes, now));
    if (inserted.empty()) co_return fail(conflict("the signer's key hierarchy exists already"));
    CO_CHECK(co_await transaction.execute(kInsertKek, kek.version, kek.sealed, now));
    co_return Result<void>();
  };
  co_return co_await database_.transaction(body);
}

awaitable<Result<void>> Store::replace_root(RootRow root, std::vector<SealedKek> keks, Time now) {
  auto body = [&](sql::Transaction& transaction) -> awaitable<Result<void>> {
    CO_TRY(const sql::Rows present, co_await transaction.execute(kListKeks));
    if (present.size() != keks.size()) co_return fail(conflict("a KEK was added meanwhile"));
    for (const SealedKek& kek : keks) {
      CO_TRY(const sql::Rows updated, co_await transaction.execute(kUpdateKek, kek.version, kek.sealed));
      if (updated.affected() != 1) co_return fail(conflict("the KEKs have changed meanwhile"));
    }
    CO_CHECK(co_await transaction.execute(kUpdateRoot, root_kind_name(root.kind), root.salt, root.cost.memory_kib,
                                          root.cost.passes, now));
    co_return Result<void>();
  };
  co_return co_await database_.transaction(body);
}

awaitable<Result<void>> Store::add_kek(SealedKek kek, Time now) {
  auto body = [&](sql::Transaction& transaction) -> awaitable<Result<void>> {
    CO_CHECK(co_await transaction.execute(kInsertKek, kek.version, kek.sealed, now));
    co_return Result<void>();
  };
  co_return co_await database_.transaction(body);
}

awaitable<Result<std::optional<StoredKey>>> Store::find_key(std::string key_id, std::string owner) {
  CO_TRY(const sql::Rows rows, co_await database_.read(kFindKey, key_id, owner));
  if (const auto row = rows.first()) co_return read_key(*row);
  co_return std::nullopt;
}

awaitable<Result<bool>> Store::insert_key(StoredKey key) {
  auto body = [&](sql::Transaction& transaction) -> awaitable<Result<bool>> {
    CO_TRY(const sql::Rows inserted,
           co_await transaction.execute(kInsertKey, key.identity.key_id, key.identity.owner, key.identity.kind,
                                        key.exportable ? 1 : 0, key.sealed.kek_version, key.sealed.wrapped_data_key,
                                        key.sealed.sealed_secret, key.created_at));
    co_return !inserted.empty();
  };
  co_return co_await database_.transaction(body);
}

awaitable<Result<std::vector<StoredKey>>> Store::list_keys_not_under(std::int64_t kek_version, std::int64_t limit) {
  CO_TRY(const sql::Rows rows, co_await database_.read(kListKeysNotUnder, kek_version, limit));
  std::vector<StoredKey> out;
  for (const sql::Row row : rows) out.push_back(read_key(row));
  co_return out;
}

awaitable<Result<void>> Store::update_wrapping(std::string key_id, std::int64_t old_version, SealedKey sealed) {
  auto body = [&](sql::Transaction& transaction) -> awaitable<Result<void>> {
    CO_CHECK(co_await transaction.execute(kUpdateWrapping, key_id, old_version, sealed.kek_version,
                                          sealed.wrapped_data_key));
    co_return Result<void>();
  };
  co_return co_await database_.transaction(body);
}

}  // namespace coffer::signer
