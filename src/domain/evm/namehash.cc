#include "domain/evm/namehash.h"

#include <algorithm>

#include "domain/crypto/keccak.h"

namespace coffer::evm {
namespace {

constexpr std::size_t kMaxName = 1000;
constexpr std::size_t kMaxLabel = 255;

bool is_plain(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '$'; }

/// ENSIP-15 for a label of ASCII: underscores lead, no hyphens in the third and fourth place.
Result<void> check_label(std::string_view label) {
  if (label.empty()) return fail(invalid("ENSIP-15: an empty label"));
  if (label.size() > kMaxLabel) return fail(invalid("ENS: a label longer than 255 bytes"));
  const std::string_view rest = label.substr(std::min(label.find_first_not_of('_'), label.size()));
  for (const char c : rest) {
    if (c == '_') return fail(invalid("ENSIP-15: an underscore may only lead a label"));
    if (c >= 'A' && c <= 'Z') return fail(invalid("ENSIP-15: not normalised, upper case"));
    if (static_cast<unsigned char>(c) >= 0x80) return fail(invalid("ENSIP-15: only ASCII names are supported"));
    if (!is_plain(c)) return fail(invalid("ENSIP-15: a character that no name may have"));
  }
  if (label.size() >= 4 && label.substr(2, 2) == "--")
    return fail(invalid("ENSIP-15: hyphens in the third and fourth place"));
  return {};
}

}  // namespace

Result<Hash> namehash(std::string_view name) {
  if (name.size() > kMaxName) return fail(invalid("ENS: a name longer than 1,000 bytes"));
  Hash node;
  while (!name.empty()) {
    const std::size_t dot = name.rfind('.');
    const std::string_view label = dot == std::string_view::npos ? name : name.substr(dot + 1);
    COFFER_CHECK(check_label(label));
    node.bytes = crypto::Keccak256().update(node.bytes).update(labelhash(label).bytes).finish();
    if (dot == std::string_view::npos) break;
    name = name.substr(0, dot);
    if (name.empty()) return fail(invalid("ENSIP-15: an empty label"));
  }
  return node;
}

Hash labelhash(std::string_view label) { return {crypto::keccak256(as_bytes(label))}; }

}  // namespace coffer::evm
