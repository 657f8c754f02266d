#include "apps/tool/tool.h"

#include <gtest/gtest.h>

#include <sstream>

namespace coffer::tool {
namespace {

struct Outcome {
  int code;
  std::string out;
  std::string err;
};

Outcome run(std::vector<std::string> arguments, std::string input = "") {
  std::vector<char*> argv;
  for (std::string& argument : arguments) argv.push_back(argument.data());
  const ReadSome read = [&input](std::span<char> out) {
    const std::size_t size = std::min(input.size(), out.size());
    std::copy_n(input.begin(), size, out.begin());
    input.erase(0, size);
    return size;
  };
  std::ostringstream out;
  std::ostringstream err;
  const int code = run_tool(static_cast<int>(argv.size()), argv.data(), {.in = read, .out = out, .err = err});
  return {code, out.str(), err.str()};
}

TEST(Tool, lists_its_operations) {
  const Outcome outcome = run({"--help"});
  EXPECT_EQ(outcome.code, 0);
  EXPECT_NE(outcome.out.find("evm.tx.decode"), std::string::npos);
}

TEST(Tool, runs_one_operation_for_people_and_for_programs) {
  EXPECT_EQ(run({"money.parse", "--text", "1.5", "--decimals=6"}).out, "amount: 1500000\n");
  EXPECT_EQ(run({"money.parse", "--text", "1.5", "--decimals", "6", "--json"}).out, "{\"amount\":\"1500000\"}\n");
}

TEST(Tool, explains_one_operation) {
  const Outcome outcome = run({"evm.create2_address", "--help"});
  EXPECT_NE(outcome.out.find("--init_code_hash (optional)"), std::string::npos);
}

TEST(Tool, answers_wrong_command_lines_with_2_and_failures_with_1) {
  EXPECT_EQ(run({"nonsense"}).code, 2);
  EXPECT_EQ(run({"keccak256", "--data"}).code, 2);
  EXPECT_EQ(run({"keccak256", "--nothing", "0x"}).code, 2);
  EXPECT_EQ(run({"keccak256", "--data", "0x", "--data", "0x"}).code, 2);
  EXPECT_EQ(run({"keccak256", "--data", "00"}).code, 1);
  EXPECT_EQ(run({"keccak256"}).code, 1);
}

TEST(Tool, takes_secrets_from_standard_input_and_warns_of_arguments) {
  const std::string key = "0x" + std::string(63, '0') + "1";
  const Outcome hidden = run({"evm.address", "--private-key", "@-"}, key + "\n");
  EXPECT_EQ(hidden.out, "address: 0x7E5F4552091A69125d5DfCb7b8C2659029395Bdf\n");
  EXPECT_EQ(hidden.err, "");
  EXPECT_NE(run({"evm.address", "--private-key", key}).err, "");
}

}  // namespace
}  // namespace coffer::tool
