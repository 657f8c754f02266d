#include <algorithm>
#include <optional>
#include <utility>

#include "domain/bitcoin/address.h"
#include "domain/bitcoin/descriptor.h"
#include "domain/bitcoin/script.h"
#include "domain/bitcoin/taproot.h"
#include "domain/crypto/ripemd160.h"
#include "domain/crypto/schnorr.h"
#include "domain/crypto/sha2.h"

namespace coffer::bitcoin {
namespace {

using Function = Descriptor::Function;
using Node = Descriptor::Node;

constexpr std::uint32_t kHardened = 0x80000000;
constexpr std::size_t kMaxRedeemScript = 520;     // BIP-16
constexpr std::size_t kMaxWitnessScript = 3'600;  // Bitcoin Core's relay rule

class ScriptMaker {
 public:
  /// `details` is filled where it is not null; making them costs more than the script alone.
  ScriptMaker(std::uint32_t index, const KeyDeriver& deriver, DescriptorOutput* details)
      : index_(index), deriver_(deriver), details_(details) {}

  Result<Bytes> script(const Node& node) {
    switch (node.function) {
      case Function::kPk:
        return public_key_script(node);
      case Function::kPkh: {
        COFFER_TRY(const Bytes key, key_bytes(node.keys[0]));
        return pay_to_public_key_hash(crypto::hash160(key));
      }
      case Function::kWpkh: {
        COFFER_TRY(const Bytes key, key_bytes(node.keys[0]));
        return pay_to_witness_public_key_hash(crypto::hash160(key));
      }
      case Function::kSh:
        return script_hash(node);
      case Function::kWsh:
        return witness_script_hash(node);
      case Function::kTr:
        return taproot(node);
      case Function::kRawTr: {
        COFFER_TRY(const auto key, x_only_key(node.keys[0]));
        return pay_to_taproot(key);
      }
      case Function::kMulti:
      case Function::kSortedMulti:
        return multisig_script(node);
      case Function::kMiniscript:
        return expression_script(*node.miniscript, miniscript::Dialect::kWitnessV0);
      case Function::kRaw:
        return node.fixed_script;
      case Function::kAddr:
        return address_script(node.address);
      default:
        return fail(invalid("descriptor: a function that makes no output"));
    }
  }

 private:
  /// The key in the form that the descriptor gives it; compressed for extended keys.
  Result<Bytes> key_bytes(const DescriptorKey& key) {
    if (!key.fixed.empty()) {
      if (details_ != nullptr && !key.origin.empty()) COFFER_CHECK(note_origin(key, key.fixed, {}));
      return key.fixed;
    }
    std::vector<std::uint32_t> steps = key.path;
    if (key.wildcard != DescriptorKey::Wildcard::kNone)
      steps.push_back(key.wildcard == DescriptorKey::Wildcard::kHardened ? index_ | kHardened : index_);
    COFFER_TRY(const auto derived, deriver_.derive(key.extended, steps));
    Bytes out = to_bytes(BytesView(derived.compressed()));
    if (details_ != nullptr) COFFER_CHECK(note_origin(key, out, steps));
    return out;
  }

  /// The origin that the descriptor gives, or the extended key itself as the root of its path.
  Result<void> note_origin(const DescriptorKey& key, const Bytes& bytes, const std::vector<std::uint32_t>& steps) {
    KeyOrigin out{.public_key = bytes};
    if (key.origin.empty()) {
      COFFER_TRY(const auto root, deriver_.derive(key.extended, {}));
      const auto identifier = crypto::hash160(root.compressed());
      std::copy_n(identifier.begin(), out.fingerprint.size(), out.fingerprint.begin());
    } else {
      COFFER_TRY(DescriptorOrigin origin, parse_descriptor_origin(key.origin));
      out.fingerprint = origin.fingerprint;
      out.path = std::move(origin.path);
    }
    out.path.insert(out.path.end(), steps.begin(), steps.end());
    details_->origins.push_back(std::move(out));
    return {};
  }

