#include "domain/bitcoin/interpreter.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "domain/bitcoin/script.h"
#include "domain/crypto/ripemd160.h"
#include "domain/crypto/sha2.h"

namespace coffer::bitcoin {
namespace {

constexpr std::size_t kMaxItems = 1'000;
constexpr std::size_t kMaxItemBytes = 520;
constexpr std::size_t kMaxOpcodes = 201;
constexpr std::size_t kMaxMultisigKeys = 20;
constexpr std::uint32_t kLockDisabled = 1U << 31U;  // BIP-112

bool is_true(BytesView item) {
  for (std::size_t i = 0; i < item.size(); ++i)
    if (item[i] != 0) return i + 1 != item.size() || item[i] != 0x80;  // negative zero is false
  return false;
}

Bytes number_item(std::uint64_t value) {
  Bytes out;
  for (; value != 0; value >>= 8U) out.push_back(static_cast<std::uint8_t>(value));
  if (!out.empty() && (out.back() & 0x80U) != 0) out.push_back(0);
  return out;
}

/// A number that is not negative, in its shortest form.
std::optional<std::uint64_t> number_of(BytesView item, std::size_t most = 4) {
  if (item.empty()) return 0;
  if (item.size() > most || (item.back() & 0x80U) != 0) return std::nullopt;
  if (item.back() == 0 && (item.size() == 1 || (item[item.size() - 2] & 0x80U) == 0)) return std::nullopt;
  std::uint64_t out = 0;
  for (std::size_t i = item.size(); i-- > 0;) out = out << 8U | item[i];
  return out;
}

Result<void> demand(bool holds, const char* rule) {
  if (!holds) return fail(invalid(rule));
  return {};
}

class Machine {
 public:
  Machine(std::vector<Bytes> stack, ScriptRules rules, const ScriptChecker& checker)
      : stack_(std::move(stack)), rules_(rules), checker_(checker) {}

  Result<void> run(const std::vector<Instruction>& steps) {
    for (const Instruction& step : steps) {
      const bool operation = step.opcode > code(Opcode::k16);
      if (operation && rules_ != ScriptRules::kTapscript && ++opcodes_ > kMaxOpcodes)
        return fail(invalid("script: more than 201 opcodes"));
      if (operation) {
        COFFER_CHECK(operate(static_cast<Opcode>(step.opcode)));
      } else if (running()) {
        COFFER_CHECK(push(step));
      }
      if (stack_.size() + alt_.size() > kMaxItems) return fail(invalid("script: more than 1,000 items"));
    }
    if (!branches_.empty()) return fail(invalid("script: IF without ENDIF"));
    return demand(stack_.size() == 1 && is_true(stack_[0]), "script: exactly one true item must remain");
  }

 private:
  static std::uint8_t code(Opcode opcode) { return static_cast<std::uint8_t>(opcode); }
  [[nodiscard]] bool running() const { return std::ranges::find(branches_, false) == branches_.end(); }

  Result<void> push(const Instruction& step) {
    if (step.opcode == code(Opcode::k1Negate)) {
      stack_.push_back({0x81});
    } else if (step.opcode >= code(Opcode::k1)) {
      stack_.push_back({static_cast<std::uint8_t>(step.opcode - code(Opcode::k1) + 1)});
    } else {
      COFFER_CHECK(demand(step.data.size() <= kMaxItemBytes, "script: a push of more than 520 bytes"));
      const Bytes shortest = ScriptBuilder().push(step.data).take();
      COFFER_CHECK(demand(shortest[0] == step.opcode, "BIP-62: a push that is not in its shortest form"));
      stack_.push_back(to_bytes(step.data));
    }
    return {};
  }

  Result<Bytes> pop() {
    if (stack_.empty()) return fail(invalid("script: the stack is empty"));
    Bytes out = std::move(stack_.back());
    stack_.pop_back();
    return out;
  }
  Result<std::uint64_t> pop_number() {
    COFFER_TRY(const Bytes item, pop());
    const auto value = number_of(item);
    if (!value) return fail(invalid("script: not a number in its shortest form"));
    return *value;
  }
  void put(bool value) { stack_.push_back(value ? Bytes{1} : Bytes{}); }

  Result<void> operate(Opcode opcode) {
    switch (opcode) {
      case Opcode::kIf:
      case Opcode::kNotIf:
        return begin_branch(opcode == Opcode::kIf);
      case Opcode::kElse:
        COFFER_CHECK(demand(!branches_.empty(), "script: ELSE without IF"));
        branches_.back() = !branches_.back();
        return {};
      case Opcode::kEndIf:
        COFFER_CHECK(demand(!branches_.empty(), "script: ENDIF without IF"));
        branches_.pop_back();
        return {};
      default:
        break;
    }
    if (!known(opcode)) return fail(unsupported_script("script: an opcode that is not supported here"));
    if (!running()) return {};
    switch (opcode) {
      case Opcode::kEqualVerify:
      case Opcode::kNumEqualVerify:
      case Opcode::kCheckSigVerify:
      case Opcode::kCheckMultiSigVerify:
        COFFER_CHECK(execute(static_cast<Opcode>(code(opcode) - 1)));
        return execute(Opcode::kVerify);
      default:
        return execute(opcode);
    }
  }

