#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"
#include "domain/evm/address.h"

/// EIP-4361, Sign-In with Ethereum.
namespace coffer::evm::siwe {

/// The fields of a message. Times keep the text they were given in, so that printing gives back the
/// very bytes that were parsed.
struct Message {
  std::optional<std::string> scheme;  // RFC 3986, without "://"
  std::string domain;                 // RFC 3986 authority
  Address address;
  std::optional<std::string> statement;  // one line; present and empty differs from absent
  std::string uri;
  std::string version = "1";
  std::uint64_t chain_id = 1;
  std::string nonce;  // at least 8 letters and digits
  std::string issued_at;
  std::optional<std::string> expiration_time;
  std::optional<std::string> not_before;
  std::optional<std::string> request_id;
  std::vector<std::string> resources;  // URIs
  bool has_resources = false;          // "Resources:" with no entry is legal and is kept

  bool operator==(const Message&) const = default;
};

/// Parses by the grammar of EIP-4361: the address must carry its EIP-55 checksum, times are
/// RFC 3339, URIs and the authority keep to RFC 3986's characters, version is 1. At most 16 KiB.
Result<Message> parse(std::string_view text);

/// The text to sign (with EIP-191). Fails where a field breaks the grammar.
Result<std::string> print(const Message& message);

/// What a verifier expects of a message besides its signature.
struct Expectation {
  Time now;
  std::optional<std::string> domain;
  std::optional<std::string> nonce;
};

/// Whether domain, nonce and times are as expected: `not_before` ≤ now < `expiration_time`. The
/// error's message is the reason.
Result<void> check(const Message& message, const Expectation& expectation);

/// `check`, and that the 65-byte signature (EIP-191, r ‖ s ‖ v) of the text is that of `message.address`.
Result<Message> verify(std::string_view text, BytesView signature, const Expectation& expectation);

}  // namespace coffer::evm::siwe
