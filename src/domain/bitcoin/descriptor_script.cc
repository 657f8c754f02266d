#include <algorithm>
#include <optional>
#include <utility>

#include "domain/bitcoin/address.h"
#include "domain/bitcoin/descriptor.h"
#include "domain/bitcoin/script.h"
#include "domain/bitcoin/taproot.h"
#include "domain/bitcoin/tapscript.h"
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
  ScriptMaker(std::uint32_t index, const KeyDeriver& deriver) : index_(index), deriver_(deriver) {}

  Result<Bytes> script(const Node& node) const {
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
  Result<Bytes> key_bytes(const DescriptorKey& key) const {
    if (!key.fixed.empty()) return key.fixed;
    std::vector<std::uint32_t> steps = key.path;
    if (key.wildcard != DescriptorKey::Wildcard::kNone)
      steps.push_back(key.wildcard == DescriptorKey::Wildcard::kHardened ? index_ | kHardened : index_);
    COFFER_TRY(const auto derived, deriver_.derive(key.extended, steps));
    return to_bytes(BytesView(derived.compressed()));
  }

  Result<crypto::schnorr::XOnlyPublicKey> x_only_key(const DescriptorKey& key) const {
    COFFER_TRY(const Bytes bytes, key_bytes(key));
    return crypto::schnorr::XOnlyPublicKey::parse(BytesView(bytes).last(32));
  }

  Result<Bytes> public_key_script(const Node& node) const {
    COFFER_TRY(const Bytes key, key_bytes(node.keys[0]));
    return pay_to_public_key(key);
  }

  Result<std::vector<Bytes>> all_keys(const Node& node) const {
    std::vector<Bytes> out;
    for (const DescriptorKey& key : node.keys) {
      COFFER_TRY(Bytes bytes, key_bytes(key));
      out.push_back(std::move(bytes));
    }
    return out;
  }

  Result<Bytes> multisig_script(const Node& node) const {
    COFFER_TRY(std::vector<Bytes> keys, all_keys(node));
    if (node.function == Function::kSortedMulti) std::ranges::sort(keys);
    return multisig(node.threshold, keys);
  }

  Result<Bytes> multi_a(const Node& node) const {
    std::vector<ByteArray<32>> keys;
    for (const DescriptorKey& key : node.keys) {
      COFFER_TRY(const auto x_only, x_only_key(key));
      keys.push_back(x_only.bytes());
    }
    if (node.function == Function::kSortedMultiA) std::ranges::sort(keys);
    return multi_a_script(node.threshold, keys);
  }

  Result<Bytes> script_hash(const Node& node) const {
    COFFER_TRY(const Bytes inner, script(node.children[0]));
    if (inner.size() > kMaxRedeemScript) return fail(invalid("BIP-16: a redeem script of more than 520 bytes"));
    return pay_to_script_hash(crypto::hash160(inner));
  }

  Result<Bytes> witness_script_hash(const Node& node) const {
    COFFER_TRY(const Bytes inner, script(node.children[0]));
    if (inner.size() > kMaxWitnessScript) return fail(invalid("P2WSH: a witness script of more than 3,600 bytes"));
    return pay_to_witness_script_hash(crypto::sha256(inner));
  }

  Result<Bytes> leaf_script(const Node& node) const {
    if (node.function == Function::kMultiA || node.function == Function::kSortedMultiA) return multi_a(node);
    COFFER_TRY(const auto key, x_only_key(node.keys[0]));
    return ScriptBuilder().push(key.bytes()).op(Opcode::kCheckSig).take();
  }

  Result<crypto::Hash256> tree_hash(const Node& node) const {
    if (node.function != Function::kBranch) {
      COFFER_TRY(const Bytes leaf, leaf_script(node));
      return tap_leaf_hash(leaf);
    }
    COFFER_TRY(const crypto::Hash256 left, tree_hash(node.children[0]));
    COFFER_TRY(const crypto::Hash256 right, tree_hash(node.children[1]));
    return tap_branch_hash(left, right);
  }

  Result<Bytes> taproot(const Node& node) const {
    COFFER_TRY(const auto internal_key, x_only_key(node.keys[0]));
    Bytes root;
    if (!node.children.empty()) {
      COFFER_TRY(const crypto::Hash256 hash, tree_hash(node.children[0]));
      root = to_bytes(BytesView(hash));
    }
    COFFER_TRY(const auto output, crypto::schnorr::taproot_output(internal_key, root));
    return pay_to_taproot(output.key);
  }

  static Result<Bytes> address_script(const std::string& address) {
    for (const Network network : {Network::kMainnet, Network::kTestnet, Network::kRegtest})
      if (auto script = script_of_address(address, network)) return script;
    return fail(invalid("descriptor: not an address of any network"));
  }

  std::uint32_t index_;
  const KeyDeriver& deriver_;
};

}  // namespace

Result<Bytes> Descriptor::script(std::uint32_t index, const KeyDeriver& deriver) const {
  if (index >= kHardened) return fail(invalid_field("index", "BIP-32: must be below 2^31"));
  return ScriptMaker(index, deriver).script(root_);
}

}  // namespace coffer::bitcoin
