#pragma once

#include "platform/sql/rows.h"
#include "platform/sql/value.h"
#include "services/transactions/store.h"

/// Between rows and records; the column lists of the statements stand here, once each.
namespace coffer::transactions {

#define COFFER_INTENT_COLUMNS                                                                               \
  "id, owner, account_id, network, sender, kind, to_address, value, data, receiver, asset, amount, speed, " \
  "gas_limit, max_fee_per_gas, max_priority_fee_per_gas, l1_data_fee, valid_until, note, send_it, "         \
  "fail_if_replaced, idempotency_key, request_hash, effects, effect_hash, policy_version, policy_rule, "    \
  "policy_allowed, approvals_needed, simulation, status, failure_code, failure_message, nonce, hash, "      \
  "block_number, fee_paid, contract_address, cancel_requested, expiring, raise_above, created_at, updated_at, version"
#define COFFER_LANE_COLUMNS "network, sender, next_nonce, fence, trouble, trouble_text, needed, available, wake_at"
#define COFFER_SLOT_COLUMNS \
  "nonce, intent_id, account_id, state, foreign_use, block_number, block_hash, mined_hash, suspected_at"
#define COFFER_ATTEMPT_COLUMNS                                                                                  \
  "nonce, number, kind, hash, max_fee_per_gas, max_priority_fee_per_gas, legacy, gas_limit, cost, created_at, " \
  "first_sent_at, last_sent_at, sends, sent_block, verdict, accepted, node, message"

Intent read_intent(const sql::Row& row);
sql::Values intent_values(const Intent& intent);
LaneRow read_lane(const sql::Row& row);
/// Without attempts.
Slot read_slot(const sql::Row& row);
Attempt read_attempt(const sql::Row& row);

/// How addresses stand in rows: EIP-55.
std::string sender_text(const LaneKey& key);

}  // namespace coffer::transactions
