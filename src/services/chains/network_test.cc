#include "services/chains/network.h"

#include <gtest/gtest.h>

#include "services/chains/forward.h"

namespace coffer::chains {
namespace {

constexpr char kWhole[] = R"(
[[network]]
id = "ethereum"
chain_id = 31337
confirmations = 1
finality = "depth"
development = true
block_time = "1s"
[[network.endpoint]]
name = "anvil"
url = "http://127.0.0.1:8545"
own = true
)";

std::string with(const std::string& from, const std::string& to) {
  std::string text = kWhole;
  text.replace(text.find(from), from.size(), to);
  return text;
}

TEST(NetworkFile, reads_a_network_and_completes_it) {
  const auto networks = parse_networks(kWhole);
  ASSERT_TRUE(networks) << networks.error().message;
  ASSERT_EQ(networks->size(), 1U);
  EXPECT_EQ(networks->front().chain, "eip155:31337");
  EXPECT_EQ(networks->front().block_time, std::chrono::seconds(1));
  EXPECT_TRUE(networks->front().development);
}

TEST(NetworkFile, refuses_an_unknown_key_by_name) {
  const auto networks = parse_networks(with("confirmations", "confirmation"));
  ASSERT_FALSE(networks);
  EXPECT_EQ(networks.error().details.at("field"), "network[0].confirmation");
}

TEST(NetworkFile, refuses_a_chain_that_is_not_its_chain_id) {
  EXPECT_FALSE(parse_networks(with("chain_id = 31337", "chain_id = 31337\nchain = \"eip155:1\"")));
}

TEST(NetworkFile, refuses_a_network_without_endpoint_and_one_named_twice) {
  const std::string text = kWhole;
  EXPECT_FALSE(parse_networks(text.substr(0, text.find("[[network.endpoint]]"))));
  EXPECT_FALSE(parse_networks(text + text));
}

TEST(NetworkFile, refuses_urls_of_other_schemes) { EXPECT_FALSE(parse_networks(with("http://", "file://"))); }

TEST(Forward, passes_reads_and_nothing_that_signs_sends_or_keeps_state) {
  EXPECT_TRUE(may_forward("eth_call"));
  EXPECT_TRUE(may_forward("net_version"));
  for (const char* method : {"eth_sendTransaction", "eth_sendRawTransaction", "eth_sign", "eth_newFilter", "anvil_mine",
                             "debug_traceCall", "personal_sign", "eth_accounts", ""}) {
    EXPECT_FALSE(may_forward(method)) << method;
  }
}

TEST(Forward, holds_params_to_form_and_depth) {
  EXPECT_EQ(*checked_params(""), "[]");
  EXPECT_TRUE(checked_params(R"([{"to":"0x"},"latest"])"));
  EXPECT_FALSE(checked_params("\"text\""));
  EXPECT_FALSE(checked_params(std::string(100, '[') + std::string(100, ']')));
}

}  // namespace
}  // namespace coffer::chains
