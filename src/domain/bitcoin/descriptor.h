#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "domain/bitcoin/network.h"
#include "domain/crypto/secp256k1.h"

/// Output script descriptors: BIP-380 to BIP-387 without miniscript.
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

/// A key expression: an optional origin, then hex or an extended key with its path.
struct DescriptorKey {
  std::string origin;               // `[fingerprint/path]`, checked and kept as text; may be empty
  Bytes fixed;                      // 32 (x-only), 33 or 65 bytes; empty for an extended key
  std::string extended;             // xpub, tpub, xprv or tprv
  std::vector<std::uint32_t> path;  // below it
  enum class Wildcard : std::uint8_t { kNone, kPlain, kHardened } wildcard = Wildcard::kNone;
};

class Descriptor {
 public:
  /// Strict: a checksum, where present, must hold; a function may stand only where its BIP allows it; keys in segwit
  /// are compressed; multisig thresholds are in range; scripts keep to their size limits. At most 100,000 characters.
  static Result<Descriptor> parse(std::string_view text);

  /// The output script; `index` takes the place of `*` and must be below 2^31.
  [[nodiscard]] Result<Bytes> script(std::uint32_t index, const KeyDeriver& deriver) const;
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
    kBranch,  // {a,b}
  };
  struct Node {
    Function function = Function::kPk;
    std::size_t threshold = 0;
    std::vector<DescriptorKey> keys;
    std::vector<Node> children;  // the inner script, the tree of tr(), both sides of a branch
    Bytes fixed_script;          // kRaw
    std::string address;         // kAddr
  };
  [[nodiscard]] const Node& root() const { return root_; }

 private:
  Node root_;
};

}  // namespace coffer::bitcoin
