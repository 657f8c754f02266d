#include "services/transactions/rows.h"

#include <algorithm>

namespace coffer::transactions {
namespace {

using sql::Row;
using sql::to_value;
using sql::Value;

/// A row holds what was checked before it was written; anything else is a broken database.
evm::Address stored_address(const std::string& text) { return evm::Address::parse(text).value(); }
evm::Hash stored_hash(const std::string& text) { return evm::Hash::parse(text).value(); }

std::optional<evm::Address> stored_address(const std::optional<std::string>& text) {
  if (!text) return std::nullopt;
  return stored_address(*text);
}

ByteArray<32> stored_digest(const Bytes& bytes) {
  ByteArray<32> out{};
  if (bytes.size() != out.size()) throw std::logic_error("a stored hash has another length");
  std::ranges::copy(bytes, out.begin());
  return out;
}

std::optional<std::uint64_t> stored_number(std::optional<std::int64_t> value) {
  if (!value) return std::nullopt;
  return static_cast<std::uint64_t>(*value);
}

Value optional_address(const std::optional<evm::Address>& address) {
  return address ? to_value(address->text()) : Value(sql::Null{});
}

Value optional_text(const std::string& text) { return text.empty() ? Value(sql::Null{}) : to_value(text); }

std::int64_t flag(bool value) { return value ? 1 : 0; }

void read_outcome(const Row& row, std::size_t at, Intent& out) {
  out.status = parse_status(row.text(at)).value();
  out.failure = {row.text(at + 1), row.text(at + 2)};
  out.nonce = stored_number(row.optional_i64(at + 3));
  out.hash = row.optional_text(at + 4).value_or("");
  out.block_number = stored_number(row.optional_i64(at + 5));
  out.fee_paid = row.optional_amount(at + 6);
  out.contract_address = row.text(at + 7);
  out.cancel_requested = row.boolean(at + 8);
  out.expiring = row.boolean(at + 9);
  if (const auto above = row.optional_i64(at + 10)) out.raise_above = static_cast<int>(*above);
  out.created_at = row.time(at + 11);
  out.updated_at = row.time(at + 12);
  out.version = row.i64(at + 13);
}

}  // namespace

Intent read_intent(const Row& row) {
  Intent out;
  out.id = row.text(0);
  out.owner = row.text(1);
  out.account_id = row.text(2);
  out.network = row.text(3);
  out.sender = stored_address(row.text(4));
  out.kind = row.text(5);
  out.to = stored_address(row.optional_text(6));
  out.value = row.amount(7);
  out.data = row.bytes(8);
  out.receiver = stored_address(row.optional_text(9));
  out.asset = row.text(10);
  out.amount = row.amount(11);
  out.speed = parse_speed(row.text(12)).value();
  out.gas_limit = static_cast<std::uint64_t>(row.i64(13));
  out.limits = {row.optional_amount(14), row.optional_amount(15)};
  out.l1_data_fee = row.amount(16);
  out.valid_until = row.optional_time(17);
  out.note = row.text(18);
  out.send = row.boolean(19);
  out.fail_if_replaced = row.boolean(20);
  out.idempotency_key = row.optional_text(21).value_or("");
  out.request_hash = stored_digest(row.bytes(22));
  out.effects = as_text(row.bytes(23));
  out.effect_hash = stored_digest(row.bytes(24));
  out.policy_version = row.text(25);
  out.policy_rule = row.text(26);
  out.policy_allowed = row.boolean(27);
  out.approvals_needed = row.i64(28);
  out.simulation = row.text(29);
  read_outcome(row, 30, out);
  return out;
}

sql::Values intent_values(const Intent& i) {
  return sql::to_values(
      i.id, i.owner, i.account_id, i.network, i.sender.text(), i.kind, optional_address(i.to), i.value, i.data,
      optional_address(i.receiver), i.asset, i.amount, speed_name(i.speed), i.gas_limit, i.limits.max_fee_per_gas,
      i.limits.max_priority_fee_per_gas, i.l1_data_fee, i.valid_until, i.note, flag(i.send), flag(i.fail_if_replaced),
      optional_text(i.idempotency_key), i.request_hash, to_bytes(i.effects), i.effect_hash, i.policy_version,
      i.policy_rule, flag(i.policy_allowed), i.approvals_needed, i.simulation, status_name(i.status), i.failure.code,
      i.failure.message, i.nonce, optional_text(i.hash), i.block_number, i.fee_paid, i.contract_address,
      flag(i.cancel_requested), flag(i.expiring), i.raise_above, i.created_at, i.updated_at, i.version);
}

LaneRow read_lane(const Row& row) {
  LaneRow out;
  out.key = {row.text(0), stored_address(row.text(1))};
  out.next_nonce = stored_number(row.optional_i64(2));
  out.fence = row.i64(3);
  out.condition = {lane_trouble_from(row.text(4)), row.text(5), row.amount(6), row.amount(7)};
  out.wake_at = row.time(8);
  return out;
}

Slot read_slot(const Row& row) {
  Slot out;
  out.nonce = static_cast<std::uint64_t>(row.i64(0));
  out.intent_id = row.text(1);
  out.state = slot_state_from(row.text(3));
  out.foreign = row.boolean(4);
  if (const auto block = row.optional_i64(5)) {
    out.inclusion = Inclusion{static_cast<std::uint64_t>(*block), stored_hash(row.text(6)), stored_hash(row.text(7))};
  }
  out.suspected_at = row.optional_time(8);
  return out;
}

Attempt read_attempt(const Row& row) {
  Attempt out;
  out.number = static_cast<int>(row.i64(1));
  out.kind = attempt_kind_from(row.text(2));
  out.hash = stored_hash(row.text(3));
  out.fees = {row.amount(4), row.amount(5), row.boolean(6)};
  out.gas_limit = static_cast<std::uint64_t>(row.i64(7));
  out.cost = row.amount(8);
  out.created_at = row.time(9);
  out.first_sent_at = row.optional_time(10);
  out.last_sent_at = row.optional_time(11);
  out.sends = static_cast<int>(row.i64(12));
  out.sent_block = static_cast<std::uint64_t>(row.i64(13));
  out.verdict = static_cast<Verdict>(row.i64(14));
  out.accepted = row.boolean(15);
  out.node = row.text(16);
  out.message = row.text(17);
  return out;
}

std::string sender_text(const LaneKey& key) { return key.sender.text(); }

}  // namespace coffer::transactions
