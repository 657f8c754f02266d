#include "apps/tool/batch.h"

#include <gtest/gtest.h>

#include <sstream>

#include "apps/tool/operations.h"

namespace coffer::tool {
namespace {

using nlohmann::json;

/// Runs a batch over `input`, handed out in pieces of `piece` bytes.
std::vector<json> run(std::string_view input, std::size_t piece = 1U << 16U) {
  const Registry registry(all_operations());
  const Toolbox toolbox{.curve = crypto::secp256k1::Context(Secret<32>{})};
  const ReadSome read = [&](std::span<char> out) {
    const std::size_t size = std::min({input.size(), out.size(), piece});
    std::copy_n(input.begin(), size, out.begin());
    input.remove_prefix(size);
    return size;
  };
  std::ostringstream out;
  run_batch(registry, toolbox, read, out);
  std::vector<json> answers;
  std::istringstream lines(out.str());
  for (std::string line; std::getline(lines, line);) answers.push_back(json::parse(line));
  return answers;
}

TEST(Batch, answers_every_line_in_order) {
  const std::string input =
      "{\"id\":1,\"op\":\"keccak256\",\"data\":\"0x\"}\n{\"op\":\"money.parse\",\"text\":\"1\",\"decimals\":2,\"id\":"
      "\"b\"}\n";
  for (const std::size_t piece : {std::size_t{1}, std::size_t{7}, input.size()}) {
    const auto answers = run(input, piece);
    ASSERT_EQ(answers.size(), 2U);
    EXPECT_EQ(
        answers[0],
        json::parse(
            R"({"id":1,"ok":true,"result":{"hash":"0xc5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470"}})"));
    EXPECT_EQ(answers[1], json::parse(R"({"id":"b","ok":true,"result":{"amount":"100"}})"));
  }
}

TEST(Batch, answers_the_last_line_without_a_newline) { EXPECT_EQ(run("{}").size(), 1U); }

TEST(Batch, goes_on_after_malformed_lines) {
  const auto answers =
      run("nonsense\n\n[]\n\xff\n{\"id\":1,\"op\":5}\n{\"id\":2,\"op\":\"keccak256\",\"data\":\"0x\"}\n");
  ASSERT_EQ(answers.size(), 6U);
  for (std::size_t i = 0; i < 4; ++i) {
    EXPECT_EQ(answers[i]["id"], json());
    EXPECT_EQ(answers[i]["ok"], false);
  }
  EXPECT_EQ(answers[4]["id"], 1);
  EXPECT_EQ(answers[5]["ok"], true);
}

std::string message(std::string_view line) { return run(line).at(0)["error"]["message"].get<std::string>(); }

TEST(Batch, refuses_unknown_duplicate_missing_and_misshapen_fields_by_name) {
  EXPECT_TRUE(message(R"({"op":"keccak256","data":"0x","salt":1})").starts_with("salt: "));
  EXPECT_TRUE(message(R"({"op":"keccak256","data":"0x","data":"0x"})").starts_with("data: "));
  EXPECT_TRUE(message(R"({"op":"keccak256"})").starts_with("data: "));
  EXPECT_TRUE(message(R"({"op":"keccak256","data":5})").starts_with("data: "));
  EXPECT_TRUE(message(R"({"op":"keccak256","data":"00"})").starts_with("data: "));
  EXPECT_TRUE(message(R"({"op":"money.parse","text":"1","decimals":-1})").starts_with("decimals: "));
  EXPECT_TRUE(message(R"({"op":"money.parse","text":"1","decimals":1.5})").starts_with("decimals: "));
  EXPECT_TRUE(message(R"({"op":"evm.tx.sign","private_key":"0x00","tx":{"x":1}})").starts_with("tx.x: "));
}

TEST(Batch, keeps_the_id_of_a_line_that_it_refuses) {
  EXPECT_EQ(run(R"({"id":7,"op":"keccak256","data":"0x","data":"0x"})").at(0)["id"], 7);
}

TEST(Batch, answers_a_line_nested_a_million_deep) {
  const std::string nested = std::string(1'000'000, '[') + std::string(1'000'000, ']');
  const auto answers =
      run("{\"id\":" + nested + "}\n{\"id\":1,\"op\":\"keccak256\",\"data\":" + nested + "}\n{\"id\":2}\n");
  ASSERT_EQ(answers.size(), 3U);
  EXPECT_EQ(answers[0]["id"], json());
  EXPECT_EQ(answers[1]["id"], 1);
  EXPECT_EQ(answers[2]["id"], 2);
}

TEST(Batch, skips_an_overlong_line_and_goes_on) {
  const std::string input = std::string(kMaxLine + 1, ' ') + "\n{\"id\":1,\"op\":\"keccak256\",\"data\":\"0x\"}\n";
  const auto answers = run(input);
  ASSERT_EQ(answers.size(), 2U);
  EXPECT_EQ(answers[0]["ok"], false);
  EXPECT_EQ(answers[1]["ok"], true);
}

TEST(Registry, gives_every_operation_one_name_and_a_help) {
  const auto operations = all_operations();
  const Registry registry(all_operations());
  for (const Operation& operation : operations) {
    EXPECT_FALSE(operation.help.empty()) << operation.name;
    EXPECT_EQ(std::ranges::count(operations, operation.name, &Operation::name), 1) << operation.name;
    EXPECT_NE(registry.find(operation.name), nullptr);
  }
}

}  // namespace
}  // namespace coffer::tool
