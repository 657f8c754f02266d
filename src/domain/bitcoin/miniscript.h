#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "domain/bitcoin/descriptor_key.h"

/// Miniscript (BIP-379): spending conditions as a tree that is typed, compiled to script, recognised in script, and
/// satisfied.
namespace coffer::bitcoin::miniscript {

/// In BIP-379's order; wrappers are fragments with one child.
enum class Fragment : std::uint8_t {
  kFalse,    // 0
  kTrue,     // 1
  kKey,      // pk_k
  kKeyHash,  // pk_h
  kOlder,    // relative lock time (BIP-68)
  kAfter,    // absolute lock time
  kSha256,
  kHash256,
  kRipemd160,
  kHash160,
  kAndOr,
  kAndV,
  kAndB,
  kOrB,
  kOrC,
  kOrD,
  kOrI,
  kThreshold,     // thresh
  kMulti,         // P2WSH only
  kMultiA,        // tapscript only
  kAlt,           // a:
  kSwap,          // s:
  kCheck,         // c:
  kDupIf,         // d:
  kVerify,        // v:
  kNonZero,       // j:
  kZeroNotEqual,  // n:
};

/// Where a script stands: sizes of keys and the opcodes of multisig differ.
enum class Dialect : std::uint8_t { kWitnessV0, kTapscript };

/// The type letters of BIP-379 ("Correctness", "Malleability") and the kinds of time locks that would not mix, as bits.
enum Property : std::uint32_t {
  kBase = 1U << 0U,            // B
  kVerifyType = 1U << 1U,      // V
  kKeyType = 1U << 2U,         // K
  kWrapped = 1U << 3U,         // W
  kZeroArg = 1U << 4U,         // z
  kOneArg = 1U << 5U,          // o
  kNonZeroArg = 1U << 6U,      // n
  kDissatisfiable = 1U << 7U,  // d
  kUnit = 1U << 8U,            // u
  kExpressive = 1U << 9U,      // e: one dissatisfaction, which nobody else can change
  kForced = 1U << 10U,         // f: dissatisfying needs a signature, or cannot be done
  kSafe = 1U << 11U,           // s: satisfying needs a signature
  kNonMalleable = 1U << 12U,   // m
  kRelativeTime = 1U << 13U,
  kRelativeHeight = 1U << 14U,
  kAbsoluteTime = 1U << 15U,
  kAbsoluteHeight = 1U << 16U,
  kUnmixedLocks = 1U << 17U,  // k: no two locks that must hold together are of different kinds
};

/// One expression of a miniscript with those inside it.
struct Node {
  Fragment fragment = Fragment::kFalse;
  std::uint32_t number = 0;  // of older, after, thresh, multi, multi_a
  std::vector<DescriptorKey> keys = {};
  Bytes hash = {};  // of hash locks; of pk_h when read from a script (20 bytes)
  std::vector<Node> children = {};
  std::uint32_t properties = 0;  // set by `typed`
  std::uint32_t depth = 1;       // set by `typed`
  [[nodiscard]] bool has(std::uint32_t all) const { return (properties & all) == all; }
};

/// The node with its type, computed from its children's. Fails when the rules of BIP-379 give it none, on numbers out
/// of range, and on trees deeper than 128.
Result<Node> typed(Node node, Dialect dialect);

/// Reads an expression such as `or_d(pk(A),and_v(v:pkh(B),older(1000)))`, sugar included (pk, pkh, and_n, t:, l:, u:).
/// The whole must be a B. Whether it is wise is another question: `check_sane`.
Result<Node> parse(std::string_view text, Dialect dialect);

/// What a wallet may offer as an address: spending always needs a signature, nobody else can change the witness, time
/// locks do not contradict one another, no key stands twice, and the limits of standard scripts hold (P2WSH: 201
/// opcodes, 100 witness items; tapscript: 1,000 items).
Result<void> check_sane(const Node& root, Dialect dialect);

/// Gives a key's bytes: 33 in P2WSH, 32 in tapscript.
using KeyBytes = std::function<Result<Bytes>(const DescriptorKey& key)>;
/// For keys that are bytes already.
Result<Bytes> fixed_key(const DescriptorKey& key);

/// The script of an expression.
Result<Bytes> compile(const Node& root, const KeyBytes& key_bytes = fixed_key);

/// Recognises an expression in a script; its compilation is the same script again. Fails on scripts that are none, and
/// on those of more than 10,000 bytes.
Result<Node> decompile(BytesView script, Dialect dialect);

/// What a satisfaction can be made of. The spans that are asked for and given live as long as the satisfier.
class Satisfier {
 public:
  virtual ~Satisfier() = default;
  /// The signature of a key with its sighash type, as the witness has it.
  virtual std::optional<Bytes> signature(BytesView key) const = 0;
  /// The key whose HASH160 stands in a pk_h that was read from a script.
  virtual std::optional<Bytes> key_of_hash(BytesView hash) const = 0;
  /// The 32 bytes behind a hash lock.
  virtual std::optional<Bytes> preimage(Fragment hash_function, BytesView hash) const = 0;
  /// Whether the transaction meets older(n) or after(n).
  virtual bool meets(Fragment lock, std::uint32_t number) const = 0;
};

/// The smallest witness stack, bottom first, that satisfies the expression and that nobody else can change. Fails when
/// signatures, preimages or time are missing.
Result<std::vector<Bytes>> satisfy(const Node& root, const Satisfier& satisfier);

}  // namespace coffer::bitcoin::miniscript
