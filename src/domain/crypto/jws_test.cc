#include "domain/crypto/jws.h"

#include <gtest/gtest.h>

namespace coffer::crypto {
namespace {

constexpr std::string_view kRfc8037Key =
    R"({"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"})";
constexpr std::string_view kRfc8037Jws =
    "eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc."
    "hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg";
constexpr std::string_view kRfc7515Key =
    R"({"kty":"EC","crv":"P-256","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",)"
    R"("y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"})";
constexpr std::string_view kRfc7515Jws =
    "eyJhbGciOiJFUzI1NiJ9."
    "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ."
    "DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q";

Secret<32> key_of(std::uint8_t number) {
  Secret<32> key;
  key.expose_mutable()[31] = number;
  return key;
}

// A compact JWS with this header and a signature of zeros.
std::string with_header(std::string_view header) {
  return base64url(as_bytes(header)) + ".e30." + base64url(Bytes(64));
}

TEST(Jws, verifies_the_example_of_rfc_8037_appendix_a_4) {
  const Jwk key = parse_jwk(kRfc8037Key).value();
  const Bytes payload = verify_jws(kRfc8037Jws, key).value();
  EXPECT_EQ(as_text(payload), "Example of Ed25519 signing");
  EXPECT_EQ(jwk_thumbprint(key), "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k");
}

TEST(Jws, verifies_the_example_of_rfc_7515_appendix_a_3) {
  EXPECT_TRUE(verify_jws(kRfc7515Jws, parse_jwk(kRfc7515Key).value()));
}

TEST(Jws, of_every_kind_of_key_verifies_and_fails_once_changed) {
  std::vector<JwsSigner> signers;
  signers.push_back(JwsSigner::ed25519(key_of(1), "JWT"));
  signers.push_back(JwsSigner::p256(key_of(1), "JWT").value());
  signers.push_back(JwsSigner::secp256k1(secp256k1::Context(key_of(2)), key_of(1), "JWT").value());
  for (const JwsSigner& signer : signers) {
    const std::string jws = signer.sign(as_bytes(R"({"sub":"u"})")).value();
    const JwsHeader header = parse_jws_header(jws).value();
    EXPECT_EQ(header.algorithm, jws_algorithm(signer.jwk()));
    EXPECT_EQ(header.key_id, jwk_thumbprint(signer.jwk()));
    EXPECT_EQ(header.type, "JWT");
    EXPECT_EQ(as_text(verify_jws(jws, signer.jwk()).value()), R"({"sub":"u"})");
    for (std::size_t i = 0; i < jws.size(); i += 5) {
      std::string changed = jws;
      changed[i] = changed[i] == 'A' ? 'B' : 'A';
      EXPECT_FALSE(verify_jws(changed, signer.jwk())) << changed;
    }
  }
}

TEST(Jws, accepts_neither_none_nor_the_algorithm_of_another_family) {
  const Jwk key = parse_jwk(kRfc8037Key).value();
  for (const std::string_view alg : {"none", "HS256", "ES256", "RS256", "eddsa", ""}) {
    const auto refused = verify_jws(with_header(R"({"alg":")" + std::string(alg) + R"("})"), key);
    ASSERT_FALSE(refused) << alg;
    EXPECT_EQ(refused.error().code, ErrorCode::kAuthentication);
  }
  EXPECT_FALSE(verify_jws(kRfc8037Jws, parse_jwk(kRfc7515Key).value()));
}

TEST(Jws, refuses_headers_that_are_ambiguous_or_critical) {
  for (const std::string_view header :
       {R"({"alg":"EdDSA","alg":"ES256"})", R"({"alg":"EdDSA","crit":["b64"],"b64":false})", R"({"kid":"x"})",
        R"({"alg":7})", R"({"alg":"EdDSA","kid":1})", R"(["EdDSA"])", "{", ""}) {
    EXPECT_FALSE(parse_jws_header(with_header(header))) << header;
  }
}

TEST(Jws, refuses_what_has_not_three_parts_or_is_too_long) {
  EXPECT_FALSE(parse_jws_header(""));
  EXPECT_FALSE(parse_jws_header("a.b"));
  EXPECT_FALSE(parse_jws_header(std::string(kRfc8037Jws) + ".x"));
  EXPECT_FALSE(parse_jws_header(std::string(kRfc8037Jws) + std::string(kMaxJwsSize, 'A')));
}

TEST(Jws, refuses_padded_or_otherwise_rewritten_base64) {
  const Jwk key = parse_jwk(kRfc8037Key).value();
  EXPECT_FALSE(verify_jws(std::string(kRfc8037Jws) + "==", key));
  EXPECT_FALSE(verify_jws(std::string(kRfc8037Jws.substr(0, kRfc8037Jws.size() - 1)) + "h", key)) << "trailing bits";
}

TEST(Jwk, prints_what_it_reads) {
  for (const std::string_view text : {kRfc8037Key, kRfc7515Key}) {
    Jwk key = parse_jwk(text).value();
    key.kid = "a\"b";
    EXPECT_EQ(parse_jwk(print_jwk(key)), key);
  }
}

TEST(Jwk, refuses_private_keys_foreign_curves_and_other_uses) {
  const auto with = [](std::string_view member) {
    return parse_jwk(std::string(kRfc8037Key.substr(0, kRfc8037Key.size() - 1)) + "," + std::string(member) + "}");
  };
  EXPECT_TRUE(with(R"("kid":"k","use":"sig","alg":"EdDSA","x5t":"ignored")"));
  EXPECT_EQ(with(R"("d":"nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A")").error().details.at("field"), "d");
  EXPECT_EQ(with(R"("use":"enc")").error().details.at("field"), "use");
  EXPECT_EQ(with(R"("alg":"ES256")").error().details.at("field"), "alg");
  EXPECT_FALSE(parse_jwk(R"({"kty":"RSA","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"})"));
  EXPECT_FALSE(parse_jwk(R"({"kty":"OKP","crv":"X25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"})"));
  EXPECT_FALSE(parse_jwk(R"({"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHUR"})"));
  EXPECT_FALSE(parse_jwk("[]"));
}

}  // namespace
}  // namespace coffer::crypto
