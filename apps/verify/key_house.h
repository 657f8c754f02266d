#pragma once

#include <array>
#include <memory>

#include "domain/crypto/secp256k1.h"
#include "domain/evm/transaction.h"
#include "platform/async/io_threads.h"
#include "platform/async/workers.h"
#include "platform/sql/database.h"
#include "platform/telemetry/metrics.h"
#include "services/signer/signer.h"

namespace coffer::verify {

inline constexpr std::size_t kSenders = 3;

/// The real signer with one imported key for each sender, shared by all runs: it keeps nothing between
/// requests that could tell them apart, because no asset has a daily limit.
class KeyHouse {
 public:
  KeyHouse();

  [[nodiscard]] signer::v1::SignerApi& signer() { return *signer_; }
  [[nodiscard]] const evm::Address& address(std::size_t sender) const { return addresses_.at(sender); }
  [[nodiscard]] static std::string key_id(std::size_t sender) { return "key-" + std::to_string(sender); }
  /// An address that the policy forbids.
  [[nodiscard]] static evm::Address forbidden();
  /// Somebody else who has the same key signs.
  [[nodiscard]] Bytes sign_outside(std::size_t sender, const evm::Transaction& transaction) const;

 private:
  ManualClock clock_;
  SeededEntropy entropy_{1};
  async::IoThreads threads_{1};
  async::Workers workers_{1};
  telemetry::Metrics metrics_;
  crypto::secp256k1::Context context_{Secret<32>()};
  std::unique_ptr<sql::Database> vault_;
  std::unique_ptr<signer::Signer> signer_;
  std::array<evm::Address, kSenders> addresses_;
};

}  // namespace coffer::verify
