#include "domain/bitcoin/transaction.h"

#include <algorithm>

#include "domain/bitcoin/serialize.h"
#include "domain/crypto/sha2.h"

namespace coffer::bitcoin {
namespace {

constexpr std::size_t kMaxRaw = 4'000'000;
constexpr std::size_t kLeastInput = 41;
constexpr std::size_t kLeastOutput = 9;

void append_inputs(Bytes& out, const std::vector<TxInput>& inputs) {
  append_compact_size(out, inputs.size());
  for (const TxInput& input : inputs) {
    append(out, input.previous.txid.bytes);
    append_u32(out, input.previous.index);
    append_var_bytes(out, input.script_sig);
    append_u32(out, input.sequence);
  }
}

void append_outputs(Bytes& out, const std::vector<TxOutput>& outputs) {
  append_compact_size(out, outputs.size());
  for (const TxOutput& output : outputs) {
    append_u64(out, output.amount_sats);
    append_var_bytes(out, output.script);
  }
}

void append_witnesses(Bytes& out, const std::vector<TxInput>& inputs) {
  for (const TxInput& input : inputs) {
    append_compact_size(out, input.witness.size());
    for (const Bytes& item : input.witness) append_var_bytes(out, item);
  }
}

Result<std::vector<TxInput>> read_inputs(WireReader& reader) {
  COFFER_TRY(const std::size_t count, reader.count(kLeastInput));
  std::vector<TxInput> out(count);
  for (TxInput& input : out) {
    COFFER_TRY(input.previous.txid.bytes, reader.fixed<32>());
    COFFER_TRY(input.previous.index, reader.u32());
    COFFER_TRY(const BytesView script, reader.var_bytes());
    input.script_sig = to_bytes(script);
    COFFER_TRY(input.sequence, reader.u32());
  }
  return out;
}

Result<std::vector<TxOutput>> read_outputs(WireReader& reader) {
  COFFER_TRY(const std::size_t count, reader.count(kLeastOutput));
  std::vector<TxOutput> out(count);
  std::uint64_t sum = 0;
  for (TxOutput& output : out) {
    COFFER_TRY(output.amount_sats, reader.u64());
    if (output.amount_sats > kMaxMoney || (sum += output.amount_sats) > kMaxMoney)
      return fail(invalid("transaction: more than 21 million bitcoin"));
    COFFER_TRY(const BytesView script, reader.var_bytes());
    output.script = to_bytes(script);
  }
  return out;
}

Result<void> read_witnesses(WireReader& reader, std::vector<TxInput>& inputs) {
  for (TxInput& input : inputs) {
    COFFER_TRY(const std::size_t count, reader.count(1));
    input.witness.reserve(count);
    for (std::size_t i = 0; i < count; ++i) {
      COFFER_TRY(const BytesView item, reader.var_bytes());
      input.witness.push_back(to_bytes(item));
    }
  }
  return {};
}

}  // namespace

Result<TxId> TxId::parse(std::string_view text) {
  COFFER_TRY(const Bytes bytes, parse_hex(text));
  if (bytes.size() != 32) return fail(invalid("txid: must be 64 hex digits"));
  TxId out;
  std::ranges::reverse_copy(bytes, out.bytes.begin());
  return out;
}

std::string TxId::text() const {
  const Bytes reversed(bytes.rbegin(), bytes.rend());
  return hex(reversed);
}

bool Transaction::has_witness() const {
  return std::ranges::any_of(inputs, [](const TxInput& input) { return !input.witness.empty(); });
}

Bytes encode(const Transaction& transaction, WitnessForm form) {
  const bool witness = form == WitnessForm::kAsPresent && transaction.has_witness();
  Bytes out;
  append_u32(out, transaction.version);
  if (witness) append(out, ByteArray<2>{0x00, 0x01});
  append_inputs(out, transaction.inputs);
  append_outputs(out, transaction.outputs);
  if (witness) append_witnesses(out, transaction.inputs);
  append_u32(out, transaction.lock_time);
  return out;
}

Result<Transaction> decode_unsigned_transaction(BytesView raw) {
  if (raw.size() > kMaxRaw) return fail(invalid("transaction: more than 4 MB"));
  WireReader reader(raw);
  Transaction out;
  COFFER_TRY(out.version, reader.u32());
  COFFER_TRY(out.inputs, read_inputs(reader));
  COFFER_TRY(out.outputs, read_outputs(reader));
  COFFER_TRY(out.lock_time, reader.u32());
  COFFER_CHECK(reader.finish());
  return out;
}

Result<Transaction> decode_transaction(BytesView raw) {
  if (raw.size() > kMaxRaw) return fail(invalid("transaction: more than 4 MB"));
  WireReader reader(raw);
  Transaction out;
  COFFER_TRY(out.version, reader.u32());
  const bool marked = reader.rest().size() >= 2 && reader.rest()[0] == 0;
  if (marked) {
    COFFER_TRY(const BytesView marker, reader.bytes(2));
    if (marker[1] != 1) return fail(invalid("BIP-144: an unknown witness flag"));
  }
  COFFER_TRY(out.inputs, read_inputs(reader));
  if (out.inputs.empty()) return fail(invalid("transaction: no inputs"));
  COFFER_TRY(out.outputs, read_outputs(reader));
  if (marked) COFFER_CHECK(read_witnesses(reader, out.inputs));
  if (marked && !out.has_witness()) return fail(invalid("BIP-144: a witness marker without witnesses"));
  COFFER_TRY(out.lock_time, reader.u32());
  COFFER_CHECK(reader.finish());
  return out;
}

TxId txid(const Transaction& transaction) {
  return {crypto::double_sha256(encode(transaction, WitnessForm::kWithout))};
}

TxId wtxid(const Transaction& transaction) { return {crypto::double_sha256(encode(transaction))}; }

std::size_t weight(const Transaction& transaction) {
  return 3 * encode(transaction, WitnessForm::kWithout).size() + encode(transaction).size();
}

std::size_t virtual_size(const Transaction& transaction) { return (weight(transaction) + 3) / 4; }

}  // namespace coffer::bitcoin
