#include "domain/bitcoin/psbt_construct.h"

#include <gtest/gtest.h>

#include "domain/bitcoin/script.h"
#include "domain/bitcoin/sighash.h"
#include "domain/crypto/ripemd160.h"
#include "domain/testing/vectors.h"

namespace coffer::bitcoin {
namespace {

// BIP-370, "Test Vectors": one input and two outputs with the required fields only.
const std::string kRequiredOnly =
    "cHNidP8BAgQCAAAAAQQBAQEFAQIB+wQCAAAAAAEOIAsK2SFBnByHGXNdctxzn56p4GONH+TB7vD5lECEgV/"
    "IAQ8EAAAAAAABAwgACK8vAAAAAAEEFgAU"
    "xDD2TEdW2jENvRoIVXLvKZkmJywAAQMIi73rCwAAAAABBBYAFE3Rk6yWSlasG54cyoRU/i9HT4UTAA==";
// The same without its transaction version.
const std::string kNoVersion =
    "cHNidP8BBAEBAQUBAgH7BAIAAAAAAQ4gCwrZIUGcHIcZc11y3HOfnqngY40f5MHu8PmUQISBX8gBDwQAAAAAAAEDCAAIry8AAAAAAQQWABTEMPZMR1"
    "ba"
    "MQ29GghVcu8pmSYnLAABAwiLvesLAAAAAAEEFgAUTdGTrJZKVqwbnhzKhFT+L0dPhRMA";
// Version 0 with the version field of 2.
const std::string kWrongVersion =
    "cHNidP8BAHECAAAAAQsK2SFBnByHGXNdctxzn56p4GONH+TB7vD5lECEgV/IAAAAAAD+////"
    "AgAIry8AAAAAFgAUxDD2TEdW2jENvRoIVXLvKZkmJyyL"
    "vesLAAAAABYAFKB9rIq2ypQtN57Xlfg1unHJzGiFAAAAAAH7BAIAAAAAAAAA";

Result<Psbt> parse_text(const std::string& text) {
  COFFER_TRY(const Bytes bytes, parse_base64(text));
  return Psbt::parse(bytes);
}

const crypto::secp256k1::Context& context() {
  static const crypto::secp256k1::Context kContext{Secret<32>{}};
  return kContext;
}

Secret<32> key_of(std::uint8_t fill) {
  ByteArray<32> bytes;
  bytes.fill(fill);
  return Secret<32>::copy_of(bytes);
}

std::string public_key_of(std::uint8_t fill) { return hex(context().public_key(key_of(fill)).value().compressed()); }

class NoKeys final : public KeyDeriver {
 public:
  Result<crypto::secp256k1::PublicKey> derive(std::string_view /*key*/,
                                              const std::vector<std::uint32_t>& /*steps*/) const override {
    return fail(invalid("no extended keys here"));
  }
};

TEST(PsbtVersion2, reads_the_vector_of_bip_370_and_writes_it_back) {
  const auto psbt = parse_text(kRequiredOnly).value();
  EXPECT_EQ(psbt.version, 2U);
  EXPECT_EQ(psbt.transaction.inputs.size(), 1U);
  EXPECT_EQ(psbt.transaction.inputs[0].sequence, kFinalSequence);
  EXPECT_EQ(psbt.transaction.outputs[0].amount_sats, 800'000'000U);
  EXPECT_EQ(base64(psbt.encode()), kRequiredOnly);
}

TEST(PsbtVersion2, refuses_a_missing_field_and_mixed_versions) {
  EXPECT_EQ(parse_text(kNoVersion).error().message, "BIP-370: the transaction version is missing");
  EXPECT_FALSE(parse_text(kWrongVersion));
}

TEST(PsbtVersion2, refuses_each_field_of_the_other_version) {
  const auto psbt = parse_text(kRequiredOnly).value();
  const Psbt old = to_version0(psbt);
  ASSERT_TRUE(Psbt::parse(old.encode()));
  for (const std::uint8_t type : {psbt_global::kTransactionVersion, psbt_global::kFallbackLockTime,
                                  psbt_global::kInputCount, psbt_global::kOutputCount, psbt_global::kModifiable}) {
    Psbt wrong = old;
    wrong.global.set(type, {}, Bytes(type == psbt_global::kTransactionVersion || type == 3 ? 4 : 1, 1));
    EXPECT_FALSE(Psbt::parse(wrong.encode())) << int{type};
  }
  for (const std::uint8_t type : {psbt_in::kPreviousTxid, psbt_in::kOutputIndex, psbt_in::kSequence,
                                  psbt_in::kRequiredTimeLockTime, psbt_in::kRequiredHeightLockTime}) {
    Psbt wrong = old;
    wrong.inputs[0].set(type, {}, Bytes(type == psbt_in::kPreviousTxid ? 32 : 4, 1));
    EXPECT_FALSE(Psbt::parse(wrong.encode())) << int{type};
  }
  for (const std::uint8_t type : {psbt_out::kAmount, psbt_out::kScript}) {
    Psbt wrong = old;
    wrong.outputs[0].set(type, {}, Bytes(8, 0));
    EXPECT_FALSE(Psbt::parse(wrong.encode())) << int{type};
  }
}

TEST(PsbtVersion2, refuses_lock_times_of_the_wrong_kind) {
  auto psbt = create_version2(2, 0, modifiable::kInputs);
  EXPECT_FALSE(add_input(psbt, {.previous = {.txid = {}, .index = 0}, .required_time = 499'999'999}));
  EXPECT_FALSE(add_input(psbt, {.previous = {.txid = {}, .index = 0}, .required_height = 500'000'000}));
  EXPECT_FALSE(add_input(psbt, {.previous = {.txid = {}, .index = 0}, .required_height = 0}));
  EXPECT_TRUE(psbt.inputs.empty());
}

struct Lock {
  std::optional<std::uint32_t> time;
  std::optional<std::uint32_t> height;
};

std::optional<std::uint32_t> lock_time_of(const std::vector<Lock>& locks, std::uint32_t fallback = 0) {
  auto psbt = create_version2(2, fallback, modifiable::kInputs);
  for (std::uint32_t i = 0; i < locks.size(); ++i)
    if (!add_input(
            psbt,
            {.previous = {.txid = {}, .index = i}, .required_time = locks[i].time, .required_height = locks[i].height}))
      return std::nullopt;
  return psbt.transaction.lock_time;
}

// BIP-370, "Timelock determination", each of its cases.
TEST(PsbtVersion2, determines_the_lock_time) {
  const Lock none;
  const Lock height{.time = {}, .height = 10'000};
  const Lock time{.time = 1'657'048'460, .height = {}};
  const Lock both{.time = 1'657'048'459, .height = 9'000};
  EXPECT_EQ(lock_time_of({none}), 0U);
  EXPECT_EQ(lock_time_of({none}, 7), 7U);
  EXPECT_EQ(lock_time_of({height, none}, 7), 10'000U);
  EXPECT_EQ(lock_time_of({height, both}), 10'000U);
  EXPECT_EQ(lock_time_of({both, both}), 9'000U);
  EXPECT_EQ(lock_time_of({time, both}), 1'657'048'460U);
  EXPECT_EQ(lock_time_of({time, none}), 1'657'048'460U);
  EXPECT_EQ(lock_time_of({time, height}), std::nullopt);
}

TEST(PsbtVersion2, is_built_only_where_it_is_modifiable) {
  auto fixed = create_version2(2, 0, 0);
  EXPECT_FALSE(add_input(fixed, {.previous = {}}));
  EXPECT_FALSE(add_output(fixed, {.amount_sats = 1, .script = {}}));
  auto open = create_version2(2, 0, modifiable::kInputs | modifiable::kOutputs);
  EXPECT_TRUE(add_input(open, {.previous = {}}));
  EXPECT_FALSE(add_input(open, {.previous = {}})) << "the same output twice";
  EXPECT_TRUE(add_output(open, {.amount_sats = kMaxMoney, .script = {}}));
  EXPECT_FALSE(add_output(open, {.amount_sats = 1, .script = {}})) << "more than there is";
  EXPECT_EQ(Psbt::parse(open.encode()).value(), open);
}

/// A PSBT that spends one output of the descriptor, updated from it.
Psbt spend_of(const std::string& text, std::uint32_t sequence = kFinalSequence, std::uint32_t lock_time = 0) {
  const auto output = Descriptor::parse(text).value().expand(0, NoKeys()).value();
  Transaction funding;
  funding.inputs.resize(1);
  funding.outputs = {{100'000, output.script}};
  auto psbt = create_version2(2, lock_time, modifiable::kInputs | modifiable::kOutputs);
  EXPECT_TRUE(add_input(psbt, {.previous = {.txid = txid(funding), .index = 0}, .sequence = sequence}));
  EXPECT_TRUE(add_output(psbt, {.amount_sats = 90'000, .script = output.script}));
  EXPECT_TRUE(set_spent_transaction(psbt, 0, funding));
  EXPECT_TRUE(update_input(psbt, 0, output));
  EXPECT_TRUE(update_output(psbt, 0, output));
  const auto again = Psbt::parse(psbt.encode());
  EXPECT_TRUE(again && *again == psbt);
  return psbt;
}

/// Whether the signers can spend, and the transaction that they made verifies.
bool spends(Psbt psbt, const std::vector<std::uint8_t>& signers) {
  for (const std::uint8_t signer : signers) EXPECT_TRUE(sign(psbt, context(), key_of(signer), {}));
  if (!finalize(psbt)) return false;
  const auto transaction = extract(psbt);
  EXPECT_TRUE(transaction) << transaction.error().message;
  return transaction.has_value();
}

TEST(PsbtRoles, spend_every_kind_of_descriptor) {
  const std::string a = public_key_of(1);
  const std::string b = public_key_of(2);
  for (const std::string& text : std::vector<std::string>{
           "pkh(" + a + ")", "wpkh(" + a + ")", "sh(wpkh(" + a + "))", "pk(" + a + ")", "wsh(pkh(" + a + "))",
           "tr(" + a + ")", "tr(" + a + ",pk(" + b + "))", "tr(" + b + ",pk(" + a + "))",
           "tr(" + b + ",{pk(" + b + "),multi_a(1," + b + "," + a + ")})"})
    EXPECT_TRUE(spends(spend_of(text), {1})) << text;
  for (const std::string& text :
       std::vector<std::string>{"sh(multi(2," + a + "," + b + "))", "wsh(sortedmulti(2," + b + "," + a + "))",
                                "sh(wsh(multi(2," + a + "," + b + ")))", "wsh(and_v(v:pk(" + a + "),pk(" + b + ")))"}) {
    EXPECT_TRUE(spends(spend_of(text), {1, 2})) << text;
    EXPECT_FALSE(spends(spend_of(text), {1})) << text;
  }
}

TEST(PsbtRoles, recover_after_a_time_lock_and_not_before) {
  const std::string a = public_key_of(1);
  const std::string b = public_key_of(2);
  for (const std::string& text :
       {"wsh(or_d(pk(" + a + "),and_v(v:pkh(" + b + "),older(1000))))",
        "wsh(andor(pk(" + a + "),1,and_v(v:pk(" + b + "),older(1000))))",
        "tr(" + public_key_of(3) + ",or_d(pk(" + a + "),and_v(v:pkh(" + b + "),older(1000))))"}) {
    EXPECT_TRUE(spends(spend_of(text), {1})) << text;
    EXPECT_FALSE(spends(spend_of(text), {2})) << text;
    EXPECT_FALSE(spends(spend_of(text, 999), {2})) << text;
    EXPECT_TRUE(spends(spend_of(text, 1000), {2})) << text;
  }
  const std::string absolute =
      "wsh(or_d(multi(2," + a + "," + public_key_of(3) + "),and_v(v:pk(" + b + "),after(5000))))";
  EXPECT_TRUE(spends(spend_of(absolute), {1, 3}));
  EXPECT_TRUE(spends(spend_of(absolute, 0, 5000), {2}));
  EXPECT_FALSE(spends(spend_of(absolute, 0, 4999), {2}));
  EXPECT_FALSE(spends(spend_of(absolute, kFinalSequence, 5000), {2}));
}

TEST(PsbtRoles, an_update_names_keys_and_leaves) {
  const std::string a = public_key_of(1);
  const auto psbt = spend_of("tr([01020304/86h/0h]" + a + ",{pk([0a0b0c0d/1]" + public_key_of(2) + "),pk(" + a + ")})");
  EXPECT_EQ(psbt.inputs[0].all(psbt_in::kTapLeafScript).size(), 2U);
  EXPECT_TRUE(psbt.inputs[0].value(psbt_in::kTapMerkleRoot));
  const auto origins = psbt.inputs[0].all(psbt_in::kTapDerivation);
  ASSERT_EQ(origins.size(), 2U);
  EXPECT_TRUE(psbt.outputs[0].value(psbt_out::kTapTree));
}

TEST(PsbtRoles, an_update_with_another_script_or_transaction_is_refused) {
  auto psbt = spend_of("wpkh(" + public_key_of(1) + ")");
  const auto other = Descriptor::parse("wpkh(" + public_key_of(2) + ")").value().expand(0, NoKeys()).value();
  EXPECT_FALSE(update_input(psbt, 0, other));
  EXPECT_FALSE(update_output(psbt, 0, other));
  Transaction wrong;
  wrong.inputs.resize(1);
  EXPECT_FALSE(set_spent_transaction(psbt, 0, wrong));
}

TEST(PsbtVersion2, a_signature_fixes_what_it_covers) {
  auto psbt = spend_of("wpkh(" + public_key_of(1) + ")");
  auto single = psbt;
  single.inputs[0].set(psbt_in::kSighashType, {}, Bytes{kSighashSingle | kSighashAnyoneCanPay, 0, 0, 0});
  ASSERT_EQ(sign(single, context(), key_of(1), {}).value(), 1U);
  EXPECT_EQ(modifiable_flags(single.global), modifiable::kInputs | modifiable::kHasSighashSingle);
  EXPECT_TRUE(add_input(single, {.previous = {.txid = {}, .index = 9}}));
  EXPECT_FALSE(add_input(single, {.previous = {.txid = {}, .index = 10}, .required_height = 5}));
  ASSERT_EQ(sign(psbt, context(), key_of(1), {}).value(), 1U);
  EXPECT_EQ(modifiable_flags(psbt.global), 0);
  EXPECT_FALSE(add_output(psbt, {.amount_sats = 1, .script = {}}));
}

TEST(PsbtVersion2, combines_parts_whose_sequences_differ) {
  auto one = spend_of("wsh(multi(2," + public_key_of(1) + "," + public_key_of(2) + "))");
  auto two = one;
  ASSERT_TRUE(sign(one, context(), key_of(1), {}));
  ASSERT_TRUE(sign(two, context(), key_of(2), {}));
  auto joined = combine(std::vector<Psbt>{one, two}).value();
  ASSERT_TRUE(finalize(joined));
  EXPECT_TRUE(extract(joined));
  EXPECT_FALSE(combine(std::vector<Psbt>{one, to_version0(two)}));
  auto later = two;
  later.inputs[0].set(psbt_in::kSequence, {}, Bytes{1, 0, 0, 0});
  later = Psbt::parse(later.encode()).value();
  EXPECT_EQ(combine(std::vector<Psbt>{later, one}).value().transaction.inputs[0].sequence, 1U);
}

TEST(PsbtVersion2, converts_both_ways) {
  const auto psbt = spend_of("wpkh(" + public_key_of(1) + ")", 5, 600);
  const auto old = to_version0(psbt);
  EXPECT_EQ(old.transaction, psbt.transaction);
  EXPECT_EQ(Psbt::parse(old.encode()).value(), old);
  const auto back = to_version2(old);
  EXPECT_EQ(back.transaction, psbt.transaction);
  EXPECT_EQ(Psbt::parse(back.encode()).value(), back);
}

TEST(Psbt, refuses_a_key_that_is_given_twice) {
  Psbt psbt = spend_of("wpkh(" + public_key_of(1) + ")");
  const Bytes bytes = psbt.encode();
  Bytes doubled = to_bytes(BytesView(bytes).first(5));
  append(doubled, testing::from_hex("0102040200000001020402000000"));
  append(doubled, BytesView(bytes).subspan(12));
  EXPECT_EQ(Psbt::parse(doubled).error().message, "BIP-174: a key is given twice");
}

}  // namespace
}  // namespace coffer::bitcoin
