#pragma once

#include <functional>
#include <memory>

#include "coffer/chains/v1/chains.coffer.h"
#include "coffer/signer/v1/signer.coffer.h"
#include "platform/sql/database.h"
#include "services/transactions/transactions.h"

namespace coffer::verify {

/// What may be put between the transactions service and what it uses. A run puts nothing there; the
/// tests put in what breaks one rule, to see that the simulator notices.
struct Wrapping {
  std::function<std::unique_ptr<sql::Database>(sql::Database& inner)> database;
  std::function<std::unique_ptr<chains::v1::ChainsApi>(chains::v1::ChainsApi& inner)> chains;
  std::function<std::unique_ptr<signer::v1::SignerApi>(signer::v1::SignerApi& inner, chains::v1::ChainsApi& chains)>
      signer;
};

}  // namespace coffer::verify
