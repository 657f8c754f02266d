#pragma once

#include <map>
#include <string>
#include <vector>

#include "base/u256.h"
#include "coffer/transactions/v1/transactions.pb.h"
#include "domain/evm/address.h"

namespace coffer::verify {

/// What a client of the run wants done, and what it was told. Sender and value name it on chain.
struct Order {
  std::size_t number = 0;
  std::size_t sender = 0;
  evm::Address to;
  U256 value;
  transactions::v1::CreateTransactionRequest request;
  std::string id;        // of the intent, once a server has said so
  bool refused = false;  // for good; no intent need exist
  bool asked = false;    // a client has begun to ask for it

  [[nodiscard]] std::string key() const { return "order-" + std::to_string(number); }
  [[nodiscard]] bool answered() const { return refused || !id.empty(); }
};
using Orders = std::vector<Order>;

}  // namespace coffer::verify
