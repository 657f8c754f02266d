#include <string>
#include <utility>

#include "domain/bitcoin/miniscript.h"
#include "domain/bitcoin/script.h"
#include "domain/crypto/ripemd160.h"

namespace coffer::bitcoin::miniscript {
namespace {

constexpr std::uint32_t kHashLockSize = 32;

Opcode opcode_of_hash(Fragment fragment) {
  switch (fragment) {
    case Fragment::kSha256:
      return Opcode::kSha256;
    case Fragment::kHash256:
      return Opcode::kHash256;
    case Fragment::kRipemd160:
      return Opcode::kRipemd160;
    default:
      return Opcode::kHash160;
  }
}

/// Writes a tree. `verified` asks a fragment whose last opcode has a VERIFY form to end with that.
class Compiler {
 public:
  explicit Compiler(const KeyBytes& key_bytes) : key_bytes_(key_bytes) {}

  Result<void> write(const Node& node, bool verified) {
    switch (node.fragment) {
      case Fragment::kFalse:
        out_.number(0);
        return {};
      case Fragment::kTrue:
        out_.number(1);
        return {};
      case Fragment::kKey:
        return key(node);
      case Fragment::kKeyHash:
        return key_hash(node);
      case Fragment::kOlder:
        out_.number(node.number).op(Opcode::kCheckSequenceVerify);
        return {};
      case Fragment::kAfter:
        out_.number(node.number).op(Opcode::kCheckLockTimeVerify);
        return {};
      case Fragment::kSha256:
      case Fragment::kHash256:
      case Fragment::kRipemd160:
      case Fragment::kHash160:
        out_.op(Opcode::kSize).number(kHashLockSize).op(Opcode::kEqualVerify);
        out_.op(opcode_of_hash(node.fragment)).push(node.hash).op(end(Opcode::kEqual, verified));
        return {};
      case Fragment::kMulti:
      case Fragment::kMultiA:
        return multisig(node, verified);
      case Fragment::kThreshold:
        return threshold(node, verified);
      default:
        return node.fragment >= Fragment::kAlt ? wrapper(node, verified) : combinator(node, verified);
    }
  }

  Bytes take() { return out_.take(); }

 private:
  static Opcode end(Opcode opcode, bool verified) {
    return verified ? static_cast<Opcode>(static_cast<unsigned>(opcode) + 1) : opcode;
  }

  Result<void> key(const Node& node) {
    COFFER_TRY(const Bytes bytes, key_bytes_(node.keys[0]));
    out_.push(bytes);
    return {};
  }

  Result<void> key_hash(const Node& node) {
    Bytes hash = node.hash;
    if (!node.keys.empty()) {
      COFFER_TRY(const Bytes bytes, key_bytes_(node.keys[0]));
      hash = to_bytes(BytesView(crypto::hash160(bytes)));
    }
    out_.op(Opcode::kDup).op(Opcode::kHash160).push(hash).op(Opcode::kEqualVerify);
    return {};
  }

  Result<void> multisig(const Node& node, bool verified) {
    const bool tapscript = node.fragment == Fragment::kMultiA;
    if (!tapscript) out_.number(node.number);
    for (std::size_t i = 0; i < node.keys.size(); ++i) {
      COFFER_TRY(const Bytes bytes, key_bytes_(node.keys[i]));
      out_.push(bytes);
      if (tapscript) out_.op(i == 0 ? Opcode::kCheckSig : Opcode::kCheckSigAdd);
    }
    if (tapscript) {
      out_.number(node.number).op(end(Opcode::kNumEqual, verified));
    } else {
      out_.number(static_cast<std::uint32_t>(node.keys.size())).op(end(Opcode::kCheckMultiSig, verified));
    }
    return {};
  }

  Result<void> threshold(const Node& node, bool verified) {
    for (std::size_t i = 0; i < node.children.size(); ++i) {
      COFFER_CHECK(write(node.children[i], false));
      if (i > 0) out_.op(Opcode::kAdd);
    }
    out_.number(node.number).op(end(Opcode::kEqual, verified));
    return {};
  }

  Result<void> combinator(const Node& node, bool verified) {
    const auto& parts = node.children;
    const auto either = [&](Opcode begin, const Node& first, const Node* second) -> Result<void> {
      out_.op(begin);
      COFFER_CHECK(write(first, false));
      if (second != nullptr) {
        out_.op(Opcode::kElse);
        COFFER_CHECK(write(*second, false));
      }
      out_.op(Opcode::kEndIf);
      return {};
    };
    if (node.fragment == Fragment::kOrI) return either(Opcode::kIf, parts[0], &parts[1]);
    COFFER_CHECK(write(parts[0], false));
    switch (node.fragment) {
      case Fragment::kAndOr:
        return either(Opcode::kNotIf, parts[2], &parts[1]);
      case Fragment::kOrC:
        return either(Opcode::kNotIf, parts[1], nullptr);
      case Fragment::kOrD:
        out_.op(Opcode::kIfDup);
        return either(Opcode::kNotIf, parts[1], nullptr);
      case Fragment::kAndV:
        return write(parts[1], verified);
      default:
        COFFER_CHECK(write(parts[1], false));
        out_.op(node.fragment == Fragment::kAndB ? Opcode::kBoolAnd : Opcode::kBoolOr);
        return {};
    }
  }

  Result<void> wrapper(const Node& node, bool verified) {
    const Node& child = node.children[0];
    switch (node.fragment) {
      case Fragment::kAlt:
        out_.op(Opcode::kToAltStack);
        COFFER_CHECK(write(child, false));
        out_.op(Opcode::kFromAltStack);
        return {};
      case Fragment::kSwap:
        out_.op(Opcode::kSwap);
        return write(child, verified);
      case Fragment::kCheck:
        COFFER_CHECK(write(child, false));
        out_.op(end(Opcode::kCheckSig, verified));
        return {};
      case Fragment::kVerify:
        COFFER_CHECK(write(child, true));
        if (!ends_with_verify(child)) out_.op(Opcode::kVerify);
        return {};
      case Fragment::kZeroNotEqual:
        COFFER_CHECK(write(child, false));
        out_.op(Opcode::kZeroNotEqual);
        return {};
      case Fragment::kDupIf:
        out_.op(Opcode::kDup).op(Opcode::kIf);
        break;
      default:  // j:
        out_.op(Opcode::kSize).op(Opcode::kZeroNotEqual).op(Opcode::kIf);
        break;
    }
    COFFER_CHECK(write(child, false));
    out_.op(Opcode::kEndIf);
    return {};
  }

  /// Whether the fragment ends with an opcode that has a VERIFY form.
  static bool ends_with_verify(const Node& node) {
    switch (node.fragment) {
      case Fragment::kAndV:
        return ends_with_verify(node.children[1]);
      case Fragment::kSha256:
      case Fragment::kHash256:
      case Fragment::kRipemd160:
      case Fragment::kHash160:
      case Fragment::kMulti:
      case Fragment::kMultiA:
      case Fragment::kThreshold:
      case Fragment::kCheck:
        return true;
      default:
        return false;
    }
  }

  const KeyBytes& key_bytes_;
  ScriptBuilder out_;
};

}  // namespace

Result<Bytes> fixed_key(const DescriptorKey& key) {
  if (key.fixed.empty()) return fail(invalid("miniscript: a key that has to be derived first"));
  return key.fixed;
}

Result<Bytes> compile(const Node& root, const KeyBytes& key_bytes) {
  Compiler compiler(key_bytes);
  COFFER_CHECK(compiler.write(root, false));
  return compiler.take();
}

}  // namespace coffer::bitcoin::miniscript
