#include "domain/bitcoin/psbt_version2.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "domain/bitcoin/psbt_construct.h"
#include "domain/bitcoin/psbt_fields.h"
#include "domain/bitcoin/serialize.h"

namespace coffer::bitcoin {
namespace {

Bytes u64_bytes(std::uint64_t value) {
  Bytes out;
  append_u64(out, value);
  return out;
}

Bytes count_bytes(std::size_t value) {
  Bytes out;
  append_compact_size(out, value);
  return out;
}

/// The field's value, which is then gone from the map.
Result<Bytes> take(PsbtMap& map, std::uint8_t type, const char* name) {
  const auto value = map.value(type);
  if (!value) return fail(invalid(std::string("BIP-370: the ") + name + " is missing"));
  Bytes out = to_bytes(*value);
  map.erase(type);
  return out;
}

Result<std::size_t> take_count(PsbtMap& map, std::uint8_t type, const char* name, std::size_t most) {
  COFFER_TRY(const Bytes value, take(map, type, name));
  COFFER_TRY(const std::uint64_t count, WireReader(value).compact_size());
  if (count > most) return fail(invalid("a count beyond the data"));
  return count;
}

std::optional<std::uint32_t> u32_field(const PsbtMap& map, std::uint8_t type) {
  const auto value = map.value(type);
  return value ? std::optional(WireReader(*value).u32().value_or(0)) : std::nullopt;
}

/// BIP-370, "Determining Lock Time": the kind that every input with a requirement accepts, heights before times, and of
/// it the latest.
Result<std::uint32_t> lock_time_of(const Psbt& psbt) {
  std::optional<std::uint32_t> height = 0;
  std::optional<std::uint32_t> time = 0;
  bool required = false;
  for (const PsbtMap& input : psbt.inputs) {
    const auto input_height = u32_field(input, psbt_in::kRequiredHeightLockTime);
    const auto input_time = u32_field(input, psbt_in::kRequiredTimeLockTime);
    if (!input_height && !input_time) continue;
    required = true;
    height = height && input_height ? std::optional(std::max(*height, *input_height)) : std::nullopt;
    time = time && input_time ? std::optional(std::max(*time, *input_time)) : std::nullopt;
  }
  if (!required) return u32_field(psbt.global, psbt_global::kFallbackLockTime).value_or(0);
  if (height) return *height;
  if (time) return *time;
  return fail(invalid("BIP-370: inputs that need a height and inputs that need a time"));
}

}  // namespace

Result<void> take_counts(Psbt& psbt, std::size_t rest) {
  COFFER_TRY(const Bytes version, take(psbt.global, psbt_global::kTransactionVersion, "transaction version"));
  COFFER_TRY(psbt.transaction.version, WireReader(version).u32());
  COFFER_TRY(const std::size_t inputs, take_count(psbt.global, psbt_global::kInputCount, "input count", rest));
  COFFER_TRY(const std::size_t outputs, take_count(psbt.global, psbt_global::kOutputCount, "output count", rest));
  psbt.global.erase(psbt_global::kVersion);
  psbt.inputs.resize(inputs);
  psbt.outputs.resize(outputs);
  return {};
}

Result<void> take_fields(Psbt& psbt) {
  psbt.transaction.inputs.resize(psbt.inputs.size());
  for (std::size_t i = 0; i < psbt.inputs.size(); ++i) {
    OutPoint& previous = psbt.transaction.inputs[i].previous;
    COFFER_TRY(const Bytes txid, take(psbt.inputs[i], psbt_in::kPreviousTxid, "previous txid"));
    std::ranges::copy(txid, previous.txid.bytes.begin());
    COFFER_TRY(const Bytes index, take(psbt.inputs[i], psbt_in::kOutputIndex, "output index"));
    COFFER_TRY(previous.index, WireReader(index).u32());
  }
  std::uint64_t sum = 0;
  psbt.transaction.outputs.resize(psbt.outputs.size());
  for (std::size_t i = 0; i < psbt.outputs.size(); ++i) {
    TxOutput& output = psbt.transaction.outputs[i];
    COFFER_TRY(const Bytes amount, take(psbt.outputs[i], psbt_out::kAmount, "amount"));
    COFFER_TRY(output.amount_sats, WireReader(amount).u64());
    if ((sum += output.amount_sats) > kMaxMoney) return fail(invalid("transaction: more than 21 million bitcoin"));
    COFFER_TRY(output.script, take(psbt.outputs[i], psbt_out::kScript, "script"));
  }
  return settle_sequences_and_lock_time(psbt);
}

Result<void> settle_sequences_and_lock_time(Psbt& psbt) {
  for (std::size_t i = 0; i < psbt.inputs.size(); ++i)
    psbt.transaction.inputs[i].sequence = u32_field(psbt.inputs[i], psbt_in::kSequence).value_or(kFinalSequence);
  COFFER_TRY(psbt.transaction.lock_time, lock_time_of(psbt));
  return {};
}

void put_global_fields(const Psbt& psbt, PsbtMap& global) {
  global.set(psbt_global::kTransactionVersion, {}, u32_bytes(psbt.transaction.version));
  global.set(psbt_global::kInputCount, {}, count_bytes(psbt.inputs.size()));
  global.set(psbt_global::kOutputCount, {}, count_bytes(psbt.outputs.size()));
  global.set(psbt_global::kVersion, {}, u32_bytes(2));
}

void put_input_fields(const TxInput& input, PsbtMap& map) {
  map.set(psbt_in::kPreviousTxid, {}, input.previous.txid.bytes);
  map.set(psbt_in::kOutputIndex, {}, u32_bytes(input.previous.index));
}

void put_output_fields(const TxOutput& output, PsbtMap& map) {
  map.set(psbt_out::kAmount, {}, u64_bytes(output.amount_sats));
  map.set(psbt_out::kScript, {}, output.script);
}

Transaction identity_of(const Psbt& psbt) {
  Transaction out = psbt.transaction;
  if (psbt.version == 2)
    for (TxInput& input : out.inputs) input.sequence = 0;
  return out;
}

void merge_modifiable(PsbtMap& global, const PsbtMap& other) {
  const std::uint8_t a = modifiable_flags(global);
  const std::uint8_t b = modifiable_flags(other);
  const auto flags = static_cast<std::uint8_t>((a & b & (modifiable::kInputs | modifiable::kOutputs)) |
                                               ((a | b) & modifiable::kHasSighashSingle));
  if (flags != a) global.set(psbt_global::kModifiable, {}, Bytes{flags});
}

}  // namespace coffer::bitcoin
