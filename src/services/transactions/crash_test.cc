#include <random>
#include <thread>

#include "services/transactions/testing.h"

/// The promise itself: whatever moment the process dies at, each intent is on chain exactly once.
namespace coffer::transactions {
namespace {

using testing::Bench;

constexpr int kSenders = 4;
constexpr int kIntents = 12;
constexpr int kCrashes = 12;

std::string receiver(int sender) { return "0x00000000000000000000000000000000000bee0" + std::to_string(sender); }

class CrashTest : public ::testing::Test {
 protected:
  CrashTest() : bench_({"--block-time", "1"}) {
    for (int i = 0; i < kSenders; ++i) {
      senders_.push_back(
          bench_.account("acc" + std::to_string(i), "ann", static_cast<std::uint8_t>(i + 1), "10000000000000000000"));
    }
    bench_.up();
  }

  /// What a client does that was cut off: the same request with the same key, until it is answered.
  void create(int sender, int number) {
    const CallContext call = bench_.call("ann", std::to_string(sender) + '/' + std::to_string(number));
    const auto request = bench_.transfer("acc" + std::to_string(sender), receiver(sender), "1");
    const auto made = bench_.ask(bench_.service().create_transaction(call, request));
    if (made) ids_[call.idempotency_key] = made->id();
  }

  Bench bench_;
  std::vector<evm::Address> senders_;
  std::map<std::string, std::string> ids_;
  std::mt19937 random_{7};
};

TEST_F(CrashTest, leaves_each_intent_on_chain_exactly_once) {
  for (int crash = 0; crash <= kCrashes; ++crash) {
    for (int sender = 0; sender < kSenders; ++sender) {
      for (int number = crash * kIntents / kCrashes; number < std::min(kIntents, (crash + 1) * kIntents / kCrashes);
           ++number) {
        create(sender, number);
      }
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(random_() % 300));
    if (crash == kCrashes) break;
    bench_.down();
    bench_.up();
  }
  for (const auto& [key, id] : ids_) EXPECT_EQ(bench_.wait("ann", id, "confirmed").status(), "confirmed") << key;
  for (int sender = 0; sender < kSenders; ++sender) {
    EXPECT_EQ(bench_.balance(receiver(sender)), U256(kIntents));
    EXPECT_EQ(bench_.nonce_on_chain(senders_[static_cast<std::size_t>(sender)]), static_cast<std::uint64_t>(kIntents));
  }
}

}  // namespace
}  // namespace coffer::transactions
