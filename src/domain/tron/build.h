#pragma once

#include <cstdint>

#include "base/u256.h"
#include "domain/tron/address.h"
#include "domain/tron/transaction.h"

/// Transactions to be signed.
namespace coffer::tron {

/// The bytes of raw_data: what `decode_raw_transaction` reads is written back as it was. Fails on a contract that is
/// not known or lacks its owner, on fields out of order or of another kind, and without reference block or expiration.
Result<Bytes> encode_raw_transaction(const RawTransaction& transaction);

/// What staking buys.
enum class Resource : std::uint8_t { kBandwidth = 0, kEnergy = 1 };

/// Contracts. Amounts are sun, 0 < amount < 2^63.
Result<Contract> transfer(const Address& owner, const Address& to, std::uint64_t amount_sun);
/// TransferAssetContract: a TRC-10 token by its number.
Result<Contract> transfer_asset(const Address& owner, const Address& to, std::string token_id, std::uint64_t amount);
/// A call of a smart contract; `call_value_sun` may be 0.
Result<Contract> call(const Address& owner, const Address& contract, BytesView data, std::uint64_t call_value_sun);
/// TRC-20 `transfer(address,uint256)`.
Result<Contract> token_transfer(const Address& owner, const Address& token, const Address& to, const U256& amount);
/// Stake 2.0.
Result<Contract> freeze(const Address& owner, std::uint64_t amount_sun, Resource resource);
Result<Contract> unfreeze(const Address& owner, std::uint64_t amount_sun, Resource resource);
Result<Contract> withdraw_unfrozen(const Address& owner);
Result<Contract> cancel_unfreezing(const Address& owner);
/// `lock_blocks` of 0 does not lock.
Result<Contract> delegate(const Address& owner, const Address& receiver, std::uint64_t amount_sun, Resource resource,
                          std::uint64_t lock_blocks);
Result<Contract> undelegate(const Address& owner, const Address& receiver, std::uint64_t amount_sun, Resource resource);

}  // namespace coffer::tron
