#include "services/signer/hierarchy.h"

#include "services/signer/envelope.h"

namespace coffer::signer {
namespace {

constexpr std::int64_t kRewrapBatch = 200;

Binding kek_binding(std::int64_t version) {
  return {.purpose = "kek", .key_id = std::to_string(version), .owner = {}, .kind = {}};
}

awaitable<Result<Secret<32>>> derive(HierarchyTools tools, const RootSecret& root, RootRow row) {
  co_return co_await tools.workers.run([root = root.clone(), row] { return root.derive(row.salt, row.cost); });
}

Result<RootRow> fresh_root(HierarchyTools& tools, RootKind kind) {
  RootRow row{.kind = kind, .salt = {}, .cost = {}};
  if (kind == RootKind::kPassphrase) row.cost = tools.passphrase_cost;
  COFFER_CHECK(tools.entropy.fill(row.salt));
  return row;
}

Result<Secret<32>> fresh_key(Entropy& entropy) {
  Secret<32> key;
  COFFER_CHECK(entropy.fill(key.expose_mutable()));
  return key;
}

Result<SealedKek> seal_kek(const Secret<32>& root_key, std::int64_t version, const Secret<32>& kek, Entropy& entropy) {
  COFFER_TRY(Bytes sealed, seal(root_key, kek_binding(version), kek.expose(), entropy));
  return SealedKek{.version = version, .sealed = std::move(sealed)};
}

using Keks = std::map<std::int64_t, Secret<32>>;

Result<Keks> open_keks(const Secret<32>& root_key, const std::vector<SealedKek>& sealed) {
  Keks keks;
  for (const SealedKek& row : sealed) {
    const auto opened = open(root_key, kek_binding(row.version), row.sealed);
    if (!opened)
      return fail(unauthenticated("the signer's passphrase or key file is not the one that sealed its keys"));
    COFFER_TRY(Secret<32> kek, Secret<32>::from(opened->expose()));
    keks.emplace(row.version, std::move(kek));
  }
  if (keks.empty()) return fail(internal("signer: a root without KEKs"));
  return keks;
}

awaitable<Result<KeyRing>> create_hierarchy(HierarchyTools tools, const RootSecret& root) {
  CO_TRY(const RootRow row, fresh_root(tools, root.kind()));
  CO_TRY(const Secret<32> root_key, co_await derive(tools, root, row));
  CO_TRY(Secret<32> kek, fresh_key(tools.entropy));
  CO_TRY(const SealedKek sealed, seal_kek(root_key, 1, kek, tools.entropy));
  CO_CHECK(co_await tools.store.create_root(row, sealed, tools.clock.now()));
  Keks keks;
  keks.emplace(1, std::move(kek));
  co_return KeyRing(std::move(keks));
}

struct Opened {
  Secret<32> root_key;
  Keks keks;
};

awaitable<Result<Opened>> open_existing(HierarchyTools tools, const RootSecret& root, RootRow row) {
  if (row.kind != root.kind()) {
    co_return fail(unauthenticated(row.kind == RootKind::kPassphrase ? "the signer's keys are sealed by a passphrase"
                                                                     : "the signer's keys are sealed by a key file"));
  }
  CO_TRY(Secret<32> root_key, co_await derive(tools, root, row));
  CO_TRY(const std::vector<SealedKek> sealed, co_await tools.store.list_keks());
  CO_TRY(Keks keks, open_keks(root_key, sealed));
  co_return Opened{.root_key = std::move(root_key), .keks = std::move(keks)};
}

awaitable<Result<Opened>> open_required(HierarchyTools tools, const RootSecret& root) {
  CO_TRY(const std::optional<RootRow> row, co_await tools.store.find_root());
  if (!row) co_return fail(not_found("the signer's key hierarchy"));
  co_return co_await open_existing(tools, root, *row);
}

}  // namespace

awaitable<Result<KeyRing>> open_hierarchy(HierarchyTools tools, const RootSecret& root) {
  CO_TRY(std::optional<RootRow> row, co_await tools.store.find_root());
  if (!row) {
    auto created = co_await create_hierarchy(tools, root);
    if (created || created.error().code != ErrorCode::kConflict) co_return created;
    // Another process was first: what it made is what counts.
    CO_TRY(row, co_await tools.store.find_root());
    if (!row) co_return fail(internal("signer: the root is gone"));
  }
  CO_TRY(Opened opened, co_await open_existing(tools, root, *row));
  co_return KeyRing(std::move(opened.keks));
}

awaitable<Result<void>> change_root(HierarchyTools tools, const RootSecret& current, const RootSecret& next) {
  CO_TRY(const Opened opened, co_await open_required(tools, current));
  CO_TRY(const RootRow row, fresh_root(tools, next.kind()));
  CO_TRY(const Secret<32> root_key, co_await derive(tools, next, row));
  std::vector<SealedKek> sealed;
  for (const auto& [version, kek] : opened.keks) {
    CO_TRY(SealedKek one, seal_kek(root_key, version, kek, tools.entropy));
    sealed.push_back(std::move(one));
  }
  co_return co_await tools.store.replace_root(row, std::move(sealed), tools.clock.now());
}

awaitable<Result<KeyRing>> add_kek(HierarchyTools tools, const RootSecret& root) {
  CO_TRY(Opened opened, co_await open_required(tools, root));
  const std::int64_t version = opened.keks.rbegin()->first + 1;
  CO_TRY(Secret<32> kek, fresh_key(tools.entropy));
  CO_TRY(const SealedKek sealed, seal_kek(opened.root_key, version, kek, tools.entropy));
  CO_CHECK(co_await tools.store.add_kek(sealed, tools.clock.now()));
  opened.keks.emplace(version, std::move(kek));
  co_return KeyRing(std::move(opened.keks));
}

awaitable<Result<std::int64_t>> rewrap_all(HierarchyTools tools, const KeyRing& ring) {
  std::int64_t count = 0;
  for (;;) {
    CO_TRY(const std::vector<StoredKey> batch,
           co_await tools.store.list_keys_not_under(ring.active_version(), kRewrapBatch));
    for (const StoredKey& key : batch) {
      CO_TRY(SealedKey sealed, ring.rewrap(key.identity, key.sealed, tools.entropy));
      CO_CHECK(co_await tools.store.update_wrapping(key.identity.key_id, key.sealed.kek_version, std::move(sealed)));
      ++count;
    }
    if (std::cmp_less(batch.size(), kRewrapBatch)) co_return count;
  }
}

}  // namespace coffer::signer
