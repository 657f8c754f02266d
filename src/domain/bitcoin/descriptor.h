#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "domain/bitcoin/descriptor_key.h"
#include "domain/bitcoin/miniscript.h"
#include "domain/bitcoin/network.h"
#include "domain/crypto/hash.h"
#include "domain/crypto/secp256k1.h"

/// Output script descriptors: BIP-380 to BIP-387, with miniscript (BIP-379) in wsh() and in the leaves of tr().
namespace coffer::bitcoin {

/// The eight characters of BIP-380 for a descriptor without `#`. Fails on a character outside of its alphabet.
Result<std::string> descriptor_checksum(std::string_view descriptor);

/// Derives keys of extended keys. Passed in, because only some callers may hold private ones.
class KeyDeriver {
 public:
  virtual ~KeyDeriver() = default;
  /// The public key at the end of `steps` (hardened with bit 31) below an xpub, tpub, xprv or tprv.
  virtual Result<crypto::secp256k1::PublicKey> derive(std::string_view extended_key,
                                                      const std::vector<std::uint32_t>& steps) const = 0;
};

/// A key in an output, and where it comes from.
struct KeyOrigin {
  Bytes public_key;  // as it stands in the script; 32 bytes in taproot
  ByteArray<4> fingerprint{};
  std::vector<std::uint32_t> path = {};
  std::vector<crypto::Hash256> leaves = {};  // hashes of the leaves that it is in
};

/// A leaf of a tr(), with what a spend through it shows.
struct DescriptorLeaf {
  Bytes script;
  Bytes control_block;
};

/// Everything about one output of a descriptor that its spender has to know. What does not apply is empty.
struct DescriptorOutput {
  Bytes script;
  Bytes redeem_script = {};
  Bytes witness_script = {};
  Bytes internal_key = {};  // 32 bytes, with the next two for tr()
  Bytes merkle_root = {};
  std::vector<DescriptorLeaf> leaves = {};  // depth first
  std::vector<KeyOrigin> origins = {};      // of the keys that come from extended keys or name their origin
};

/// An output descriptor (BIP-380 to BIP-386, miniscript of BIP-379): the scripts of a wallet, by index.
class Descriptor {
 public:
  /// Strict: a checksum, where present, must hold; a function may stand only where its BIP allows it; keys in segwit
  /// are compressed; multisig thresholds are in range; scripts keep to their size limits; miniscript is sane. At most
  /// 100,000 characters.
  static Result<Descriptor> parse(std::string_view text);

  /// The output script; `index` takes the place of `*` and must be below 2^31.
  [[nodiscard]] Result<Bytes> script(std::uint32_t index, const KeyDeriver& deriver) const;
  /// The output with what spends it.
  [[nodiscard]] Result<DescriptorOutput> expand(std::uint32_t index, const KeyDeriver& deriver) const;
  /// Whether it has a `*`.
  [[nodiscard]] bool is_ranged() const;

  /// The functions of a descriptor and the tree of tr().
  enum class Function : std::uint8_t {
    kPk,
    kPkh,
    kWpkh,
    kSh,
    kWsh,
    kTr,
    kRawTr,
    kMulti,
    kSortedMulti,
    kMultiA,
    kSortedMultiA,
    kAddr,
    kRaw,
    kMiniscript,
    kBranch,  // {a,b}
  };
  struct Node {
    Function function = Function::kPk;
    std::size_t threshold = 0;
    std::vector<DescriptorKey> keys;
    std::vector<Node> children;  // the inner script, the tree of tr(), both sides of a branch
    Bytes fixed_script;          // kRaw
    std::string address;         // kAddr
    std::optional<miniscript::Node> miniscript = {};
  };
  [[nodiscard]] const Node& root() const { return root_; }

 private:
  Node root_;
};

}  // namespace coffer::bitcoin
