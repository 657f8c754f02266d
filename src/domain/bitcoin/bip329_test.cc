#include "domain/bitcoin/bip329.h"

#include <gtest/gtest.h>

namespace coffer::bitcoin {
namespace {

// The kinds of the examples of BIP-329, "Test Vectors".
const std::string kTxid = "f91d0a8a78462bc59398f2c5d7a84fcff491c26ba54c4833478b202796c8aafd";
const std::string kFile =
    R"~({"type":"tx","ref":")~" + kTxid + R"~(","label":"Transaction","origin":"wpkh([d34db33f/84'/0'/0'])"})~" + "\n" +
    R"~({"type":"addr","ref":"bc1q34aq5drpuwy3wgl9lhup9892qp6svr8ldzyy7c","label":"Address"})~" + "\n" +
    R"~({"type":"pubkey","ref":"0283409659355b6d1cc3c32decd5d561abaac86c37a353b52895a5e6c196d6f448","label":"Public Key"})~" +
    "\n" + R"~({"type":"input","ref":")~" + kTxid + R"~(:0","label":"Input"})~" + "\n" +
    R"~({"type":"output","ref":")~" + kTxid + R"~(:1","label":"Output","spendable":false})~" + "\n" +
    R"~({"type":"xpub","ref":"xpub661MyMwAqRbcFtXgS5sYJABqqG9YLmC4Q1Rdap9gSE8NqtwybGhePY2gZ29ESFjqJoCu1Rupje8YtGqsefD265TMg7usUDFdp6W1EGMcet8","label":"Extended Public Key"})~" +
    "\n";

TEST(Labels, come_back_from_their_file) {
  const auto labels = parse_labels(kFile);
  ASSERT_TRUE(labels) << labels.error().message;
  ASSERT_EQ(labels->size(), 6U);
  EXPECT_EQ((*labels)[4].spendable, false);
  EXPECT_EQ(print_labels(*labels), kFile);
}

TEST(Labels, carry_members_along_that_nobody_here_knows) {
  const std::string line = R"~({"type":"tx","ref":")~" + kTxid + R"~(","label":"x","height":7,"fmv":{"USD":1}})~";
  EXPECT_EQ(print_label(parse_label(line).value()),
            R"~({"type":"tx","ref":")~" + kTxid + R"~(","label":"x","fmv":{"USD":1},"height":7})~");
}

TEST(Labels, refuse_what_does_not_fit_together) {
  const auto refused = [](const std::string& line) { return !parse_label(line).has_value(); };
  EXPECT_TRUE(refused(R"~({"type":"tx","ref":"00"})~"));
  EXPECT_TRUE(refused(R"~({"type":"block","ref":")~" + kTxid + R"~("})~"));
  EXPECT_TRUE(refused(R"~({"type":"output","ref":")~" + kTxid + R"~("})~"));
  EXPECT_TRUE(refused(R"~({"type":"output","ref":")~" + kTxid + R"~(:4294967296"})~"));
  EXPECT_TRUE(refused(R"~({"type":"input","ref":")~" + kTxid + R"~(:1","spendable":true})~"));
  EXPECT_TRUE(refused(R"~({"type":"output","ref":")~" + kTxid + R"~(:1","spendable":"no"})~"));
  EXPECT_TRUE(refused(R"~({"type":"output","ref":")~" + kTxid + R"~(:1","origin":"wpkh([d34db33f])"})~"));
  EXPECT_TRUE(refused(R"~({"type":"tx","ref":")~" + kTxid + R"~(","origin":"wpkh([d34db])"})~"));
  EXPECT_TRUE(refused(R"~({"type":"tx","type":"tx","ref":")~" + kTxid + R"~("})~"));
  EXPECT_TRUE(refused(R"~({"ref":")~" + kTxid + R"~("})~"));
  EXPECT_TRUE(refused("[]"));
}

TEST(Labels, an_error_names_its_line) { EXPECT_EQ(parse_labels(kFile + "{}\n").error().details.at("line"), "7"); }

}  // namespace
}  // namespace coffer::bitcoin
