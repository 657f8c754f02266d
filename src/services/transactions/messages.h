#pragma once

#include "coffer/transactions/v1/transactions.pb.h"
#include "services/transactions/chain_port.h"
#include "services/transactions/intent.h"
#include "services/transactions/slot.h"

namespace coffer::transactions {

void set_time(google::protobuf::Timestamp& out, Time time);

/// An intent as clients see it.
v1::Transaction transaction_message(const Intent& intent, const std::vector<Attempt>& attempts,
                                    const NetworkFacts& network);

}  // namespace coffer::transactions
