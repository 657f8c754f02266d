#include "domain/keys/slip39.h"

#include <algorithm>
#include <array>
#include <map>
#include <string>

#include "domain/crypto/pbkdf2.h"
#include "domain/keys/shamir.h"

namespace coffer::keys {
namespace {

constexpr std::uint32_t kRoundIterations = 2500;  // a quarter of 10000: there are four rounds
constexpr std::uint8_t kMaxIterationExponent = 11;
constexpr std::size_t kMaxPassphrase = 4096;

Result<void> check_passphrase(std::string_view passphrase) {
  if (passphrase.size() > kMaxPassphrase) return fail(invalid_field("passphrase", "is at most 4096 bytes"));
  const bool printable = std::ranges::all_of(passphrase, [](char letter) { return letter >= 32 && letter <= 126; });
  if (!printable) return fail(invalid_field("passphrase", "SLIP-39: must be printable ASCII"));
  return {};
}

Result<void> check_exponent(std::uint8_t exponent) {
  if (exponent <= kMaxIterationExponent) return {};
  return fail(invalid_field("iteration_exponent", "above 11 it would take minutes"));
}

// The round function: PBKDF2 of the round's number and the passphrase, salted with the right half.
Result<SecretBytes> round_key(const Slip39Header& header, std::uint8_t round, std::string_view passphrase,
                              BytesView right) {
  SecretBytes password(1 + passphrase.size());
  password.expose_mutable()[0] = round;
  std::ranges::copy(as_bytes(passphrase), password.expose_mutable().begin() + 1);
  Bytes prefix;
  if (!header.extendable) {
    append(prefix, as_bytes("shamir"));
    prefix.push_back(static_cast<std::uint8_t>(header.identifier >> 8));
    prefix.push_back(static_cast<std::uint8_t>(header.identifier & 0xff));
  }
  SecretBytes salt(prefix.size() + right.size());
  std::ranges::copy(right, std::ranges::copy(prefix, salt.expose_mutable().begin()).out);
  return crypto::pbkdf2(crypto::HashAlgorithm::kSha256, password.expose(), salt.expose(),
                        kRoundIterations << header.iteration_exponent, right.size());
}

// SLIP-39's Feistel network; the rounds in opposite order undo it.
Result<SecretBytes> encipher(const Slip39Header& header, BytesView secret, std::string_view passphrase,
                             const std::array<std::uint8_t, 4>& rounds) {
  COFFER_CHECK(check_passphrase(passphrase));
  COFFER_CHECK(check_exponent(header.iteration_exponent));
  const std::size_t half = secret.size() / 2;
  SecretBytes left = SecretBytes::copy_of(secret.first(half));
  SecretBytes right = SecretBytes::copy_of(secret.subspan(half));
  for (const std::uint8_t round : rounds) {
    COFFER_TRY(const SecretBytes key, round_key(header, round, passphrase, right.expose()));
    for (std::size_t i = 0; i < half; ++i) left.expose_mutable()[i] ^= key.expose()[i];
    std::swap(left, right);
  }
  SecretBytes out(secret.size());
  std::ranges::copy(left.expose(), std::ranges::copy(right.expose(), out.expose_mutable().begin()).out);
  return out;
}

constexpr std::array<std::uint8_t, 4> kEncrypt = {0, 1, 2, 3};
constexpr std::array<std::uint8_t, 4> kDecrypt = {3, 2, 1, 0};

Result<void> check_plan(BytesView secret, const Slip39Plan& plan) {
  if (secret.size() < 16 || secret.size() > 256 || secret.size() % 2 != 0) {
    return fail(invalid_field("secret", "SLIP-39: must be 16 to 256 bytes, an even number"));
  }
  if (plan.identifier >= 1U << 15U) return fail(invalid_field("identifier", "SLIP-39: must be below 2^15"));
  if (plan.groups.empty() || plan.groups.size() > kMaxShares) {
    return fail(invalid_field("groups", "SLIP-39: 1 to 16 groups"));
  }
  if (plan.group_threshold < 1 || plan.group_threshold > plan.groups.size()) {
    return fail(invalid_field("group_threshold", "SLIP-39: must be 1 to the number of groups"));
  }
  for (const Slip39Group& group : plan.groups) {
    if (group.threshold < 1 || group.threshold > group.count || group.count > kMaxShares) {
      return fail(invalid_field("groups", "SLIP-39: 1 ≤ threshold ≤ number of members ≤ 16"));
    }
    if (group.threshold == 1 && group.count > 1) {
      return fail(invalid_field("groups", "SLIP-39: a group of threshold 1 has one member"));
    }
  }
  return {};
}

Slip39Header header_of(const Slip39Plan& plan) {
  return {.identifier = plan.identifier,
          .extendable = plan.extendable,
          .iteration_exponent = plan.iteration_exponent,
          .group_threshold = plan.group_threshold,
          .group_count = static_cast<std::uint8_t>(plan.groups.size())};
}

// The members of each group, by the group's index.
using Members = std::map<std::uint8_t, std::vector<const Slip39Share*>>;

Result<Members> members_of(std::span<const Slip39Share> shares) {
  if (shares.empty()) return fail(invalid("SLIP-39: no share was given"));
  Members groups;
  for (const Slip39Share& share : shares) {
    if (share.header != shares[0].header) return fail(invalid("SLIP-39: the shares are not of one backup"));
    if (share.value.size() != shares[0].value.size()) return fail(invalid("SLIP-39: share values differ in length"));
    auto& members = groups[share.group_index];
    members.push_back(&share);
    if (share.member_threshold != members[0]->member_threshold) {
      return fail(invalid("SLIP-39: member thresholds of one group differ"));
    }
  }
  if (groups.size() != shares[0].header.group_threshold) {
    return fail(invalid("SLIP-39: exactly as many groups as the group threshold are needed"));
  }
  return groups;
}

Result<SecretBytes> recover_group(const std::vector<const Slip39Share*>& members) {
  std::vector<ShamirShare> points;
  for (const Slip39Share* share : members) points.push_back({.x = share->member_index, .y = share->value.clone()});
  return shamir_recover(points, members[0]->member_threshold);
}

}  // namespace

Result<std::vector<std::vector<Slip39Share>>> slip39_split(BytesView secret, const Slip39Plan& plan,
                                                           std::string_view passphrase, BytesView entropy) {
  COFFER_CHECK(check_plan(secret, plan));
  const Slip39Header header = header_of(plan);
  COFFER_TRY(const SecretBytes encrypted, encipher(header, secret, passphrase, kEncrypt));
  COFFER_TRY(auto groups,
             shamir_split(encrypted.expose(), plan.group_threshold, plan.groups.size(), entropy, "groups"));
  std::vector<std::vector<Slip39Share>> out;
  for (std::size_t i = 0; i < groups.size(); ++i) {
    const Slip39Group& group = plan.groups[i];
    COFFER_TRY(auto members,
               shamir_split(groups[i].y.expose(), group.threshold, group.count, entropy, "group." + std::to_string(i)));
    auto& shares = out.emplace_back();
    for (ShamirShare& member : members) {
      shares.push_back({.header = header,
                        .group_index = groups[i].x,
                        .member_index = member.x,
                        .member_threshold = group.threshold,
                        .value = std::move(member.y)});
    }
  }
  return out;
}

Result<SecretBytes> slip39_combine(std::span<const Slip39Share> shares, std::string_view passphrase) {
  COFFER_TRY(const Members groups, members_of(shares));
  std::vector<ShamirShare> points;
  for (const auto& [index, members] : groups) {
    COFFER_TRY(SecretBytes value, recover_group(members));
    points.push_back({.x = index, .y = std::move(value)});
  }
  const Slip39Header& header = shares[0].header;
  COFFER_TRY(const SecretBytes encrypted, shamir_recover(points, header.group_threshold));
  return encipher(header, encrypted.expose(), passphrase, kDecrypt);
}

}  // namespace coffer::keys
