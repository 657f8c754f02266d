#include "domain/bitcoin/psbt.h"

#include <algorithm>
#include <utility>

#include "domain/bitcoin/psbt_fields.h"
#include "domain/bitcoin/psbt_version2.h"
#include "domain/bitcoin/serialize.h"
#include "domain/bitcoin/verify.h"

namespace coffer::bitcoin {
namespace {

constexpr std::size_t kMaxBytes = 4'000'000;
constexpr ByteArray<5> kMagic = {0x70, 0x73, 0x62, 0x74, 0xff};

Bytes key_of(std::uint8_t type, BytesView key_data) {
  Bytes out = {type};
  append(out, key_data);
  return out;
}

Result<PsbtMap> read_map(WireReader& reader) {
  PsbtMap out;
  for (;;) {
    COFFER_TRY(const BytesView key, reader.var_bytes());
    if (key.empty()) return out;
    COFFER_TRY(const BytesView value, reader.var_bytes());
    if (!out.insert(to_bytes(key), value)) return fail(invalid("BIP-174: a key is given twice"));
  }
}

Result<void> check_unsigned(const Transaction& transaction) {
  for (const TxInput& input : transaction.inputs)
    if (!input.script_sig.empty() || !input.witness.empty())
      return fail(invalid("BIP-174: the transaction must have no script_sigs and no witnesses"));
  return {};
}

/// Takes the transaction out of the global map, where its one home would otherwise be two.
Result<void> take_transaction(Psbt& psbt) {
  const auto raw = psbt.global.value(psbt_global::kUnsignedTransaction);
  if (!raw) return fail(invalid("BIP-174: the unsigned transaction is missing"));
  COFFER_TRY(psbt.transaction, decode_unsigned_transaction(*raw));
  COFFER_CHECK(check_unsigned(psbt.transaction));
  psbt.global.erase(psbt_global::kUnsignedTransaction);
  psbt.inputs.resize(psbt.transaction.inputs.size());
  psbt.outputs.resize(psbt.transaction.outputs.size());
  return {};
}

std::string input_name(std::size_t input) { return "inputs[" + std::to_string(input) + "]"; }

/// The signatures of a finished transaction, as far as the spent outputs are known.
Result<void> verify_all(const Psbt& psbt, const Transaction& transaction) {
  std::vector<TxOutput> spent;
  for (std::size_t i = 0; i < psbt.inputs.size(); ++i) {
    const bool known = psbt.inputs[i].value(psbt_in::kNonWitnessUtxo) || psbt.inputs[i].value(psbt_in::kWitnessUtxo);
    if (!known) return {};
    COFFER_TRY(TxOutput output, spent_output(psbt, i));
    spent.push_back(std::move(output));
  }
  for (std::size_t i = 0; i < spent.size(); ++i) {
    auto verified = verify_input(transaction, i, spent);
    if (!verified && !is_unsupported(verified.error())) return fail(std::move(verified).error().under(input_name(i)));
  }
  return {};
}

}  // namespace

std::optional<BytesView> PsbtMap::value(std::uint8_t type) const { return value(type, {}); }

std::optional<BytesView> PsbtMap::value(std::uint8_t type, BytesView key_data) const {
  const auto found = entries_.find(key_of(type, key_data));
  return found == entries_.end() ? std::nullopt : std::optional<BytesView>(found->second);
}

std::vector<PsbtMap::Entry> PsbtMap::all(std::uint8_t type) const {
  std::vector<Entry> out;
  const auto keys = order_.find(type);
  if (keys == order_.end()) return out;
  for (const Bytes& key : keys->second)
    out.push_back({.key_data = BytesView(key).subspan(1), .value = entries_.find(key)->second});
  return out;
}

bool PsbtMap::insert(const Bytes& key, BytesView value) {
  if (!entries_.emplace(key, to_bytes(value)).second) return false;
  order_[key[0]].push_back(key);
  return true;
}

void PsbtMap::set(std::uint8_t type, BytesView key_data, BytesView value) {
  const Bytes key = key_of(type, key_data);
  if (entries_.insert_or_assign(key, to_bytes(value)).second) {
    auto& keys = order_[type];
    keys.insert(std::ranges::upper_bound(keys, key), key);
  }
}

void PsbtMap::erase(std::uint8_t type) {
  std::erase_if(entries_, [type](const auto& entry) { return entry.first[0] == type; });
  order_.erase(type);
}

void PsbtMap::merge(const PsbtMap& other) {
  for (const auto& [type, keys] : other.order_)
    for (const Bytes& key : keys) insert(key, other.entries_.find(key)->second);
}

void PsbtMap::append_to(Bytes& out) const {
  for (const auto& [type, keys] : order_)
    for (const Bytes& key : keys) {
      append_var_bytes(out, key);
      append_var_bytes(out, entries_.find(key)->second);
    }
  out.push_back(0);
}

Result<Psbt> Psbt::create(Transaction transaction) {
  COFFER_CHECK(check_unsigned(transaction));
  Psbt out;
  out.inputs.resize(transaction.inputs.size());
  out.outputs.resize(transaction.outputs.size());
  out.transaction = std::move(transaction);
  return out;
}

Result<Psbt> Psbt::parse(BytesView bytes) {
  if (bytes.size() > kMaxBytes) return fail(invalid("BIP-174: more than 4 MB"));
  if (bytes.size() < kMagic.size() || !std::ranges::equal(bytes.first(kMagic.size()), kMagic))
    return fail(invalid("BIP-174: does not begin with psbt and ff"));
  WireReader reader(bytes.subspan(kMagic.size()));
  Psbt out;
  COFFER_TRY(out.global, read_map(reader));
  COFFER_TRY(out.version, psbt_version_of(out.global));
  COFFER_CHECK(check_global_map(out.global, out.version));
  COFFER_CHECK(out.version == 2 ? take_counts(out, reader.rest().size()) : take_transaction(out));
  for (PsbtMap& input : out.inputs) {
    COFFER_TRY(input, read_map(reader));
    COFFER_CHECK(check_input_map(input, out.version));
  }
  for (PsbtMap& output : out.outputs) {
    COFFER_TRY(output, read_map(reader));
    COFFER_CHECK(check_output_map(output, out.version));
  }
  COFFER_CHECK(reader.finish());
  if (out.version == 2) COFFER_CHECK(take_fields(out));
  return out;
}

Bytes Psbt::encode() const {
  Bytes out = to_bytes(BytesView(kMagic));
  PsbtMap whole = global;
  if (version == 2) {
    put_global_fields(*this, whole);
  } else {
    whole.set(psbt_global::kUnsignedTransaction, {}, bitcoin::encode(transaction, WitnessForm::kWithout));
  }
  whole.append_to(out);
  for (std::size_t i = 0; i < inputs.size(); ++i) {
    PsbtMap input = inputs[i];
    if (version == 2) put_input_fields(transaction.inputs[i], input);
    input.append_to(out);
  }
  for (std::size_t i = 0; i < outputs.size(); ++i) {
    PsbtMap output = outputs[i];
    if (version == 2) put_output_fields(transaction.outputs[i], output);
    output.append_to(out);
  }
  return out;
}

Result<TxOutput> spent_output(const Psbt& psbt, std::size_t input) {
  const PsbtMap& map = psbt.inputs.at(input);
  const OutPoint& previous = psbt.transaction.inputs.at(input).previous;
  std::optional<TxOutput> out;
  if (const auto raw = map.value(psbt_in::kNonWitnessUtxo)) {
    COFFER_TRY(const Transaction spent, decode_transaction(*raw));
    if (txid(spent) != previous.txid) return fail(invalid("BIP-174: the non-witness UTXO is another transaction"));
    if (previous.index >= spent.outputs.size()) return fail(invalid("BIP-174: the spent output does not exist"));
    out = spent.outputs[previous.index];
  }
  if (const auto raw = map.value(psbt_in::kWitnessUtxo)) {
    COFFER_TRY(const TxOutput witness_utxo, parse_output(*raw));
    if (out && *out != witness_utxo) return fail(invalid("BIP-174: the two UTXO fields disagree"));
    out = witness_utxo;
  }
  if (!out) return fail(invalid("BIP-174: the spent output is not given"));
  return *out;
}

Result<Psbt> combine(std::span<const Psbt> psbts) {
  if (psbts.empty()) return fail(invalid("BIP-174: nothing to combine"));
  Psbt out = psbts[0];
  for (const Psbt& other : psbts.subspan(1)) {
    if (other.version != out.version) return fail(invalid("BIP-370: PSBTs of different versions"));
    if (identity_of(other) != identity_of(out)) return fail(invalid("BIP-174: PSBTs of different transactions"));
    if (out.version == 2) merge_modifiable(out.global, other.global);
    out.global.merge(other.global);
    for (std::size_t i = 0; i < out.inputs.size(); ++i) out.inputs[i].merge(other.inputs[i]);
    for (std::size_t i = 0; i < out.outputs.size(); ++i) out.outputs[i].merge(other.outputs[i]);
    if (out.version == 2) COFFER_CHECK(settle_sequences_and_lock_time(out));
  }
  return out;
}

Result<Transaction> extract(const Psbt& psbt) {
  Transaction out = psbt.transaction;
  for (std::size_t i = 0; i < psbt.inputs.size(); ++i) {
    const auto script_sig = psbt.inputs[i].value(psbt_in::kFinalScriptSig);
    const auto witness = psbt.inputs[i].value(psbt_in::kFinalWitness);
    if (!script_sig && !witness) return fail(invalid_field(input_name(i), "BIP-174: the input is not final"));
    if (script_sig) out.inputs[i].script_sig = to_bytes(*script_sig);
    if (witness) {
      COFFER_TRY(out.inputs[i].witness, parse_witness(*witness));
    }
  }
  COFFER_CHECK(verify_all(psbt, out));
  return out;
}

}  // namespace coffer::bitcoin