  Result<crypto::schnorr::XOnlyPublicKey> x_only_key(const DescriptorKey& key) {
    const std::size_t noted = details_ == nullptr ? 0 : details_->origins.size();
    COFFER_TRY(const Bytes bytes, key_bytes(key));
    const BytesView x = BytesView(bytes).last(32);
    if (details_ != nullptr && details_->origins.size() > noted) details_->origins.back().public_key = to_bytes(x);
    return crypto::schnorr::XOnlyPublicKey::parse(x);
  }

  Result<Bytes> public_key_script(const Node& node) {
    COFFER_TRY(const Bytes key, key_bytes(node.keys[0]));
    return pay_to_public_key(key);
  }

  Result<std::vector<Bytes>> all_keys(const Node& node) {
    std::vector<Bytes> out;
    for (const DescriptorKey& key : node.keys) {
      COFFER_TRY(Bytes bytes, key_bytes(key));
      out.push_back(std::move(bytes));
    }
    return out;
  }

  Result<Bytes> multisig_script(const Node& node) {
    COFFER_TRY(std::vector<Bytes> keys, all_keys(node));
    if (node.function == Function::kSortedMulti) std::ranges::sort(keys);
    return multisig(node.threshold, keys);
  }

  Result<Bytes> multi_a(const Node& node) {
    std::vector<ByteArray<32>> keys;
    for (const DescriptorKey& key : node.keys) {
      COFFER_TRY(const auto x_only, x_only_key(key));
      keys.push_back(x_only.bytes());
    }
    if (node.function == Function::kSortedMultiA) std::ranges::sort(keys);
    ScriptBuilder builder;
    for (std::size_t i = 0; i < keys.size(); ++i)
      builder.push(keys[i]).op(i == 0 ? Opcode::kCheckSig : Opcode::kCheckSigAdd);
    return builder.number(static_cast<std::uint32_t>(node.threshold)).op(Opcode::kNumEqual).take();
  }

  Result<Bytes> script_hash(const Node& node) {
    COFFER_TRY(const Bytes inner, script(node.children[0]));
    if (inner.size() > kMaxRedeemScript) return fail(invalid("BIP-16: a redeem script of more than 520 bytes"));
    if (details_ != nullptr) details_->redeem_script = inner;
    return pay_to_script_hash(crypto::hash160(inner));
  }

  Result<Bytes> witness_script_hash(const Node& node) {
    COFFER_TRY(const Bytes inner, script(node.children[0]));
    if (inner.size() > kMaxWitnessScript) return fail(invalid("P2WSH: a witness script of more than 3,600 bytes"));
    if (details_ != nullptr) details_->witness_script = inner;
    return pay_to_witness_script_hash(crypto::sha256(BytesView(inner)));
  }

  Result<Bytes> expression_script(const miniscript::Node& root, miniscript::Dialect dialect) {
    return miniscript::compile(root, [&](const DescriptorKey& key) -> Result<Bytes> {
      if (dialect == miniscript::Dialect::kWitnessV0) return key_bytes(key);
      COFFER_TRY(const auto x_only, x_only_key(key));
      return to_bytes(BytesView(x_only.bytes()));
    });
  }

  Result<Bytes> leaf_script(const Node& node) {
    if (node.function == Function::kMultiA || node.function == Function::kSortedMultiA) return multi_a(node);
    if (node.miniscript) return expression_script(*node.miniscript, miniscript::Dialect::kTapscript);
    COFFER_TRY(const auto key, x_only_key(node.keys[0]));
    return ScriptBuilder().push(key.bytes()).op(Opcode::kCheckSig).take();
  }

  /// A leaf under construction: its script, and the hashes beside its way up.
  struct Leaf {
    Bytes script;
    std::vector<crypto::Hash256> path;
  };

