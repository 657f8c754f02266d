#include "domain/evm/siwe.h"

#include <algorithm>
#include <charconv>
#include <utility>

#include "domain/evm/eip191.h"
#include "domain/evm/signature.h"
#include "domain/evm/uri.h"

namespace coffer::evm::siwe {
namespace {

constexpr std::size_t kMaxText = 16 * 1024;
constexpr std::size_t kMinNonce = 8;
constexpr std::string_view kWelcome = " wants you to sign in with your Ethereum account:";

bool is_alphanumeric(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); }

/// Hands out the lines of a text, each once, in order.
class Lines {
 public:
  explicit Lines(std::string_view text) : rest_(text) {}

  [[nodiscard]] bool done() const { return done_; }
  [[nodiscard]] std::string_view peek() const { return rest_.substr(0, rest_.find('\n')); }
  std::string_view next() {
    const std::string_view line = peek();
    done_ = line.size() == rest_.size();
    rest_.remove_prefix(done_ ? line.size() : line.size() + 1);
    return line;
  }

  /// The value of the next line, which must be `tag: value`.
  Result<std::string> field(std::string_view tag) {
    if (auto value = optional_field(tag)) return *std::move(value);
    return fail(invalid_field(std::string(tag), "EIP-4361: the line \"" + std::string(tag) + ": …\" is missing"));
  }
  std::optional<std::string> optional_field(std::string_view tag) {
    if (done_ || !peek().starts_with(tag) || !peek().substr(tag.size()).starts_with(": ")) return std::nullopt;
    return std::string(next().substr(tag.size() + 2));
  }

 private:
  std::string_view rest_;
  bool done_ = false;
};

Result<void> check_time(const std::optional<std::string>& text, const char* field) {
  if (text && !parse_rfc3339(*text)) return fail(invalid_field(field, "EIP-4361: must be an RFC 3339 time"));
  return {};
}

Result<void> check_names(const Message& message) {
  if (message.scheme && !uri::is_scheme(*message.scheme))
    return fail(invalid_field("scheme", "RFC 3986: not a scheme"));
  if (!uri::is_authority(message.domain)) return fail(invalid_field("domain", "RFC 3986: not an authority"));
  if (message.statement && !std::ranges::all_of(*message.statement, uri::is_uri_or_space))
    return fail(invalid_field("statement", "EIP-4361: one line of URI characters and spaces"));
  if (!uri::is_uri(message.uri)) return fail(invalid_field("uri", "RFC 3986: not a URI"));
  if (message.version != "1") return fail(invalid_field("version", "EIP-4361: must be 1"));
  if (message.nonce.size() < kMinNonce || !std::ranges::all_of(message.nonce, is_alphanumeric))
    return fail(invalid_field("nonce", "EIP-4361: at least 8 letters and digits"));
  return {};
}

/// Every rule of the grammar that a field by itself can break.
Result<void> check_fields(const Message& message) {
  COFFER_CHECK(check_names(message));
  COFFER_CHECK(check_time(message.issued_at, "issued_at"));
  COFFER_CHECK(check_time(message.expiration_time, "expiration_time"));
  COFFER_CHECK(check_time(message.not_before, "not_before"));
  if (message.request_id && !std::ranges::all_of(*message.request_id, uri::is_path_character))
    return fail(invalid_field("request_id", "EIP-4361: path characters of RFC 3986"));
  for (std::size_t i = 0; i < message.resources.size(); ++i)
    if (!uri::is_uri(message.resources[i]))
      return fail(invalid_field("resources[" + std::to_string(i) + "]", "RFC 3986: not a URI"));
  return {};
}

Result<void> read_head(Lines& lines, Message& out) {
  std::string_view head = lines.next();
  if (!head.ends_with(kWelcome)) return fail(invalid("EIP-4361: the first line must name the domain that asks"));
  head.remove_suffix(kWelcome.size());
  if (const std::size_t mark = head.find("://"); mark != std::string_view::npos) {
    out.scheme = std::string(head.substr(0, mark));
    head.remove_prefix(mark + 3);
  }
  out.domain = std::string(head);
  const std::string_view address = lines.done() ? std::string_view() : lines.next();
  auto parsed = Address::parse(address);
  if (!parsed) return fail(std::move(parsed).error().with("field", "address"));
  if (parsed->text() != address) return fail(invalid_field("address", "EIP-55: the checksum of the address is needed"));
  out.address = *parsed;
  return {};
}

/// An empty line, then a statement and an empty line, or an empty line alone.
Result<void> read_statement(Lines& lines, Message& out) {
  if (lines.done() || !lines.next().empty()) return fail(invalid("EIP-4361: an empty line after the address"));
  if (lines.done()) return fail(invalid("EIP-4361: ends after the address"));
  const std::string_view line = lines.next();
  if (line.empty() && lines.peek().starts_with("URI: ")) return {};
  out.statement = std::string(line);
  if (lines.done() || !lines.next().empty()) return fail(invalid("EIP-4361: an empty line after the statement"));
  return {};
}

Result<std::uint64_t> parse_chain_id(std::string_view text) {
  std::uint64_t out = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
  if (error != std::errc{} || end != text.data() + text.size() || (text.size() > 1 && text[0] == '0'))
    return fail(invalid_field("chain_id", "EIP-4361: must be a number"));
  return out;
}

Result<void> read_resources(Lines& lines, Message& out) {
  if (lines.done()) return {};
  if (lines.next() != "Resources:") return fail(invalid("EIP-4361: a line that is unknown or out of order"));
  out.has_resources = true;
  while (!lines.done()) {
    const std::string_view line = lines.next();
    if (!line.starts_with("- ")) return fail(invalid_field("resources", "EIP-4361: each begins with \"- \""));
    out.resources.emplace_back(line.substr(2));
  }
  return {};
}

}  // namespace

