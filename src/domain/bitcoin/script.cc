#include "domain/bitcoin/script.h"

#include <algorithm>
#include <array>
#include <utility>

namespace coffer::bitcoin {
namespace {

constexpr std::size_t kMaxMultisigKeys = 20;  // consensus

std::uint8_t code(Opcode opcode) { return static_cast<std::uint8_t>(opcode); }

bool is_key_size(std::size_t size) { return size == 33 || size == 65; }

/// How many length bytes follow a push opcode.
std::size_t length_bytes(std::uint8_t opcode) {
  if (opcode == code(Opcode::kPushData1)) return 1;
  if (opcode == code(Opcode::kPushData2)) return 2;
  return opcode == code(Opcode::kPushData4) ? 4 : 0;
}

bool is_public_key_output(BytesView script) {
  if (script.size() != 35 && script.size() != 67) return false;
  return script[0] == script.size() - 2 && script.back() == code(Opcode::kCheckSig);
}

bool is_public_key_hash_output(BytesView script) {
  return script.size() == 25 && script[0] == code(Opcode::kDup) && script[1] == code(Opcode::kHash160) &&
         script[2] == 20 && script[23] == code(Opcode::kEqualVerify) && script[24] == code(Opcode::kCheckSig);
}

bool is_script_hash_output(BytesView script) {
  return script.size() == 23 && script[0] == code(Opcode::kHash160) && script[1] == 20 &&
         script[22] == code(Opcode::kEqual);
}

ScriptType classify_witness(const WitnessOutput& output) {
  if (output.version == 0)
    return output.program.size() == 20   ? ScriptType::kPayToWitnessPublicKeyHash
           : output.program.size() == 32 ? ScriptType::kPayToWitnessScriptHash
                                         : ScriptType::kNonStandard;
  return output.version == 1 && output.program.size() == 32 ? ScriptType::kPayToTaproot : ScriptType::kWitnessUnknown;
}

}  // namespace

ScriptBuilder& ScriptBuilder::op(Opcode opcode) {
  script_.push_back(code(opcode));
  return *this;
}

ScriptBuilder& ScriptBuilder::push(BytesView data) {
  if (data.empty()) return op(Opcode::k0);
  if (data.size() == 1 && data[0] >= 1 && data[0] <= 16) return number(data[0]);
  if (data.size() == 1 && data[0] == 0x81) return op(Opcode::k1Negate);
  if (data.size() >= code(Opcode::kPushData1)) op(data.size() <= 0xff ? Opcode::kPushData1 : Opcode::kPushData2);
  script_.push_back(static_cast<std::uint8_t>(data.size()));
  if (data.size() > 0xff) script_.push_back(static_cast<std::uint8_t>(data.size() >> 8U));
  append(script_, data);
  return *this;
}

ScriptBuilder& ScriptBuilder::number(std::uint32_t value) {
  if (value == 0) return op(Opcode::k0);
  if (value <= 16) {
    script_.push_back(static_cast<std::uint8_t>(code(Opcode::k1) + value - 1));
    return *this;
  }
  Bytes little;
  for (; value != 0; value >>= 8U) little.push_back(static_cast<std::uint8_t>(value));
  if ((little.back() & 0x80U) != 0) little.push_back(0);  // the top bit is the sign
  script_.push_back(static_cast<std::uint8_t>(little.size()));
  append(script_, little);
  return *this;
}

std::optional<std::uint64_t> pushed_number(const Instruction& instruction, std::size_t most) {
  if (instruction.opcode == code(Opcode::k0)) return 0;
  if (instruction.opcode >= code(Opcode::k1) && instruction.opcode <= code(Opcode::k16))
    return instruction.opcode - code(Opcode::k1) + 1U;
  const BytesView data = instruction.data;
  if (data.empty() || data.size() > most || (data.back() & 0x80U) != 0) return std::nullopt;
  // The last byte may be zero only where the one before it needs its top bit.
  if (data.back() == 0 && (data.size() == 1 || (data[data.size() - 2] & 0x80U) == 0)) return std::nullopt;
  if (data.size() == 1 && data[0] <= 16) return std::nullopt;
  std::uint64_t out = 0;
  for (std::size_t i = data.size(); i-- > 0;) out = out << 8U | data[i];
  return out;
}

std::optional<std::vector<Instruction>> parse_script(BytesView script) {
  std::vector<Instruction> out;
  while (!script.empty()) {
    const std::uint8_t opcode = script[0];
    script = script.subspan(1);
    std::size_t size = opcode < code(Opcode::kPushData1) ? opcode : 0;
    const std::size_t count = length_bytes(opcode);
    if (count > script.size()) return std::nullopt;
    for (std::size_t i = count; i-- > 0;) size = size << 8U | script[i];
    script = script.subspan(count);
    if (size > script.size()) return std::nullopt;
    out.push_back({.opcode = opcode, .data = script.first(size)});
    script = script.subspan(size);
  }
  return out;
}

std::string_view script_type_name(ScriptType type) {
  switch (type) {
    case ScriptType::kPayToPublicKey:
      return "p2pk";
    case ScriptType::kPayToPublicKeyHash:
      return "p2pkh";
    case ScriptType::kPayToScriptHash:
      return "p2sh";
    case ScriptType::kPayToWitnessPublicKeyHash:
      return "p2wpkh";
    case ScriptType::kPayToWitnessScriptHash:
      return "p2wsh";
    case ScriptType::kPayToTaproot:
      return "p2tr";
    case ScriptType::kWitnessUnknown:
      return "witness_unknown";
    case ScriptType::kMultisig:
      return "multisig";
    case ScriptType::kNullData:
      return "op_return";
    case ScriptType::kNonStandard:
      return "nonstandard";
  }
  std::unreachable();
}

std::optional<WitnessOutput> witness_output(BytesView script) {
  if (script.size() < 4 || script.size() > 42 || script[1] != script.size() - 2) return std::nullopt;
  const bool numbered = script[0] >= code(Opcode::k1) && script[0] <= code(Opcode::k16);
  if (script[0] != 0 && !numbered) return std::nullopt;
  const auto version = static_cast<std::uint8_t>(numbered ? script[0] - code(Opcode::k1) + 1 : 0);
  return WitnessOutput{.version = version, .program = script.subspan(2)};
}

ScriptType classify(BytesView script) {
  if (const auto witness = witness_output(script)) return classify_witness(*witness);
  if (is_public_key_hash_output(script)) return ScriptType::kPayToPublicKeyHash;
  if (is_script_hash_output(script)) return ScriptType::kPayToScriptHash;
  if (is_public_key_output(script)) return ScriptType::kPayToPublicKey;
  if (!script.empty() && script[0] == code(Opcode::kReturn)) return ScriptType::kNullData;
  return multisig_script(script) ? ScriptType::kMultisig : ScriptType::kNonStandard;
}

std::optional<MultisigScript> multisig_script(BytesView script) {
  const auto instructions = parse_script(script);
  if (!instructions || instructions->size() < 4) return std::nullopt;
  const std::size_t count = instructions->size() - 3;
  if (instructions->back().opcode != code(Opcode::kCheckMultiSig)) return std::nullopt;
  const auto threshold = pushed_number(instructions->front());
  if (pushed_number((*instructions)[count + 1]) != count || count > kMaxMultisigKeys) return std::nullopt;
  if (!threshold || *threshold == 0 || *threshold > count) return std::nullopt;
  MultisigScript out{.threshold = *threshold, .keys = {}};
  for (std::size_t i = 1; i <= count; ++i) {
    if (!is_key_size((*instructions)[i].data.size())) return std::nullopt;
    out.keys.push_back((*instructions)[i].data);
  }
  return out;
}

Bytes pay_to_public_key(BytesView public_key) { return ScriptBuilder().push(public_key).op(Opcode::kCheckSig).take(); }

Bytes pay_to_public_key_hash(const crypto::Hash160& hash) {
  return ScriptBuilder()
      .op(Opcode::kDup)
      .op(Opcode::kHash160)
      .push(hash)
      .op(Opcode::kEqualVerify)
      .op(Opcode::kCheckSig)
      .take();
}

Bytes pay_to_script_hash(const crypto::Hash160& hash) {
  return ScriptBuilder().op(Opcode::kHash160).push(hash).op(Opcode::kEqual).take();
}

Bytes pay_to_witness(std::uint8_t version, BytesView program) {
  return ScriptBuilder().number(version).push(program).take();
}

Bytes pay_to_witness_public_key_hash(const crypto::Hash160& hash) { return pay_to_witness(0, hash); }
Bytes pay_to_witness_script_hash(const crypto::Hash256& hash) { return pay_to_witness(0, hash); }
Bytes pay_to_taproot(const crypto::schnorr::XOnlyPublicKey& output_key) {
  return pay_to_witness(1, output_key.bytes());
}

Result<Bytes> multisig(std::size_t threshold, const std::vector<Bytes>& keys) {
  if (keys.empty() || keys.size() > kMaxMultisigKeys) return fail(invalid("multisig: 1 to 20 keys"));
  if (threshold == 0 || threshold > keys.size())
    return fail(invalid("multisig: a threshold of 1 to the number of keys"));
  ScriptBuilder builder;
  builder.number(static_cast<std::uint32_t>(threshold));
  for (const Bytes& key : keys) builder.push(key);
  return builder.number(static_cast<std::uint32_t>(keys.size())).op(Opcode::kCheckMultiSig).take();
}

}  // namespace coffer::bitcoin
