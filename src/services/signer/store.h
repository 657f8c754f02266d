#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/time.h"
#include "base/u256.h"
#include "platform/sql/database.h"
#include "platform/sql/migrations.h"
#include "services/signer/key_ring.h"
#include "services/signer/root.h"

namespace coffer::signer {

using sql::awaitable;

const sql::Migrations& migrations();

/// How the root key is made.
struct RootRow {
  RootKind kind = RootKind::kKeyFile;
  ByteArray<16> salt{};
  crypto::Argon2Cost cost;
};

struct SealedKek {
  std::int64_t version = 0;
  Bytes sealed;
};

struct StoredKey {
  KeyIdentity identity;
  bool exportable = false;
  SealedKey sealed;
  Time created_at;
};

/// Money that a signature lets go, in the asset's smallest unit.
struct Spend {
  std::string chain;  // CAIP-2
  std::string asset;  // lower-case contract address; empty for the native coin
  U256 amount;
  bool operator==(const Spend&) const = default;
};

/// The signer's rows. Everything secret in them is sealed before it comes here.
class Store {
 public:
  explicit Store(sql::Database& database) : database_(database) {}

  /// Nothing before the first start.
  awaitable<Result<std::optional<RootRow>>> find_root();
  awaitable<Result<std::vector<SealedKek>>> list_keks();
  /// The first root with the first KEK; CONFLICT when another process was first.
  awaitable<Result<void>> create_root(RootRow root, SealedKek kek, Time now);
  /// Another root for all KEKs at once; CONFLICT when KEKs were added meanwhile.
  awaitable<Result<void>> replace_root(RootRow root, std::vector<SealedKek> keks, Time now);
  awaitable<Result<void>> add_kek(SealedKek kek, Time now);

  /// Another owner's key is answered like an unknown one.
  awaitable<Result<std::optional<StoredKey>>> find_key(std::string key_id, std::string owner);
  /// True when it was stored, false when a key of this id is there already.
  awaitable<Result<bool>> insert_key(StoredKey key);
  /// Keys under other KEKs than this one, at most `limit`.
  awaitable<Result<std::vector<StoredKey>>> list_keys_not_under(std::int64_t kek_version, std::int64_t limit);
  /// Puts a data key under another KEK unless that has happened already.
  awaitable<Result<void>> update_wrapping(std::string key_id, std::int64_t old_version, SealedKey sealed);

  /// Records what an intent lets go, unless its owner would pass a bound: `daily` holds the most that may go of each of
  /// these assets since `since`, this intent counted once at its largest amount. Answers the first spend that does not
  /// fit, and then nothing is recorded.
  awaitable<Result<std::optional<Spend>>> record_spends(std::string owner, std::string intent_id,
                                                        std::vector<Spend> spends, std::vector<U256> daily, Time since,
                                                        Time now);
  /// The same question without recording.
  awaitable<Result<std::optional<Spend>>> check_spends(std::string owner, std::string intent_id,
                                                       std::vector<Spend> spends, std::vector<U256> daily, Time since);
  /// Forgets spends that no limit looks at any more.
  awaitable<Result<void>> purge_spends(Time before);

 private:
  sql::Database& database_;
};

}  // namespace coffer::signer