  [[nodiscard]] bool known(Opcode opcode) const {
    switch (opcode) {
      case Opcode::kVerify:
      case Opcode::kToAltStack:
      case Opcode::kFromAltStack:
      case Opcode::kIfDup:
      case Opcode::kDrop:
      case Opcode::kDup:
      case Opcode::kSwap:
      case Opcode::kSize:
      case Opcode::kEqual:
      case Opcode::kEqualVerify:
      case Opcode::kZeroNotEqual:
      case Opcode::kAdd:
      case Opcode::kBoolAnd:
      case Opcode::kBoolOr:
      case Opcode::kNumEqual:
      case Opcode::kNumEqualVerify:
      case Opcode::kRipemd160:
      case Opcode::kSha256:
      case Opcode::kHash160:
      case Opcode::kHash256:
      case Opcode::kCheckSig:
      case Opcode::kCheckSigVerify:
      case Opcode::kCheckLockTimeVerify:
      case Opcode::kCheckSequenceVerify:
        return true;
      case Opcode::kCheckMultiSig:
      case Opcode::kCheckMultiSigVerify:
        return rules_ != ScriptRules::kTapscript;
      case Opcode::kCheckSigAdd:
        return rules_ == ScriptRules::kTapscript;
      default:
        return false;
    }
  }

  Result<void> begin_branch(bool wanted) {
    if (!running()) {
      branches_.push_back(false);
      return {};
    }
    COFFER_TRY(const Bytes item, pop());
    const bool minimal = item.empty() || item == Bytes{1};
    COFFER_CHECK(demand(minimal || rules_ == ScriptRules::kLegacy, "MINIMALIF: a condition is empty or one byte 01"));
    branches_.push_back(is_true(item) == wanted);
    return {};
  }

  Result<void> execute(Opcode opcode) {
    switch (opcode) {
      case Opcode::kVerify: {
        COFFER_TRY(const Bytes item, pop());
        return demand(is_true(item), "script: VERIFY of something false");
      }
      case Opcode::kToAltStack: {
        COFFER_TRY(Bytes item, pop());
        alt_.push_back(std::move(item));
        return {};
      }
      case Opcode::kFromAltStack:
        COFFER_CHECK(demand(!alt_.empty(), "script: the other stack is empty"));
        stack_.push_back(std::move(alt_.back()));
        alt_.pop_back();
        return {};
      case Opcode::kDrop:
        return demand(pop().has_value(), "script: the stack is empty");
      case Opcode::kIfDup:
      case Opcode::kDup:
        COFFER_CHECK(demand(!stack_.empty(), "script: the stack is empty"));
        if (opcode == Opcode::kDup || is_true(stack_.back())) stack_.push_back(Bytes(stack_.back()));
        return {};
      case Opcode::kSwap:
        COFFER_CHECK(demand(stack_.size() >= 2, "script: the stack is empty"));
        std::swap(stack_[stack_.size() - 1], stack_[stack_.size() - 2]);
        return {};
      case Opcode::kSize:
        COFFER_CHECK(demand(!stack_.empty(), "script: the stack is empty"));
        stack_.push_back(number_item(stack_.back().size()));
        return {};
      case Opcode::kCheckSig:
        return check_signature();
      case Opcode::kCheckSigAdd:
        return check_signature_add();
      case Opcode::kCheckMultiSig:
        return check_multisig();
      case Opcode::kCheckLockTimeVerify:
      case Opcode::kCheckSequenceVerify:
        return check_lock(opcode);
      default:
        return opcode >= Opcode::kRipemd160 ? hash(opcode) : arithmetic(opcode);
    }
  }

  Result<void> arithmetic(Opcode opcode) {
    if (opcode == Opcode::kEqual) {
      COFFER_TRY(const Bytes b, pop());
      COFFER_TRY(const Bytes a, pop());
      put(a == b);
      return {};
    }
    COFFER_TRY(const std::uint64_t b, pop_number());
    if (opcode == Opcode::kZeroNotEqual) {
      put(b != 0);
      return {};
    }
    COFFER_TRY(const std::uint64_t a, pop_number());
    if (opcode == Opcode::kAdd) {
      stack_.push_back(number_item(a + b));
    } else if (opcode == Opcode::kNumEqual) {
      put(a == b);
    } else {
      put(opcode == Opcode::kBoolAnd ? a != 0 && b != 0 : a != 0 || b != 0);
    }
    return {};
  }

