#include <algorithm>
#include <string>
#include <utility>

#include "domain/bitcoin/miniscript.h"
#include "domain/bitcoin/script.h"
#include "domain/crypto/schnorr.h"
#include "domain/crypto/secp256k1.h"

namespace coffer::bitcoin::miniscript {
namespace {

constexpr std::size_t kMaxScript = 10'000;
constexpr int kMaxNesting = 128;

Error no_miniscript() { return invalid("BIP-379: the script is no miniscript"); }

/// The steps of a script with the VERIFY forms split in two, so that v: is one step everywhere.
std::optional<std::vector<Instruction>> split_script(BytesView script) {
  auto steps = parse_script(script);
  if (!steps) return std::nullopt;
  std::vector<Instruction> out;
  for (const Instruction& step : *steps) {
    switch (static_cast<Opcode>(step.opcode)) {
      case Opcode::kEqualVerify:
      case Opcode::kNumEqualVerify:
      case Opcode::kCheckSigVerify:
      case Opcode::kCheckMultiSigVerify:
        out.push_back({.opcode = static_cast<std::uint8_t>(step.opcode - 1), .data = {}});
        out.push_back({.opcode = static_cast<std::uint8_t>(Opcode::kVerify), .data = {}});
        break;
      default:
        out.push_back(step);
    }
  }
  return out;
}

/// Reads backwards: what a script ends with says what the fragment is.
class Decompiler {
 public:
  Decompiler(std::vector<Instruction> steps, Dialect dialect) : steps_(std::move(steps)), dialect_(dialect) {}

  /// One or more fragments joined by and_v.
  Result<Node> expression(int depth) {
    std::vector<Node> parts;
    do {
      COFFER_TRY(Node part, single(depth));
      parts.push_back(std::move(part));
    } while (continues());
    Node out = std::move(parts.back());
    for (std::size_t i = parts.size() - 1; i-- > 0;) {
      COFFER_TRY(out, make(Fragment::kAndV, {}, std::move(out), std::move(parts[i])));
    }
    return out;
  }

  [[nodiscard]] bool done() const { return steps_.empty(); }

 private:
  [[nodiscard]] bool ends_with(Opcode opcode) const {
    return !steps_.empty() && steps_.back().opcode == static_cast<std::uint8_t>(opcode);
  }
  bool take(Opcode opcode) {
    if (!ends_with(opcode)) return false;
    steps_.pop_back();
    return true;
  }
  Result<void> expect(Opcode opcode) {
    if (!take(opcode)) return fail(no_miniscript());
    return {};
  }
  /// Whether another fragment of the same sequence comes before.
  [[nodiscard]] bool continues() const {
    return !steps_.empty() && !ends_with(Opcode::kIf) && !ends_with(Opcode::kNotIf) && !ends_with(Opcode::kElse) &&
           !ends_with(Opcode::kToAltStack) && !ends_with(Opcode::kSwap);
  }

  template <class... Nodes>
  Result<Node> make(Fragment fragment, Node values, Nodes... children) const {
    values.fragment = fragment;
    (values.children.push_back(std::move(children)), ...);
    return typed(std::move(values), dialect_);
  }

  Result<BytesView> data(std::size_t size) {
    if (steps_.empty() || steps_.back().data.size() != size) return fail(no_miniscript());
    const BytesView out = steps_.back().data;
    steps_.pop_back();
    return out;
  }
  Result<std::uint32_t> number() {
    const auto value = steps_.empty() ? std::nullopt : pushed_number(steps_.back());
    if (!value) return fail(no_miniscript());
    steps_.pop_back();
    return static_cast<std::uint32_t>(*value);
  }
  Result<DescriptorKey> key() {
    const bool tapscript = dialect_ == Dialect::kTapscript;
    COFFER_TRY(const BytesView bytes, data(tapscript ? 32 : 33));
    const bool point = tapscript ? crypto::schnorr::XOnlyPublicKey::parse(bytes).has_value()
                                 : crypto::secp256k1::PublicKey::parse(bytes).has_value();
    if (!point) return fail(no_miniscript());
    return DescriptorKey{.fixed = to_bytes(bytes)};
  }