Result<Message> parse(std::string_view text) {
  if (text.size() > kMaxText) return fail(invalid("EIP-4361: more than 16 KiB"));
  Lines lines(text);
  Message out;
  COFFER_CHECK(read_head(lines, out));
  COFFER_CHECK(read_statement(lines, out));
  COFFER_TRY(out.uri, lines.field("URI"));
  COFFER_TRY(out.version, lines.field("Version"));
  COFFER_TRY(const std::string chain_id, lines.field("Chain ID"));
  COFFER_TRY(out.chain_id, parse_chain_id(chain_id));
  COFFER_TRY(out.nonce, lines.field("Nonce"));
  COFFER_TRY(out.issued_at, lines.field("Issued At"));
  out.expiration_time = lines.optional_field("Expiration Time");
  out.not_before = lines.optional_field("Not Before");
  out.request_id = lines.optional_field("Request ID");
  COFFER_CHECK(read_resources(lines, out));
  COFFER_CHECK(check_fields(out));
  return out;
}

Result<std::string> print(const Message& message) {
  COFFER_CHECK(check_fields(message));
  std::string out = message.scheme ? *message.scheme + "://" : "";
  out += message.domain + std::string(kWelcome) + "\n" + message.address.text() + "\n\n";
  if (message.statement) out += *message.statement + "\n";
  out += "\nURI: " + message.uri + "\nVersion: " + message.version;
  out += "\nChain ID: " + std::to_string(message.chain_id);
  out += "\nNonce: " + message.nonce + "\nIssued At: " + message.issued_at;
  if (message.expiration_time) out += "\nExpiration Time: " + *message.expiration_time;
  if (message.not_before) out += "\nNot Before: " + *message.not_before;
  if (message.request_id) out += "\nRequest ID: " + *message.request_id;
  if (message.has_resources || !message.resources.empty()) out += "\nResources:";
  for (const std::string& resource : message.resources) out += "\n- " + resource;
  return out;
}

Result<void> check(const Message& message, const Expectation& expectation) {
  if (expectation.domain && message.domain != *expectation.domain)
    return fail(invalid_field("domain", "EIP-4361: another domain than expected"));
  if (expectation.nonce && message.nonce != *expectation.nonce)
    return fail(invalid_field("nonce", "EIP-4361: another nonce than expected"));
  if (message.expiration_time) {
    COFFER_TRY(const Time expires, parse_rfc3339(*message.expiration_time));
    if (expectation.now >= expires) return fail(invalid_field("expiration_time", "EIP-4361: the message has expired"));
  }
  if (message.not_before) {
    COFFER_TRY(const Time begins, parse_rfc3339(*message.not_before));
    if (expectation.now < begins) return fail(invalid_field("not_before", "EIP-4361: the message is not yet valid"));
  }
  return {};
}

Result<Message> verify(std::string_view text, BytesView signature, const Expectation& expectation) {
  COFFER_TRY(Message message, parse(text));
  COFFER_CHECK(check(message, expectation));
  COFFER_TRY(const Address signer, recover_signer(personal_message_hash(as_bytes(text)), signature));
  if (signer != message.address)
    return fail(invalid_field("signature", "EIP-4361: the signature is not the address's"));
  return message;
}

}  // namespace coffer::evm::siwe
