#pragma once

#include "base/entropy.h"
#include "base/time.h"
#include "platform/async/workers.h"
#include "services/signer/key_ring.h"
#include "services/signer/root.h"
#include "services/signer/store.h"

namespace coffer::signer {

/// What opening and rotating the hierarchy needs.
struct HierarchyTools {
  Store& store;
  const Clock& clock;
  Entropy& entropy;
  async::Workers& workers;
  /// The cost that new passphrases are hardened with; tests take less.
  crypto::Argon2Cost passphrase_cost = crypto::kArgon2RootCost;
};

/// Opens every KEK, making the first one when there is none. UNAUTHENTICATED when the secret is not the one that sealed
/// them, or of another kind.
awaitable<Result<KeyRing>> open_hierarchy(HierarchyTools tools, const RootSecret& root);

/// Seals all KEKs anew under another root secret; wallets' rows stay as they are.
awaitable<Result<void>> change_root(HierarchyTools tools, const RootSecret& current, const RootSecret& next);

/// Adds a KEK, which seals from the next opening on. Answers the ring that has it.
awaitable<Result<KeyRing>> add_kek(HierarchyTools tools, const RootSecret& root);

/// Puts every data key under the ring's active KEK, in batches; it may be stopped and started again. Answers how many.
awaitable<Result<std::int64_t>> rewrap_all(HierarchyTools tools, const KeyRing& ring);

}  // namespace coffer::signer
