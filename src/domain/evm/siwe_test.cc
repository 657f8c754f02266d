#include "domain/evm/siwe.h"

#include <gtest/gtest.h>

#include "domain/crypto/secp256k1.h"
#include "domain/evm/eip191.h"
#include "domain/evm/signature.h"
#include "domain/testing/vectors.h"

namespace coffer::evm::siwe {
namespace {

using nlohmann::json;

Message example() {
  Message out;
  out.domain = "example.com";
  out.address = Address::parse("0xC02aaA39b223FE8D0A0e5C4F27eAD9083C756Cc2").value();
  out.statement = "Sign in";
  out.uri = "https://example.com/login";
  out.nonce = "32891757";
  out.issued_at = "2026-01-01T00:00:00Z";
  return out;
}

void expect_fields(const json& fields, const Message& message) {
  const auto text = [&](const char* name) {
    return fields.contains(name) && fields[name].is_string() ? std::optional(fields[name].get<std::string>())
                                                             : std::nullopt;
  };
  EXPECT_EQ(message.scheme, text("scheme"));
  EXPECT_EQ(message.domain, text("domain"));
  EXPECT_EQ(message.address.text(), text("address"));
  EXPECT_EQ(message.statement, text("statement"));
  EXPECT_EQ(message.uri, text("uri"));
  EXPECT_EQ(message.version, text("version"));
  EXPECT_EQ(message.chain_id, fields["chainId"].get<std::uint64_t>());
  EXPECT_EQ(message.nonce, text("nonce"));
  EXPECT_EQ(message.issued_at, text("issuedAt"));
  EXPECT_EQ(message.expiration_time, text("expirationTime"));
  EXPECT_EQ(json(message.resources), fields.contains("resources") ? fields["resources"] : json::array());
}

TEST(Siwe, parses_and_prints_the_published_messages) {
  COFFER_VECTORS_OR_SKIP(text, "siwe/parsing_positive.json");
  for (const auto& [name, vector] : json::parse(text).items()) {
    const auto message = parse(testing::text_of(vector["message"]));
    ASSERT_TRUE(message) << name << ": " << message.error().message;
    expect_fields(vector["fields"], *message);
    EXPECT_EQ(print(*message).value(), testing::text_of(vector["message"])) << name;
  }
}

TEST(Siwe, refuses_lines_that_are_missing_doubled_or_out_of_order) {
  const std::string good = print(example()).value();
  ASSERT_TRUE(parse(good));
  for (const auto& [from, to] :
       std::vector<std::pair<std::string, std::string>>{{"URI: ", "Uri: "},
                                                        {"\nVersion: 1", ""},
                                                        {"Version: 1", "Version: 2"},
                                                        {"Version: 1", "Version: 1\nVersion: 1"},
                                                        {"Chain ID: 1", "Chain ID: 01"},
                                                        {"Chain ID: 1", "Chain ID: one"},
                                                        {"Nonce: 32891757", "Nonce: short"},
                                                        {"Nonce: 32891757", "Nonce: with space"},
                                                        {"2026-01-01T00:00:00Z", "yesterday"},
                                                        {"https://example.com/login", "not a uri"},
                                                        {"0xC02aaA39", "0xc02aaA39"},
                                                        {"example.com wants", "exa mple.com wants"},
                                                        {"Sign in\n\n", "Sign in\n"},
                                                        {"Sign in", "Sign\x01in"}}) {
    std::string text = good;
    text.replace(text.find(from), from.size(), to);
    EXPECT_FALSE(parse(text)) << to;
  }
  EXPECT_FALSE(parse(good + "\n"));
  EXPECT_FALSE(parse(good + "\nResources:\nhttps://a.b"));
}

TEST(Siwe, checks_domain_nonce_and_times) {
  Message message = example();
  message.expiration_time = "2026-01-02T00:00:00Z";
  message.not_before = "2026-01-01T12:00:00+02:00";
  const auto check_at = [&](const char* now, std::optional<std::string> domain = {},
                            std::optional<std::string> nonce = {}) {
    return check(message, {.now = parse_rfc3339(now).value(), .domain = domain, .nonce = nonce}).has_value();
  };
  EXPECT_TRUE(check_at("2026-01-01T10:00:00Z", "example.com", "32891757"));
  EXPECT_FALSE(check_at("2026-01-01T09:59:59Z"));
  EXPECT_FALSE(check_at("2026-01-02T00:00:00Z"));
  EXPECT_FALSE(check_at("2026-01-01T10:00:00Z", "evil.com"));
  EXPECT_FALSE(check_at("2026-01-01T10:00:00Z", "example.com", "00000000"));
}

TEST(Siwe, verifies_the_signature_of_the_address_alone) {
  const crypto::secp256k1::Context context(Secret<32>{});
  ByteArray<32> bytes{};
  bytes.fill(3);
  const auto key = Secret<32>::copy_of(bytes);
  const auto public_key = context.public_key(key).value();
  Message message = example();
  const Expectation expectation{.now = parse_rfc3339("2026-01-01T00:00:00Z").value(), .domain = {}, .nonce = {}};
  const auto sign = [&](const std::string& text) {
    return sign_hash(context, key, public_key, personal_message_hash(as_bytes(text))).value().rsv();
  };
  const std::string foreign = print(message).value();
  EXPECT_FALSE(verify(foreign, sign(foreign), expectation));
  message.address = Address::from_public_key(public_key.compressed()).value();
  const std::string own = print(message).value();
  EXPECT_TRUE(verify(own, sign(own), expectation));
  EXPECT_FALSE(verify(own, sign(foreign), expectation));
}

}  // namespace
}  // namespace coffer::evm::siwe