  /// The hash of a tree; its leaves are added to `leaves` with their paths so far.
  Result<crypto::Hash256> tree_hash(const Node& node, std::vector<Leaf>& leaves) {
    const std::size_t first = leaves.size();
    if (node.function != Function::kBranch) {
      const std::size_t noted = details_ == nullptr ? 0 : details_->origins.size();
      COFFER_TRY(Bytes script, leaf_script(node));
      const crypto::Hash256 hash = tap_leaf_hash(script);
      if (details_ != nullptr)
        for (std::size_t i = noted; i < details_->origins.size(); ++i) details_->origins[i].leaves.push_back(hash);
      leaves.push_back({.script = std::move(script), .path = {}});
      return hash;
    }
    COFFER_TRY(const crypto::Hash256 left, tree_hash(node.children[0], leaves));
    const std::size_t middle = leaves.size();
    COFFER_TRY(const crypto::Hash256 right, tree_hash(node.children[1], leaves));
    for (std::size_t i = first; i < leaves.size(); ++i) leaves[i].path.push_back(i < middle ? right : left);
    return tap_branch_hash(left, right);
  }

  Result<Bytes> taproot(const Node& node) {
    COFFER_TRY(const auto internal_key, x_only_key(node.keys[0]));
    Bytes root;
    std::vector<Leaf> leaves;
    if (!node.children.empty()) {
      COFFER_TRY(const crypto::Hash256 hash, tree_hash(node.children[0], leaves));
      root = to_bytes(BytesView(hash));
    }
    COFFER_TRY(const auto output, crypto::schnorr::taproot_output(internal_key, root));
    if (details_ != nullptr) note_taproot(internal_key, output.parity, std::move(root), std::move(leaves));
    return pay_to_taproot(output.key);
  }

  void note_taproot(const crypto::schnorr::XOnlyPublicKey& internal_key, std::uint8_t parity, Bytes root,
                    std::vector<Leaf> leaves) {
    details_->internal_key = to_bytes(BytesView(internal_key.bytes()));
    details_->merkle_root = std::move(root);
    for (Leaf& leaf : leaves) {
      ControlBlock control{.parity = parity, .internal_key = internal_key.bytes(), .path = std::move(leaf.path)};
      details_->leaves.push_back({.script = std::move(leaf.script), .control_block = control.encode()});
    }
  }

  static Result<Bytes> address_script(const std::string& address) {
    for (const Network network : {Network::kMainnet, Network::kTestnet, Network::kRegtest})
      if (auto script = script_of_address(address, network)) return script;
    return fail(invalid("descriptor: not an address of any network"));
  }

  std::uint32_t index_;
  const KeyDeriver& deriver_;
  DescriptorOutput* details_;
};

/// A key that stands in several places has one origin, with all of its leaves.
void join_origins(std::vector<KeyOrigin>& origins) {
  std::vector<KeyOrigin> out;
  for (KeyOrigin& origin : origins) {
    const auto same = std::ranges::find(out, origin.public_key, &KeyOrigin::public_key);
    if (same == out.end()) {
      out.push_back(std::move(origin));
    } else {
      same->leaves.insert(same->leaves.end(), origin.leaves.begin(), origin.leaves.end());
    }
  }
  origins = std::move(out);
}

Error index_out_of_range() { return invalid_field("index", "BIP-32: must be below 2^31"); }

}  // namespace

Result<Bytes> Descriptor::script(std::uint32_t index, const KeyDeriver& deriver) const {
  if (index >= kHardened) return fail(index_out_of_range());
  return ScriptMaker(index, deriver, nullptr).script(root_);
}

Result<DescriptorOutput> Descriptor::expand(std::uint32_t index, const KeyDeriver& deriver) const {
  if (index >= kHardened) return fail(index_out_of_range());
  DescriptorOutput out;
  COFFER_TRY(out.script, ScriptMaker(index, deriver, &out).script(root_));
  join_origins(out.origins);
  return out;
}

}  // namespace coffer::bitcoin
