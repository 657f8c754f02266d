#pragma once

#include "coffer/chains/v1/chains.pb.h"
#include "services/chains/broadcaster.h"
#include "services/chains/evm_network.h"
#include "services/chains/transaction_finder.h"

/// From what the service knows to the messages of its contract.
namespace coffer::chains {

void set_time(google::protobuf::Timestamp& out, Time time);
v1::Head head_message(const BlockHeader& block);
v1::Network network_message(const EvmNetwork& network);
v1::Fees fees_message(const FeeReader::Now& now, bool legacy);
v1::BroadcastResult broadcast_message(const BroadcastFacts& facts);
v1::TransactionState state_message(const evm::Hash& hash, const TransactionFacts& facts,
                                   const HeadFollower::View& view);
v1::FoundTransaction found_message(const FoundTransaction& found);

/// An address of a request; VALIDATION_ERROR under that field's name.
Result<evm::Address> address_field(std::string_view field, std::string_view text);

}  // namespace coffer::chains