  /// A fragment that is no and_v.
  Result<Node> single(int depth) {
    if (depth == 0) return fail(invalid("BIP-379: deeper than 128"));
    if (steps_.empty()) return fail(no_miniscript());
    if (steps_.back().data.size() == 32 || steps_.back().data.size() == 33) {
      Node out;
      COFFER_TRY(DescriptorKey one, key());
      out.keys.push_back(std::move(one));
      return make(Fragment::kKey, std::move(out));
    }
    const auto last = static_cast<Opcode>(steps_.back().opcode);
    steps_.pop_back();
    switch (last) {
      case Opcode::k0:
        return make(Fragment::kFalse, {});
      case Opcode::k1:
        return make(Fragment::kTrue, {});
      case Opcode::kCheckSequenceVerify:
        return lock(Fragment::kOlder);
      case Opcode::kCheckLockTimeVerify:
        return lock(Fragment::kAfter);
      case Opcode::kCheckMultiSig:
        return multi();
      case Opcode::kNumEqual:
        return multi_a();
      case Opcode::kEqual:
        return equal(depth);
      case Opcode::kEndIf:
        return conditional(depth);
      case Opcode::kCheckSig:
        return wrapper(Fragment::kCheck, depth);
      case Opcode::kVerify:
        return verify(depth);
      case Opcode::kZeroNotEqual:
        return wrapper(Fragment::kZeroNotEqual, depth);
      case Opcode::kBoolAnd:
        return binary(Fragment::kAndB, depth);
      case Opcode::kBoolOr:
        return binary(Fragment::kOrB, depth);
      default:
        return fail(no_miniscript());
    }
  }

  Result<Node> wrapper(Fragment fragment, int depth) {
    COFFER_TRY(Node child, single(depth - 1));
    return make(fragment, {}, std::move(child));
  }

  Result<Node> lock(Fragment fragment) {
    Node out;
    COFFER_TRY(out.number, number());
    return make(fragment, std::move(out));
  }

  Result<Node> multi() {
    Node out;
    COFFER_TRY(const std::uint32_t count, number());
    for (std::uint32_t i = 0; i < count; ++i) {
      COFFER_TRY(DescriptorKey one, key());
      out.keys.push_back(std::move(one));
    }
    std::ranges::reverse(out.keys);
    COFFER_TRY(out.number, number());
    return make(Fragment::kMulti, std::move(out));
  }

  Result<Node> multi_a() {
    Node out;
    COFFER_TRY(out.number, number());
    bool first = false;
    while (!first) {
      first = !take(Opcode::kCheckSigAdd);
      if (first) COFFER_CHECK(expect(Opcode::kCheckSig));
      COFFER_TRY(DescriptorKey one, key());
      out.keys.push_back(std::move(one));
    }
    std::ranges::reverse(out.keys);
    return make(Fragment::kMultiA, std::move(out));
  }

  /// EQUAL ends a hash lock, whose hash stands before it, and thresh, whose number does.
  Result<Node> equal(int depth) {
    if (!steps_.empty() && steps_.back().data.size() >= 20) return hash_lock();
    Node out;
    COFFER_TRY(out.number, number());
    while (take(Opcode::kAdd)) {
      COFFER_TRY(Node child, wrapped(depth - 1));
      out.children.push_back(std::move(child));
    }
    COFFER_TRY(Node first, single(depth - 1));
    out.children.push_back(std::move(first));
    std::ranges::reverse(out.children);
    return make(Fragment::kThreshold, std::move(out));
  }

  Result<Node> hash_lock() {
    Node out;
    out.hash = to_bytes(steps_.back().data);
    steps_.pop_back();
    const bool wide = out.hash.size() == 32;
    if (!wide && out.hash.size() != 20) return fail(no_miniscript());
    Fragment fragment = wide ? Fragment::kSha256 : Fragment::kRipemd160;
    if (take(wide ? Opcode::kHash256 : Opcode::kHash160)) {
      fragment = wide ? Fragment::kHash256 : Fragment::kHash160;
    } else {
      COFFER_CHECK(expect(wide ? Opcode::kSha256 : Opcode::kRipemd160));
    }
    COFFER_CHECK(expect(Opcode::kVerify));
    COFFER_CHECK(expect(Opcode::kEqual));
    COFFER_TRY(const std::uint32_t size, number());
    if (size != 32) return fail(no_miniscript());
    COFFER_CHECK(expect(Opcode::kSize));
    return make(fragment, std::move(out));
  }

