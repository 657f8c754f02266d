#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"
#include "coffer/chains/v1/chains.pb.h"
#include "domain/evm/hash.h"
#include "services/transactions/fees.h"

namespace coffer::transactions {

using chains::v1::Verdict;

/// Where a ticket (network, sender, nonce) stands.
enum class SlotState : std::uint8_t {
  kReserved,   // the nonce is taken, no bytes exist
  kSigned,     // bytes are stored, no node has said that it has them
  kSubmitted,  // a node has them
  kMined,      // one attempt is in a block
  kReleased,   // given back unused while higher ones live: the next intent or a filler takes it
  kSpent,      // final: the ticket is used
};
std::string_view slot_state_name(SlotState state);
SlotState slot_state_from(std::string_view name);

enum class AttemptKind : std::uint8_t { kOriginal, kBump, kCancel, kFiller, kImported };
std::string_view attempt_kind_name(AttemptKind kind);
AttemptKind attempt_kind_from(std::string_view name);

/// One signed transaction on a ticket. The bytes stay in the store until they are sent.
struct Attempt {
  int number = 1;
  AttemptKind kind = AttemptKind::kOriginal;
  evm::Hash hash = {};
  FeeTerms fees = {};
  std::uint64_t gas_limit = 0;
  U256 cost = {};  // the most it can take from the account
  Time created_at = {};
  std::optional<Time> first_sent_at = {};
  std::optional<Time> last_sent_at = {};
  int sends = 0;
  std::uint64_t sent_block = 0;  // the head when it was first sent
  Verdict verdict = Verdict::VERDICT_UNKNOWN;
  bool accepted = false;     // some node has ever said that it has it
  std::string node = {};     // who answered last, by its configured name
  std::string message = {};  // that node's words
};

struct Inclusion {
  std::uint64_t block_number = 0;
  evm::Hash block_hash;
  evm::Hash hash;  // of the attempt
  bool operator==(const Inclusion&) const = default;
};

struct Slot {
  std::uint64_t nonce = 0;
  std::string intent_id = {};  // empty: a filler, or foreign
  SlotState state = SlotState::kReserved;
  bool foreign = false;                     // used by somebody else with the same key
  std::optional<Inclusion> inclusion = {};  // of a submitted slot: where a deep reorganisation undid it
  /// When the nonce was first seen used without any of our attempts being found.
  std::optional<Time> suspected_at = {};
  std::vector<Attempt> attempts = {};  // by number
  /// While there are no bytes: what the first attempt takes from the account at today's fees. In no row, a
  /// turn fills it in.
  U256 expected_cost = {};

  [[nodiscard]] const Attempt* find(const evm::Hash& hash) const;
  [[nodiscard]] const Attempt* newest() const { return attempts.empty() ? nullptr : &attempts.back(); }
  /// The newest attempt that does what the intent wants, past cancels and fillers.
  [[nodiscard]] bool has_kind(AttemptKind kind) const;
  [[nodiscard]] bool ever_accepted() const;
  /// What the slot may still take from the account; zero once mined.
  [[nodiscard]] U256 reserved_cost() const;
};

/// What the chain says of one attempt.
struct Sighting {
  enum class Place : std::uint8_t { kUnknown, kPending, kMined };
  Place place = Place::kUnknown;
  std::uint64_t block_number = 0;
  evm::Hash block_hash;
  bool final = false;
  bool succeeded = false;
  U256 fee_paid;
  std::string revert_reason;
  std::string contract_address;
};

/// What the chain says of a lane, read in this order: nonces and balance, then sightings.
struct ChainView {
  std::uint64_t latest_nonce = 0;
  std::uint64_t pending_nonce = 0;
  std::uint64_t final_nonce = 0;
  U256 balance;
  std::uint64_t head = 0;
  FeeMarket fees;
  std::map<evm::Hash, Sighting> sightings;  // of the attempts that were asked for

  [[nodiscard]] const Sighting* find(const evm::Hash& hash) const;
};

}  // namespace coffer::transactions
