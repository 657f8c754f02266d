#include "domain/bitcoin/miniscript.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "base/entropy.h"
#include "domain/bitcoin/interpreter.h"
#include "domain/bitcoin/script.h"
#include "domain/crypto/ripemd160.h"
#include "domain/crypto/sha2.h"

namespace coffer::bitcoin::miniscript {
namespace {

// Two points of the curve: 2·G and 3·G.
const std::string kA = "02c6047f9441ed7d6d3045406e95c07cd85c778e4b8cef3ca7abac09b95c709ee5";
const std::string kB = "02f9308a019258c31049344f85f89d5229b531c845836f99b08601f113bce036f9";
const std::string kC = "02e493dbf1c10d80f3581e4904930b1404cc6c13900ee0758474fa94abe8c4cd13";

std::string compiled(const std::string& text, Dialect dialect = Dialect::kWitnessV0) {
  const auto node = parse(text, dialect);
  return node ? hex(compile(*node).value()) : "refused: " + node.error().message;
}

TEST(Miniscript, compiles_as_bip_379_says) {
  EXPECT_EQ(compiled("pk(" + kA + ")"), "21" + kA + "ac");
  EXPECT_EQ(compiled("older(144)"), "029000b2");
  EXPECT_EQ(compiled("and_v(v:pk(" + kA + "),older(16))"), "21" + kA + "ad60b2");
  EXPECT_EQ(compiled("or_d(pk(" + kA + "),and_v(v:pk(" + kB + "),older(16)))"),
            "21" + kA + "ac736421" + kB + "ad60b268");
  EXPECT_EQ(compiled("thresh(2,pk(" + kA + "),s:pk(" + kB + "),sln:older(16))"),
            "21" + kA + "ac7c21" + kB + "ac937c63006760b29268935287");
  EXPECT_EQ(compiled("multi(1," + kA + "," + kB + ")"), "5121" + kA + "21" + kB + "52ae");
  EXPECT_EQ(compiled("multi_a(2," + kA + "," + kB + ")", Dialect::kTapscript),
            "20" + kA.substr(2) + "ac20" + kB.substr(2) + "ba529c");
}

TEST(Miniscript, refuses_what_has_no_type) {
  for (const std::string& text : std::vector<std::string>{
           "pk_k(" + kA + ")", "and_v(pk(" + kA + "),1)", "or_b(pk(" + kA + "),pk(" + kB + "))", "older(0)",
           "older(2147483648)", "after(0)", "thresh(3,pk(" + kA + "),s:pk(" + kB + "))", "multi(0," + kA + ")",
           "multi_a(1," + kA + ")", "v:pk(" + kA + ")", "sha256(00)", "1x", "and_v(v:1", "", ":pk(" + kA + ")",
           "multi(2," + kA + ")", "or_c(pk(" + kA + "),pk(" + kB + "))", "d:pk(" + kA + ")"})
    EXPECT_FALSE(parse(text, Dialect::kWitnessV0)) << text;
}

TEST(Miniscript, refuses_what_is_not_sane) {
  const std::string hash(64, '1');
  const auto sane = [](const std::string& text) {
    return check_sane(parse(text, Dialect::kWitnessV0).value(), Dialect::kWitnessV0).has_value();
  };
  EXPECT_TRUE(sane("or_d(pk(" + kA + "),and_v(v:pkh(" + kB + "),older(1000)))"));
  EXPECT_TRUE(sane("andor(multi(2," + kA + "," + kB + "),older(100),pk(" + kC + "))"));
  EXPECT_FALSE(sane("older(144)"));
  EXPECT_FALSE(sane("or_d(pk(" + kA + "),older(144))"));
  EXPECT_FALSE(sane("and_v(v:pk(" + kA + "),and_v(v:older(144),older(4194305)))"));
  EXPECT_FALSE(sane("and_v(v:pk(" + kA + "),and_v(v:after(144),after(500000001)))"));
  EXPECT_FALSE(sane("and_v(v:pk(" + kA + "),pk(" + kA + "))"));
  EXPECT_FALSE(sane("or_i(sha256(" + hash + "),pk(" + kA + "))"));
}

TEST(Miniscript, refuses_depth_without_running_out_of_stack) {
  EXPECT_FALSE(parse(std::string(5'000, 'n') + ":1", Dialect::kWitnessV0));
  std::string deep;
  for (int i = 0; i < 5'000; ++i) deep += "or_i(";
  EXPECT_FALSE(parse(deep, Dialect::kWitnessV0));
  EXPECT_FALSE(decompile(Bytes(9'000, 0x92), Dialect::kWitnessV0));
}

/// Signs with the key's own bytes, so that the interpreter can tell a right signature from a wrong one.
class ToySatisfier final : public Satisfier, public ScriptChecker {
 public:
  std::vector<Bytes> keys;  // that sign
  bool preimages = true;    // of 32 bytes 07
  bool locks = true;

  std::optional<Bytes> signature(BytesView key) const override {
    if (std::ranges::find(keys, to_bytes(key)) == keys.end()) return std::nullopt;
    return signature_of(key);
  }
  std::optional<Bytes> key_of_hash(BytesView hash) const override {
    for (const Bytes& key : all)
      if (std::ranges::equal(crypto::hash160(key), hash)) return key;
    return std::nullopt;
  }
  std::optional<Bytes> preimage(Fragment /*function*/, BytesView /*hash*/) const override {
    return preimages ? std::optional(Bytes(32, 7)) : std::nullopt;
  }
  bool meets(Fragment /*lock*/, std::uint32_t /*number*/) const override { return locks; }
  bool signature(BytesView signature, BytesView key) const override {
    return std::ranges::equal(signature, signature_of(key));
  }
  bool absolute_lock(std::uint32_t /*lock*/) const override { return locks; }
  bool relative_lock(std::uint32_t /*lock*/) const override { return locks; }

  std::vector<Bytes> all;

 private:
  static Bytes signature_of(BytesView key) {
    Bytes out = to_bytes(key);
    out.resize(71, 1);
    return out;
  }
};

class Random {
 public:
  explicit Random(std::uint64_t seed) : entropy_(seed) {}
  std::uint32_t below(std::uint32_t limit) {
    ByteArray<4> bytes;
    static_cast<void>(entropy_.fill(bytes));
    return (bytes[0] | std::uint32_t{bytes[1]} << 8U | std::uint32_t{bytes[2]} << 16U) % limit;
  }

 private:
  SeededEntropy entropy_;
};

/// Random expressions; most of them have no type, and those that have one are tested.
class Generator {
 public:
  Generator(Random& random, Dialect dialect) : random_(random), dialect_(dialect) {}

  std::string expression(int depth) {
    std::string out;
    const std::uint32_t wrappers = random_.below(3);
    for (std::uint32_t i = 0; i < wrappers; ++i) out += "ascdvjntlu"[random_.below(10)];
    if (!out.empty()) out += ':';
    return out + fragment(depth);
  }

 private:
  std::string key() { return std::vector<std::string>{kA, kB, kC}[random_.below(3)]; }
  std::string list(const std::string& name, int count, int depth) {
    std::string out = name + "(";
    for (int i = 0; i < count; ++i) out += (i == 0 ? "" : ",") + expression(depth - 1);
    return out + ")";
  }
  std::string leaf() {
    const Bytes preimage(32, 7);
    switch (random_.below(9)) {
      case 0:
        return "pk_h(" + key() + ")";
      case 1:
        return "older(" + std::to_string(1 + random_.below(200)) + ")";
      case 2:
        return "after(" + std::to_string(1 + random_.below(200)) + ")";
      case 3:
        return "sha256(" + hex(crypto::sha256(BytesView(preimage))) + ")";
      case 4:
        return "hash160(" + hex(crypto::hash160(preimage)) + ")";
      case 5:
        return (dialect_ == Dialect::kTapscript ? "multi_a(2," : "multi(2,") + kA + "," + kB + "," + kC + ")";
      case 6:
        return random_.below(2) == 0 ? "0" : "1";
      default:
        return "pk(" + key() + ")";
    }
  }
  std::string fragment(int depth) {
    if (depth == 0 || random_.below(3) == 0) return leaf();
    switch (random_.below(8)) {
      case 0:
        return list("andor", 3, depth);
      case 1:
        return "and_v(v:" + fragment(depth - 1) + "," + expression(depth - 1) + ")";
      case 2:
        return "and_b(" + expression(depth - 1) + ",a:" + fragment(depth - 1) + ")";
      case 3:
        return "or_b(" + expression(depth - 1) + ",a:" + fragment(depth - 1) + ")";
      case 4:
        return list("or_d", 2, depth);
      case 5:
        return list("or_i", 2, depth);
      case 6:
        return "t:or_c(" + expression(depth - 1) + ",v:" + fragment(depth - 1) + ")";
      default:
        return "thresh(2," + expression(depth - 1) + ",s:" + fragment(depth - 1) + ",a:" + fragment(depth - 1) + ")";
    }
  }

  Random& random_;
  Dialect dialect_;
};

std::vector<Bytes> keys_of(Dialect dialect) {
  std::vector<Bytes> out;
  for (const std::string& key : {kA, kB, kC})
    out.push_back(parse_hex(dialect == Dialect::kTapscript ? key.substr(2) : key).value());
  return out;
}

class MiniscriptProperties : public ::testing::TestWithParam<Dialect> {};

TEST_P(MiniscriptProperties, every_satisfaction_runs_and_every_script_is_read_back) {
  Random random(7);
  Generator generator(random, GetParam());
  const auto rules = GetParam() == Dialect::kTapscript ? ScriptRules::kTapscript : ScriptRules::kWitnessV0;
  int satisfied = 0;
  for (int i = 0; i < 30'000; ++i) {
    const std::string text = generator.expression(3);
    const auto node = parse(text, GetParam());
    if (!node) continue;
    const Bytes script = compile(*node).value();
    const auto read = decompile(script, GetParam());
    ASSERT_TRUE(read) << text << " " << hex(script);
    EXPECT_EQ(compile(*read).value(), script);
    EXPECT_EQ(read->properties, node->properties) << text;
    ToySatisfier satisfier;
    satisfier.all = keys_of(GetParam());
    for (const Bytes& key : satisfier.all)
      if (random.below(3) != 0) satisfier.keys.push_back(key);
    satisfier.preimages = random.below(2) == 0;
    satisfier.locks = random.below(2) == 0;
    const auto stack = satisfy(*read, satisfier);
    if (!stack) continue;
    const auto ran = run_script(script, *stack, rules, satisfier);
    ASSERT_TRUE(ran) << text << ": " << ran.error().message;
    ++satisfied;
  }
  EXPECT_GT(satisfied, 500);
}

/// A sane expression with all keys, preimages and locks at hand can be satisfied.
TEST_P(MiniscriptProperties, what_is_sane_can_be_spent) {
  Random random(11);
  Generator generator(random, GetParam());
  int spent = 0;
  for (int i = 0; i < 30'000; ++i) {
    const std::string text = generator.expression(2);
    const auto node = parse(text, GetParam());
    if (!node || !check_sane(*node, GetParam()) || text.find('0') == 0) continue;
    ToySatisfier satisfier;
    satisfier.all = satisfier.keys = keys_of(GetParam());
    const auto stack = satisfy(*decompile(compile(*node).value(), GetParam()), satisfier);
    // An expression may be a plain no: and_v(v:0,…) is typed. Nothing else may fail.
    if (!stack) {
      EXPECT_NE(stack.error().message.find("missing"), std::string::npos) << text;
      continue;
    }
    EXPECT_LE(stack->size(), 100U);
    ++spent;
  }
  EXPECT_GT(spent, 100);
}

INSTANTIATE_TEST_SUITE_P(Both, MiniscriptProperties, ::testing::Values(Dialect::kWitnessV0, Dialect::kTapscript));

}  // namespace
}  // namespace coffer::bitcoin::miniscript