  /// VERIFY ends pk_h, which is told by DUP HASH160 and a hash of 20 bytes, and v:.
  Result<Node> verify(int depth) {
    const std::size_t count = steps_.size();
    const bool key_hash = count >= 4 && ends_with(Opcode::kEqual) && steps_[count - 2].data.size() == 20 &&
                          steps_[count - 3].opcode == static_cast<std::uint8_t>(Opcode::kHash160) &&
                          steps_[count - 4].opcode == static_cast<std::uint8_t>(Opcode::kDup);
    if (!key_hash) return wrapper(Fragment::kVerify, depth);
    Node out;
    out.hash = to_bytes(steps_[count - 2].data);
    steps_.resize(count - 4);
    return make(Fragment::kKeyHash, std::move(out));
  }

  /// A part that takes its argument from below another's result.
  Result<Node> wrapped(int depth) {
    const bool alt = take(Opcode::kFromAltStack);
    COFFER_TRY(Node child, expression(depth));
    COFFER_CHECK(expect(alt ? Opcode::kToAltStack : Opcode::kSwap));
    return make(alt ? Fragment::kAlt : Fragment::kSwap, {}, std::move(child));
  }

  Result<Node> binary(Fragment fragment, int depth) {
    COFFER_TRY(Node second, wrapped(depth - 1));
    COFFER_TRY(Node first, single(depth - 1));
    return make(fragment, {}, std::move(first), std::move(second));
  }

  /// What ends with ENDIF: d:, j:, or_c, or_d, or_i and andor.
  Result<Node> conditional(int depth) {
    COFFER_TRY(Node last, expression(depth - 1));
    if (take(Opcode::kElse)) {
      COFFER_TRY(Node middle, expression(depth - 1));
      if (take(Opcode::kIf)) return make(Fragment::kOrI, {}, std::move(middle), std::move(last));
      COFFER_CHECK(expect(Opcode::kNotIf));
      COFFER_TRY(Node first, single(depth - 1));
      return make(Fragment::kAndOr, {}, std::move(first), std::move(last), std::move(middle));
    }
    if (take(Opcode::kNotIf)) {
      const Fragment fragment = take(Opcode::kIfDup) ? Fragment::kOrD : Fragment::kOrC;
      COFFER_TRY(Node first, single(depth - 1));
      return make(fragment, {}, std::move(first), std::move(last));
    }
    COFFER_CHECK(expect(Opcode::kIf));
    if (take(Opcode::kDup)) return make(Fragment::kDupIf, {}, std::move(last));
    COFFER_CHECK(expect(Opcode::kZeroNotEqual));
    COFFER_CHECK(expect(Opcode::kSize));
    return make(Fragment::kNonZero, {}, std::move(last));
  }

  std::vector<Instruction> steps_;
  Dialect dialect_;
};

}  // namespace

Result<Node> decompile(BytesView script, Dialect dialect) {
  if (script.size() > kMaxScript) return fail(invalid("BIP-379: a script of more than 10,000 bytes"));
  auto steps = split_script(script);
  if (!steps) return fail(no_miniscript());
  Decompiler decompiler(*std::move(steps), dialect);
  COFFER_TRY(Node out, decompiler.expression(kMaxNesting));
  if (!decompiler.done() || !out.has(kBase)) return fail(no_miniscript());
  // A script has one reading here; one that would be written differently (a long push, CHECKSIG VERIFY) is none.
  const auto again = compile(out);
  if (!again || !std::ranges::equal(*again, script)) return fail(no_miniscript());
  return out;
}

}  // namespace coffer::bitcoin::miniscript
