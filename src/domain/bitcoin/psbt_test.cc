#include "domain/bitcoin/psbt.h"

#include <gtest/gtest.h>

#include "domain/bitcoin/script.h"
#include "domain/crypto/base58.h"
#include "domain/crypto/ripemd160.h"
#include "domain/testing/vectors.h"

namespace coffer::bitcoin {
namespace {

using nlohmann::json;
using testing::text_of;

Result<Psbt> parse_text(const json& text) {
  COFFER_TRY(const Bytes bytes, parse_base64(text.get<std::string>()));
  return Psbt::parse(bytes);
}

std::string text_of_psbt(const Psbt& psbt) { return base64(psbt.encode()); }

const crypto::secp256k1::Context& context() {
  static const crypto::secp256k1::Context kContext{Secret<32>{}};
  return kContext;
}

Secret<32> key_of_wif(const json& wif) {
  const Bytes payload = crypto::parse_base58check(text_of(wif)).value();
  return Secret<32>::from(BytesView(payload).subspan(1, 32)).value();
}

json section(const std::string& text, const char* name) { return json::parse(text)["bip174"][name]; }

TEST(Psbt, parses_the_valid_vectors_and_writes_them_back) {
  COFFER_VECTORS_OR_SKIP(text, "bitcoin/psbt.json");
  for (const json& vector : section(text, "valid")) {
    const auto psbt = parse_text(vector["psbt"]);
    ASSERT_TRUE(psbt) << vector["description"] << psbt.error().message;
    EXPECT_EQ(Psbt::parse(psbt->encode()).value(), *psbt);
    EXPECT_EQ(text_of_psbt(*psbt), text_of(vector["psbt"])) << vector["description"];
  }
}

TEST(Psbt, refuses_the_invalid_vectors) {
  COFFER_VECTORS_OR_SKIP(text, "bitcoin/psbt.json");
  for (const json& vector : section(text, "invalid")) EXPECT_FALSE(parse_text(vector["psbt"])) << vector["description"];
}

TEST(Psbt, refuses_to_sign_what_fails_the_signer_checks) {
  COFFER_VECTORS_OR_SKIP(text, "bitcoin/psbt.json");
  ByteArray<32> key{};
  key[31] = 1;
  for (const json& vector : section(text, "failSignChecks")) {
    auto psbt = parse_text(vector["psbt"]).value();
    EXPECT_FALSE(sign(psbt, context(), Secret<32>::copy_of(key), {})) << vector["description"];
  }
}

TEST(Psbt, combines_the_vectors) {
  COFFER_VECTORS_OR_SKIP(text, "bitcoin/psbt.json");
  for (const json& vector : section(text, "combiner")) {
    std::vector<Psbt> parts;
    for (const json& part : vector["psbts"]) parts.push_back(parse_text(part).value());
    EXPECT_EQ(text_of_psbt(combine(parts).value()), text_of(vector["result"]));
  }
}

TEST(Psbt, signs_the_vectors) {
  COFFER_VECTORS_OR_SKIP(text, "bitcoin/psbt.json");
  for (const json& vector : section(text, "signer")) {
    // One vector asks for one of two leaves by its hash; here a key signs every leaf that names it.
    const bool one_leaf = vector["keys"][0].contains("tapLeafHashToSign");
    auto psbt = parse_text(vector["psbt"]).value();
    for (const json& key : vector["keys"])
      ASSERT_TRUE(sign(psbt, context(), key_of_wif(key["WIF"]), {})) << vector["description"];
    if (!one_leaf) EXPECT_EQ(text_of_psbt(psbt), text_of(vector["result"])) << vector.value("description", "");
  }
}

TEST(Psbt, finalizes_the_vectors) {
  COFFER_VECTORS_OR_SKIP(text, "bitcoin/psbt.json");
  for (const json& vector : section(text, "finalizer")) {
    auto psbt = parse_text(vector["psbt"]).value();
    const auto done = finalize(psbt);
    ASSERT_TRUE(done) << vector.value("description", "") << done.error().message;
    EXPECT_EQ(text_of_psbt(psbt), text_of(vector["result"])) << vector.value("description", "");
  }
  for (const json& vector : json::parse(text)["finalizeAllInputs"]) {
    auto psbt = parse_text(vector["psbt"]).value();
    const auto done = finalize(psbt);
    ASSERT_TRUE(done) << vector["type"] << done.error().message;
    EXPECT_EQ(text_of_psbt(psbt), text_of(vector["result"])) << vector["type"];
  }
}

TEST(Psbt, extracts_the_vector) {
  COFFER_VECTORS_OR_SKIP(text, "bitcoin/psbt.json");
  for (const json& vector : section(text, "extractor"))
    EXPECT_EQ(hex(encode(extract(parse_text(vector["psbt"]).value()).value())), text_of(vector["transaction"]));
}

/// A PSBT that spends one P2WPKH output of the key.
Psbt spend_of_key(const Secret<32>& key) {
  const auto public_key = context().public_key(key).value().compressed();
  Transaction transaction;
  transaction.inputs.resize(1);
  transaction.outputs = {{900, {0x51}}};
  auto psbt = Psbt::create(transaction).value();
  Bytes utxo = {0xe8, 0x03, 0, 0, 0, 0, 0, 0, 22};
  append(utxo, pay_to_witness_public_key_hash(crypto::hash160(public_key)));
  psbt.inputs[0].set(psbt_in::kWitnessUtxo, {}, utxo);
  return psbt;
}

Secret<32> key_of(std::uint8_t fill) {
  ByteArray<32> bytes;
  bytes.fill(fill);
  return Secret<32>::copy_of(bytes);
}

TEST(Psbt, does_not_extract_what_was_changed_after_signing) {
  auto psbt = spend_of_key(key_of(3));
  ASSERT_EQ(sign(psbt, context(), key_of(3), {}).value(), 1U);
  ASSERT_TRUE(finalize(psbt));
  EXPECT_TRUE(extract(psbt));
  psbt.transaction.outputs[0].amount_sats = 901;
  EXPECT_FALSE(extract(psbt));
}

TEST(Psbt, adds_nothing_with_a_foreign_key) {
  auto psbt = spend_of_key(key_of(3));
  EXPECT_EQ(sign(psbt, context(), key_of(4), {}).value(), 0U);
  EXPECT_EQ(psbt, spend_of_key(key_of(3)));
}

/// Some of the vectors carry signatures that sign nothing: they finalize, and do not become transactions.
TEST(Psbt, does_not_extract_a_signature_that_does_not_verify) {
  COFFER_VECTORS_OR_SKIP(text, "bitcoin/psbt.json");
  for (const json& vector : section(text, "finalizer"))
    if (vector.value("description", "") == "Finalze taproot key-path")
      EXPECT_FALSE(extract(parse_text(vector["result"]).value()));
}

TEST(Psbt, signs_finalizes_and_extracts_every_kind_of_the_vectors) {
  COFFER_VECTORS_OR_SKIP(text, "bitcoin/psbt.json");
  for (const json& vector : section(text, "signer")) {
    auto psbt = parse_text(vector["psbt"]).value();
    for (const json& key : vector["keys"]) ASSERT_TRUE(sign(psbt, context(), key_of_wif(key["WIF"]), {}));
    if (!finalize(psbt)) continue;  // one of two signers
    const auto transaction = extract(psbt);
    EXPECT_TRUE(transaction) << vector.value("description", "") << transaction.error().message;
  }
}

TEST(Psbt, is_not_extracted_before_it_is_final) { EXPECT_FALSE(extract(spend_of_key(key_of(3)))); }

TEST(Psbt, refuses_bytes_that_are_cut_or_followed) {
  const Bytes bytes = spend_of_key(key_of(3)).encode();
  for (std::size_t i = 0; i < bytes.size(); ++i) EXPECT_FALSE(Psbt::parse(BytesView(bytes).first(i))) << i;
  Bytes longer = bytes;
  longer.push_back(0);
  EXPECT_FALSE(Psbt::parse(longer));
}

}  // namespace
}  // namespace coffer::bitcoin