  Result<void> hash(Opcode opcode) {
    COFFER_TRY(const Bytes item, pop());
    if (opcode == Opcode::kRipemd160) {
      stack_.push_back(to_bytes(BytesView(crypto::ripemd160(item))));
    } else if (opcode == Opcode::kHash160) {
      stack_.push_back(to_bytes(BytesView(crypto::hash160(item))));
    } else {
      stack_.push_back(to_bytes(
          BytesView(opcode == Opcode::kSha256 ? crypto::sha256(BytesView(item)) : crypto::double_sha256(item))));
    }
    return {};
  }

  /// Whether the signature is the key's. An empty one says no; a wrong one ends the script (NULLFAIL).
  Result<bool> verified(BytesView signature, BytesView key) const {
    const bool tapscript = rules_ == ScriptRules::kTapscript;
    if (tapscript && key.size() != 32) return fail(unsupported_script("BIP-342: a key of an unknown type"));
    if (rules_ == ScriptRules::kWitnessV0 && key.size() != 33)
      return fail(invalid("BIP-143: a key in a witness is compressed"));
    if (signature.empty()) return false;
    if (!checker_.signature(signature, key)) return fail(invalid("NULLFAIL: a signature does not verify"));
    return true;
  }

  Result<void> check_signature() {
    COFFER_TRY(const Bytes key, pop());
    COFFER_TRY(const Bytes signature, pop());
    COFFER_TRY(const bool valid, verified(signature, key));
    put(valid);
    return {};
  }

  Result<void> check_signature_add() {
    COFFER_TRY(const Bytes key, pop());
    COFFER_TRY(const std::uint64_t count, pop_number());
    COFFER_TRY(const Bytes signature, pop());
    COFFER_TRY(const bool valid, verified(signature, key));
    stack_.push_back(number_item(count + (valid ? 1 : 0)));
    return {};
  }

  Result<std::vector<Bytes>> pop_list(std::size_t most) {
    COFFER_TRY(const std::uint64_t count, pop_number());
    COFFER_CHECK(demand(count <= most, "CHECKMULTISIG: more than 20 keys, or more signatures than keys"));
    std::vector<Bytes> out;
    for (std::uint64_t i = 0; i < count; ++i) {
      COFFER_TRY(Bytes item, pop());
      out.push_back(std::move(item));
    }
    return out;
  }

  /// Signatures and keys meet from the last to the first, each key at most once.
  Result<void> check_multisig() {
    COFFER_TRY(const std::vector<Bytes> keys, pop_list(kMaxMultisigKeys));
    opcodes_ += keys.size();
    COFFER_TRY(const std::vector<Bytes> signatures, pop_list(keys.size()));
    COFFER_TRY(const Bytes dummy, pop());
    COFFER_CHECK(demand(dummy.empty(), "NULLDUMMY: the additional item must be empty"));
    std::size_t met = 0;
    for (const Bytes& key : keys)
      if (met < signatures.size() && !signatures[met].empty() && checker_.signature(signatures[met], key)) ++met;
    const bool valid = met == signatures.size();
    const bool none = std::ranges::all_of(signatures, [](const Bytes& signature) { return signature.empty(); });
    COFFER_CHECK(demand(valid || none, "NULLFAIL: a signature does not verify"));
    put(valid);
    return {};
  }

  Result<void> check_lock(Opcode opcode) {
    COFFER_CHECK(demand(!stack_.empty(), "script: the stack is empty"));
    const auto lock = number_of(stack_.back(), 5);
    COFFER_CHECK(demand(lock && *lock <= 0xffffffff, "script: a lock time is a number of at most 32 bits"));
    const auto value = static_cast<std::uint32_t>(*lock);
    if (opcode == Opcode::kCheckLockTimeVerify)
      return demand(checker_.absolute_lock(value), "BIP-65: the transaction's lock time is too early");
    return demand((value & kLockDisabled) != 0 || checker_.relative_lock(value),
                  "BIP-112: the input's sequence is too early");
  }

  std::vector<Bytes> stack_;
  std::vector<Bytes> alt_;
  std::vector<bool> branches_;
  ScriptRules rules_;
  const ScriptChecker& checker_;
  std::size_t opcodes_ = 0;
};

}  // namespace

Error unsupported_script(const char* why) { return invalid(why).with("unsupported", "script"); }

bool is_unsupported(const Error& error) { return error.details.contains("unsupported"); }

Result<void> run_script(BytesView script, std::vector<Bytes> stack, ScriptRules rules, const ScriptChecker& checker) {
  const auto steps = parse_script(script);
  if (!steps) return fail(invalid("script: a push runs over its end"));
  return Machine(std::move(stack), rules, checker).run(*steps);
}

}  // namespace coffer::bitcoin
