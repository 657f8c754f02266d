#include "domain/bitcoin/sighash.h"

#include <algorithm>

#include "domain/bitcoin/script.h"
#include "domain/bitcoin/serialize.h"
#include "domain/crypto/sha2.h"

namespace coffer::bitcoin {
namespace {

constexpr std::uint32_t kOutputMask = 0x1f;

bool anyone_can_pay(std::uint32_t type) { return (type & kSighashAnyoneCanPay) != 0; }
bool is_none(std::uint32_t type) { return (type & kOutputMask) == kSighashNone; }
bool is_single(std::uint32_t type) { return (type & kOutputMask) == kSighashSingle; }

Result<void> check_input(const Transaction& transaction, std::size_t input) {
  if (input >= transaction.inputs.size()) return fail(invalid_field("input", "sighash: no such input"));
  return {};
}

/// The script without its OP_CODESEPARATORs; what follows a malformed push is kept as it is.
Bytes without_code_separators(BytesView script) {
  Bytes out;
  while (!script.empty()) {
    const std::uint8_t opcode = script[0];
    std::size_t size = 1;
    if (opcode < 0x4c) size += opcode;
    if (opcode >= 0x4c && opcode <= 0x4e) {
      const std::size_t count = std::size_t{1} << (opcode - 0x4cU);
      std::size_t length = 0;
      for (std::size_t i = std::min(count, script.size() - 1); i > 0; --i) length = length << 8U | script[i];
      size += count + length;
    }
    size = std::min(size, script.size());
    if (opcode != static_cast<std::uint8_t>(Opcode::kCodeSeparator)) append(out, script.first(size));
    script = script.subspan(size);
  }
  return out;
}

void append_outpoint(Bytes& out, const OutPoint& outpoint) {
  append(out, outpoint.txid.bytes);
  append_u32(out, outpoint.index);
}

void append_output(Bytes& out, const TxOutput& output) {
  append_u64(out, output.amount_sats);
  append_var_bytes(out, output.script);
}

Bytes all_outpoints(const Transaction& transaction) {
  Bytes out;
  for (const TxInput& input : transaction.inputs) append_outpoint(out, input.previous);
  return out;
}

Bytes all_sequences(const Transaction& transaction) {
  Bytes out;
  for (const TxInput& input : transaction.inputs) append_u32(out, input.sequence);
  return out;
}

Bytes all_outputs(const Transaction& transaction) {
  Bytes out;
  for (const TxOutput& output : transaction.outputs) append_output(out, output);
  return out;
}

Bytes one_output(const TxOutput& output) {
  Bytes out;
  append_output(out, output);
  return out;
}

/// The outputs that the type signs, written as a legacy transaction writes them.
void append_legacy_outputs(Bytes& out, const Transaction& transaction, std::size_t input, std::uint32_t type) {
  if (is_none(type)) return append_compact_size(out, 0);
  const std::size_t count = is_single(type) ? input + 1 : transaction.outputs.size();
  append_compact_size(out, count);
  for (std::size_t i = 0; i < count; ++i) {
    const bool blank = is_single(type) && i != input;
    append_output(out, blank ? TxOutput{.amount_sats = ~std::uint64_t{0}, .script = {}} : transaction.outputs[i]);
  }
}

bool is_taproot_type(std::uint32_t type) {
  const std::uint32_t base = type & ~kSighashAnyoneCanPay;
  return type == kSighashDefault || (base >= kSighashAll && base <= kSighashSingle);
}

/// The hashes over all inputs and outputs that BIP-341 signs first.
void append_common(Bytes& out, const Transaction& transaction, const SharedHashes& shared, std::uint32_t type) {
  append_u32(out, transaction.version);
  append_u32(out, transaction.lock_time);
  if (!anyone_can_pay(type)) {
    append(out, shared.outpoints);
    append(out, shared.spent_amounts);
    append(out, shared.spent_scripts);
    append(out, shared.sequences);
  }
  if (!is_none(type) && !is_single(type)) append(out, shared.outputs);
}

Result<void> check_taproot(const Transaction& transaction, std::size_t input, const std::vector<TxOutput>& spent,
                           const TaprootSighash& options) {
  COFFER_CHECK(check_input(transaction, input));
  if (!is_taproot_type(options.type)) return fail(invalid_field("type", "BIP-341: an unknown sighash type"));
  if (spent.size() != transaction.inputs.size())
    return fail(invalid_field("prevouts", "BIP-341: the spent outputs of all inputs are needed"));
  if (is_single(options.type) && input >= transaction.outputs.size())
    return fail(invalid_field("type", "BIP-341: SIGHASH_SINGLE without its output"));
  if (options.annex && (options.annex->empty() || (*options.annex)[0] != 0x50))
    return fail(invalid_field("annex", "BIP-341: an annex begins with 50"));
  return {};
}

}  // namespace

SharedHashes::SharedHashes(const Transaction& transaction)
    : outpoints(crypto::sha256(BytesView(all_outpoints(transaction)))),
      sequences(crypto::sha256(BytesView(all_sequences(transaction)))),
      outputs(crypto::sha256(BytesView(all_outputs(transaction)))),
      outpoints_twice(crypto::sha256(BytesView(outpoints))),
      sequences_twice(crypto::sha256(BytesView(sequences))),
      outputs_twice(crypto::sha256(BytesView(outputs))) {}

SharedHashes::SharedHashes(const Transaction& transaction, const std::vector<TxOutput>& spent)
    : SharedHashes(transaction) {
  Bytes amounts;
  Bytes scripts;
  for (const TxOutput& output : spent) {
    append_u64(amounts, output.amount_sats);
    append_var_bytes(scripts, output.script);
  }
  spent_amounts = crypto::sha256(BytesView(amounts));
  spent_scripts = crypto::sha256(BytesView(scripts));
}

Result<crypto::Hash256> legacy_sighash(const Transaction& transaction, std::size_t input, BytesView script_code,
                                       std::uint32_t type) {
  COFFER_CHECK(check_input(transaction, input));
  if (is_single(type) && input >= transaction.outputs.size()) return crypto::Hash256{1};
  const Bytes code = without_code_separators(script_code);
  Bytes out;
  append_u32(out, transaction.version);
  append_compact_size(out, anyone_can_pay(type) ? 1 : transaction.inputs.size());
  for (std::size_t i = 0; i < transaction.inputs.size(); ++i) {
    if (anyone_can_pay(type) && i != input) continue;
    append_outpoint(out, transaction.inputs[i].previous);
    append_var_bytes(out, i == input ? BytesView(code) : BytesView());
    const bool free = i != input && (is_none(type) || is_single(type));
    append_u32(out, free ? 0 : transaction.inputs[i].sequence);
  }
  append_legacy_outputs(out, transaction, input, type);
  append_u32(out, transaction.lock_time);
  append_u32(out, type);
  return crypto::double_sha256(out);
}

Result<crypto::Hash256> segwit_v0_sighash(const Transaction& transaction, std::size_t input, BytesView script_code,
                                          std::uint64_t amount_sats, std::uint32_t type) {
  return segwit_v0_sighash(transaction, input, script_code, amount_sats, type, SharedHashes(transaction));
}

Result<crypto::Hash256> segwit_v0_sighash(const Transaction& transaction, std::size_t input, BytesView script_code,
                                          std::uint64_t amount_sats, std::uint32_t type, const SharedHashes& shared) {
  COFFER_CHECK(check_input(transaction, input));
  const bool partial_outputs = is_none(type) || is_single(type);
  const crypto::Hash256 zero{};
  Bytes out;
  append_u32(out, transaction.version);
  append(out, anyone_can_pay(type) ? zero : shared.outpoints_twice);
  append(out, anyone_can_pay(type) || partial_outputs ? zero : shared.sequences_twice);
  append_outpoint(out, transaction.inputs[input].previous);
  append_var_bytes(out, script_code);
  append_u64(out, amount_sats);
  append_u32(out, transaction.inputs[input].sequence);
  if (!partial_outputs) {
    append(out, shared.outputs_twice);
  } else if (is_single(type) && input < transaction.outputs.size()) {
    append(out, crypto::double_sha256(one_output(transaction.outputs[input])));
  } else {
    append(out, zero);
  }
  append_u32(out, transaction.lock_time);
  append_u32(out, type);
  return crypto::double_sha256(out);
}

Result<crypto::Hash256> taproot_sighash(const Transaction& transaction, std::size_t input,
                                        const std::vector<TxOutput>& spent, const TaprootSighash& options) {
  return taproot_sighash(transaction, input, spent, options, SharedHashes(transaction, spent));
}

Result<crypto::Hash256> taproot_sighash(const Transaction& transaction, std::size_t input,
                                        const std::vector<TxOutput>& spent, const TaprootSighash& options,
                                        const SharedHashes& shared) {
  COFFER_CHECK(check_taproot(transaction, input, spent, options));
  const std::uint32_t type = options.type;
  Bytes out = {0x00, static_cast<std::uint8_t>(type)};
  append_common(out, transaction, shared, type);
  const unsigned extension = options.tapscript ? 1 : 0;
  out.push_back(static_cast<std::uint8_t>(2 * extension + (options.annex ? 1U : 0U)));
  if (anyone_can_pay(type)) {
    append_outpoint(out, transaction.inputs[input].previous);
    append_output(out, spent[input]);
    append_u32(out, transaction.inputs[input].sequence);
  } else {
    append_u32(out, static_cast<std::uint32_t>(input));
  }
  if (options.annex) {
    Bytes annex;
    append_var_bytes(annex, *options.annex);
    append(out, crypto::sha256(annex));
  }
  if (is_single(type)) append(out, crypto::sha256(one_output(transaction.outputs[input])));
  if (options.tapscript) {
    append(out, options.tapscript->leaf_hash);
    out.push_back(0x00);  // key version
    append_u32(out, options.tapscript->code_separator);
  }
  return crypto::tagged_hash("TapSighash", {BytesView(out)});
}

}  // namespace coffer::bitcoin
