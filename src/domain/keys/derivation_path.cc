#include "domain/keys/derivation_path.h"

#include <algorithm>
#include <charconv>

namespace coffer::keys {
namespace {

constexpr std::size_t kMaxDepth = 255;

Result<std::uint32_t> parse_step(std::string_view text) {
  const bool hardened = text.ends_with('\'') || text.ends_with('h') || text.ends_with('H');
  if (hardened) text.remove_suffix(1);
  std::uint32_t index = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), index);
  const bool leading_zero = text.size() > 1 && text.front() == '0';
  if (text.empty() || error != std::errc() || end != text.data() + text.size() || leading_zero || index >= kHardened) {
    return fail(invalid("BIP-32: a path step is 0 to 2147483647, with ' where it is hardened"));
  }
  return hardened ? index | kHardened : index;
}

}  // namespace

Result<DerivationPath> DerivationPath::parse(std::string_view text) {
  if (text.size() > kMaxDepth * 12) return fail(invalid("BIP-32: a path has at most 255 steps"));
  std::vector<std::uint32_t> steps;
  if (text == "m" || text == "M") return DerivationPath();
  if (text.starts_with("m/") || text.starts_with("M/")) text.remove_prefix(2);
  for (;;) {
    const std::size_t slash = text.find('/');
    COFFER_TRY(const std::uint32_t step, parse_step(text.substr(0, slash)));
    steps.push_back(step);
    if (slash == std::string_view::npos) break;
    text.remove_prefix(slash + 1);
  }
  if (steps.size() > kMaxDepth) return fail(invalid("BIP-32: a path has at most 255 steps"));
  return DerivationPath(std::move(steps));
}

std::string DerivationPath::text() const {
  std::string out = "m";
  for (const std::uint32_t step : steps_) {
    out += '/';
    out += std::to_string(step & ~kHardened);
    if (step >= kHardened) out += '\'';
  }
  return out;
}

bool DerivationPath::is_hardened_throughout() const {
  return std::ranges::all_of(steps_, [](std::uint32_t step) { return step >= kHardened; });
}

DerivationPath DerivationPath::child(std::uint32_t step) const {
  std::vector<std::uint32_t> steps = steps_;
  steps.push_back(step);
  return DerivationPath(std::move(steps));
}

DerivationPath account_path(Purpose purpose, std::uint32_t coin_type, std::uint32_t account) {
  return DerivationPath({static_cast<std::uint32_t>(purpose) | kHardened, coin_type | kHardened, account | kHardened});
}

DerivationPath address_path(Purpose purpose, std::uint32_t coin_type, std::uint32_t account, std::uint32_t change,
                            std::uint32_t index) {
  return account_path(purpose, coin_type, account).child(change).child(index);
}

}  // namespace coffer::keys
