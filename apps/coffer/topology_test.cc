#include "apps/coffer/topology.h"

#include <gtest/gtest.h>

namespace coffer::app {
namespace {

ServeOptions running(std::vector<std::string> services, std::vector<std::string> peers = {}) {
  ServeOptions options;
  options.services = std::move(services);
  options.remote_peers = std::move(peers);
  return options;
}

std::string refusal(const ServeOptions& options) {
  const auto topology = Topology::of(options);
  return topology ? "" : topology.error().message;
}

TEST(Topology, runs_everything_unless_told) {
  const Topology topology = Topology::of(ServeOptions()).value();
  EXPECT_EQ(topology.services().size(), 8U);
  EXPECT_TRUE(topology.peers().empty());
}

TEST(Topology, runs_what_it_is_told_and_knows_where_the_rest_is) {
  const Topology topology = Topology::of(running({"transactions", "wallets"},
                                                 {"chains=127.0.0.1:1", "signer=127.0.0.1:2", "identity=127.0.0.1:3"}))
                                .value();
  EXPECT_TRUE(topology.runs("wallets"));
  EXPECT_FALSE(topology.runs("signer"));
  EXPECT_EQ(topology.peers().at("signer"), "127.0.0.1:2");
  EXPECT_FALSE(topology.peers().contains("identity"));  // nothing here asks it
}

TEST(Topology, refuses_to_run_without_what_is_needed) {
  EXPECT_EQ(refusal(running({"wallets"}, {"chains=127.0.0.1:1"})),
            "wallets needs signer: run it here or say --peer signer=HOST:PORT");
}

TEST(Topology, knows_the_replicas_of_a_service) {
  const Topology topology = Topology::of(running({"jsonrpc"}, {"chains=127.0.0.1:1", "transactions=127.0.0.1:2",
                                                               "transactions=127.0.0.1:3", "wallets=127.0.0.1:2"}))
                                .value();
  EXPECT_EQ(topology.peers().at("transactions"), "127.0.0.1:2,127.0.0.1:3");
  EXPECT_EQ(refusal(running({"jsonrpc"}, {"chains=a:1", "chains=b:1"})),
            "replicas of chains must be told by IPv4 address");
}

TEST(Topology, refuses_names_that_are_no_service) {
  EXPECT_EQ(refusal(running({"wallet"})), "there is no service wallet");
  EXPECT_EQ(refusal(running({"signer"}, {"mint=127.0.0.1:1"})), "there is no service mint");
  EXPECT_EQ(refusal(running({"signer"}, {"chains"})), "a peer must be NAME=HOST:PORT, not chains");
}

TEST(Topology, keeps_who_takes_events_with_who_writes_them) {
  EXPECT_EQ(refusal(running({"streams"}, {"chains=127.0.0.1:1"})),
            "streams takes the events of transactions and wallets and runs where they are written");
  EXPECT_EQ(refusal(running({"wallets"}, {"chains=127.0.0.1:1", "signer=127.0.0.1:2"})),
            "wallets takes the events of transactions and runs where they are written");
}

TEST(Topology, keeps_gateway_and_signer_apart_in_production) {
  ServeOptions options;
  options.profile = Profile::kProduction;
  EXPECT_EQ(refusal(options), "the production profile keeps the gateway and the signer in separate processes");
  options.services = {"signer"};
  EXPECT_EQ(refusal(options), "");
}

}  // namespace
}  // namespace coffer::app
