#include "domain/bitcoin/descriptor_key.h"

#include <algorithm>
#include <charconv>

#include "domain/crypto/base58.h"
#include "domain/crypto/schnorr.h"

namespace coffer::bitcoin {
namespace {

constexpr std::uint32_t kHardened = 0x80000000;
constexpr std::size_t kMaxSteps = 255;

/// `0`, `44'`, `44h`: a child number.
Result<std::uint32_t> parse_step(std::string_view text) {
  const bool hardened = text.ends_with('\'') || text.ends_with('h');
  if (hardened) text.remove_suffix(1);
  std::uint32_t out = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
  if (error != std::errc{} || end != text.data() + text.size() || out >= kHardened)
    return fail(invalid("descriptor: a step of a path must be a number below 2^31"));
  return hardened ? out | kHardened : out;
}

/// The parts of `a/b/c`.
std::vector<std::string_view> split(std::string_view text) {
  std::vector<std::string_view> out;
  for (std::size_t slash = text.find('/'); slash != std::string_view::npos; slash = text.find('/')) {
    out.push_back(text.substr(0, slash));
    text.remove_prefix(slash + 1);
  }
  out.push_back(text);
  return out;
}

/// Takes `[fingerprint/path]` off the front.
Result<std::string> take_origin(std::string_view& text) {
  if (!text.starts_with('[')) return std::string();
  const std::size_t close = text.find(']');
  if (close == std::string_view::npos) return fail(invalid("descriptor: a key origin is not closed"));
  const std::string_view origin = text.substr(1, close - 1);
  text.remove_prefix(close + 1);
  COFFER_CHECK(parse_descriptor_origin(origin));
  return std::string(origin);
}

Result<DescriptorKey> parse_fixed(Bytes bytes, KeyForm form) {
  DescriptorKey out;
  const bool x_only = bytes.size() == 32;
  if (x_only != (form == KeyForm::kXOnly) && bytes.size() != 33)
    return fail(invalid("descriptor: a key of the wrong form"));
  if (bytes.size() == 65 && form != KeyForm::kAny) return fail(invalid("descriptor: an uncompressed key in segwit"));
  const bool point = x_only ? crypto::schnorr::XOnlyPublicKey::parse(bytes).has_value()
                            : crypto::secp256k1::PublicKey::parse(bytes).has_value();
  if (!point) return fail(invalid("descriptor: a key that is no point of the curve"));
  if (form == KeyForm::kXOnly && !x_only) bytes.erase(bytes.begin());
  out.fixed = std::move(bytes);
  return out;
}

/// The wildcard that a last step stands for.
DescriptorKey::Wildcard wildcard_of(std::string_view step) {
  if (step == "*") return DescriptorKey::Wildcard::kPlain;
  return step == "*'" || step == "*h" ? DescriptorKey::Wildcard::kHardened : DescriptorKey::Wildcard::kNone;
}

Result<DescriptorKey> parse_extended(std::string_view text) {
  auto parts = split(text);
  DescriptorKey out;
  out.extended = std::string(parts[0]);
  const auto payload = crypto::parse_base58check(parts[0]);
  if (!payload || payload->size() != 78) return fail(invalid("descriptor: neither a hex key nor an extended key"));
  parts.erase(parts.begin());
  if (parts.size() > kMaxSteps) return fail(invalid("descriptor: a path of more than 255 steps"));
  if (!parts.empty()) out.wildcard = wildcard_of(parts.back());
  if (out.wildcard != DescriptorKey::Wildcard::kNone) parts.pop_back();
  for (const std::string_view part : parts) {
    COFFER_TRY(const std::uint32_t step, parse_step(part));
    out.path.push_back(step);
  }
  return out;
}

}  // namespace

Result<DescriptorOrigin> parse_descriptor_origin(std::string_view text) {
  const auto parts = split(text);
  const auto fingerprint = parse_hex(parts[0]);
  if (!fingerprint || fingerprint->size() != 4) return fail(invalid("descriptor: a fingerprint has 8 hex digits"));
  if (parts.size() > kMaxSteps + 1) return fail(invalid("descriptor: a path of more than 255 steps"));
  DescriptorOrigin out;
  std::ranges::copy(*fingerprint, out.fingerprint.begin());
  for (std::size_t i = 1; i < parts.size(); ++i) {
    COFFER_TRY(const std::uint32_t step, parse_step(parts[i]));
    out.path.push_back(step);
  }
  return out;
}

Result<DescriptorKey> parse_descriptor_key(std::string_view text, KeyForm form) {
  COFFER_TRY(const std::string origin, take_origin(text));
  auto hex_key = parse_hex(text);
  const bool fixed = hex_key && (hex_key->size() == 32 || hex_key->size() == 33 || hex_key->size() == 65);
  auto out = fixed ? parse_fixed(*std::move(hex_key), form) : parse_extended(text);
  if (out) out->origin = origin;
  return out;
}

}  // namespace coffer::bitcoin
