#include "domain/bitcoin/tapscript.h"

#include "domain/bitcoin/script.h"

namespace coffer::bitcoin {
namespace {

bool is(const Instruction& instruction, Opcode opcode) {
  return instruction.opcode == static_cast<std::uint8_t>(opcode) && instruction.data.empty();
}

/// The number that a step pushes: OP_1 … OP_16 or one to two positive bytes.
std::optional<std::size_t> number_of(const Instruction& instruction) {
  const auto first = static_cast<std::uint8_t>(Opcode::k1);
  if (instruction.opcode >= first && instruction.opcode <= static_cast<std::uint8_t>(Opcode::k16))
    return instruction.opcode - first + 1U;
  const BytesView data = instruction.data;
  if (data.empty() || data.size() > 2 || (data.back() & 0x80U) != 0) return std::nullopt;
  return data.size() == 1 ? data[0] : data[0] | std::size_t{data[1]} << 8U;
}

}  // namespace

std::optional<KeyScript> parse_key_script(BytesView script) {
  const auto steps = parse_script(script);
  if (!steps || steps->size() < 2) return std::nullopt;
  KeyScript out;
  std::size_t adds = 0;
  std::size_t verifies = 0;
  std::size_t at = 0;
  for (; at + 1 < steps->size() && (*steps)[at].data.size() == 32; at += 2) {
    const Instruction& check = (*steps)[at + 1];
    const bool first = out.keys.empty();
    if (is(check, Opcode::kCheckSigAdd) && !first) {
      ++adds;
    } else if (is(check, Opcode::kCheckSigVerify)) {
      ++verifies;
    } else if (!is(check, Opcode::kCheckSig)) {
      return std::nullopt;
    }
    out.keys.push_back((*steps)[at].data);
  }
  const std::size_t plain = out.keys.size() - adds - verifies;
  const std::size_t left = steps->size() - at;
  out.threshold = out.keys.size();
  if (left == 0)
    return plain == 1 && adds == 0 && is(steps->back(), Opcode::kCheckSig) ? std::optional(out) : std::nullopt;
  const auto threshold = number_of((*steps)[at]);
  if (left != 2 || !is(steps->back(), Opcode::kNumEqual) || plain != 1 || verifies != 0 || !threshold)
    return std::nullopt;
  if (*threshold == 0 || *threshold > out.keys.size()) return std::nullopt;
  out.threshold = *threshold;
  return out;
}

Bytes multi_a_script(std::size_t threshold, const std::vector<ByteArray<32>>& keys) {
  ScriptBuilder builder;
  for (std::size_t i = 0; i < keys.size(); ++i)
    builder.push(keys[i]).op(i == 0 ? Opcode::kCheckSig : Opcode::kCheckSigAdd);
  return builder.number(static_cast<std::uint32_t>(threshold)).op(Opcode::kNumEqual).take();
}

}  // namespace coffer::bitcoin
