#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/u256.h"
#include "domain/evm/effects.h"
#include "services/signer/store.h"

namespace coffer::signer {

/// How much of one asset may go, in its smallest unit.
struct Limit {
  std::optional<U256> per_transaction;
  std::optional<U256> per_day;  // of one owner, in any 24 hours
};

/// An asset of a chain: CAIP-2 and the lower-case contract address, empty for the native coin.
struct AssetName {
  std::string chain;
  std::string asset;
  auto operator<=>(const AssetName&) const = default;
};

/// What may be signed. The defaults are the built-in policy: no amount limits, and nothing that gives control away.
struct Policy {
  std::string version = "builtin-1";
  std::map<AssetName, Limit> limits;
  std::set<evm::Address> deny;              // nobody pays, calls or approves these
  std::set<evm::Address> allow;             // unless empty: nobody else
  std::set<evm::Address> trusted_spenders;  // may be approved without bound
  std::set<evm::Address> trusted_code;      // may be delegated to (EIP-7702, DELEGATECALL)
  bool allow_unlimited_approvals = false;
  bool allow_delegations = false;
  bool allow_upgrades = false;
  bool allow_contract_creation = true;
  bool allow_unknown_calls = true;
  bool allow_unlisted_assets = true;  // that no limit names
};

/// Reads a policy from JSON of at most 1 MiB: the members of `Policy` by name, `limits` as a list of
/// {network, asset?, per_transaction?, per_day?}, addresses as text. Unknown members are refused by name. The version
/// is `version` of the document followed by the first 12 hex digits of its SHA-256.
Result<Policy> parse_policy(std::string_view json);

/// What the policy says of effects that an account asks for.
struct Decision {
  bool allowed = true;
  std::string rule = "allowed";  // that decided
  std::string reason = "no rule objects";
  std::vector<Spend>
      limited;  // what counts against a daily limit, with its bound beside it; to be checked by the store
  std::vector<U256> daily;
};

/// Applies every rule but the daily limits, which need history. `chain` is CAIP-2, empty where a message names none.
Decision evaluate(const Policy& policy, const std::string& chain, const evm::Address& account,
                  const evm::Effects& effects);

/// The refusal of what would pass a daily limit.
Decision daily_limit_passed(const Spend& spend);

}  // namespace coffer::signer
