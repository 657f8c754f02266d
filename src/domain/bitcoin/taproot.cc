#include "domain/bitcoin/taproot.h"

#include <algorithm>

#include "domain/bitcoin/serialize.h"
#include "domain/crypto/sha2.h"

namespace coffer::bitcoin {
namespace {

constexpr std::size_t kMaxPath = 128;

}  // namespace

crypto::Hash256 tap_leaf_hash(BytesView script, std::uint8_t version) {
  Bytes leaf = {version};
  append_var_bytes(leaf, script);
  return crypto::tagged_hash("TapLeaf", {BytesView(leaf)});
}

crypto::Hash256 tap_branch_hash(const crypto::Hash256& a, const crypto::Hash256& b) {
  const auto& [low, high] = std::minmax(a, b);
  return crypto::tagged_hash("TapBranch", {BytesView(low), BytesView(high)});
}

Result<ControlBlock> ControlBlock::parse(BytesView bytes) {
  if (bytes.size() < 33 || bytes.size() > 33 + 32 * kMaxPath || (bytes.size() - 33) % 32 != 0)
    return fail(invalid("BIP-341: a control block has 33 + 32·m bytes, m at most 128"));
  ControlBlock out;
  out.leaf_version = bytes[0] & 0xfeU;
  out.parity = bytes[0] & 1U;
  std::copy_n(bytes.begin() + 1, 32, out.internal_key.begin());
  for (std::size_t at = 33; at < bytes.size(); at += 32) {
    crypto::Hash256 hash;
    std::ranges::copy(bytes.subspan(at, 32), hash.begin());
    out.path.push_back(hash);
  }
  return out;
}

Bytes ControlBlock::encode() const {
  Bytes out = {static_cast<std::uint8_t>(leaf_version | parity)};
  append(out, internal_key);
  for (const crypto::Hash256& hash : path) append(out, hash);
  return out;
}

bool commits_to(BytesView output_key, BytesView script, const ControlBlock& control) {
  const auto internal_key = crypto::schnorr::XOnlyPublicKey::parse(control.internal_key);
  if (!internal_key) return false;
  crypto::Hash256 node = tap_leaf_hash(script, control.leaf_version);
  for (const crypto::Hash256& hash : control.path) node = tap_branch_hash(node, hash);
  const auto output = crypto::schnorr::taproot_output(*internal_key, node);
  return output && output->parity == control.parity && std::ranges::equal(output->key.bytes(), output_key);
}

}  // namespace coffer::bitcoin
