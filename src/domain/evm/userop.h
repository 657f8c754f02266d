#pragma once

#include <cstdint>
#include <optional>

#include "base/bytes.h"
#include "base/u256.h"
#include "domain/evm/address.h"
#include "domain/evm/hash.h"

namespace coffer::evm {

/// An ERC-4337 operation in the form of entry point v0.6. Amounts are wei, gas is in units of gas.
struct UserOperationV06 {
  Address sender;
  U256 nonce;
  Bytes init_code;
  Bytes call_data;
  U256 call_gas_limit;
  U256 verification_gas_limit;
  U256 pre_verification_gas;
  U256 max_fee_per_gas;
  U256 max_priority_fee_per_gas;
  Bytes paymaster_and_data;
  Bytes signature;
};

/// The same in the unpacked form of entry points v0.7 and v0.8. Gas limits and fees are below 2^128.
struct UserOperationV07 {
  Address sender;
  U256 nonce;
  std::optional<Address> factory;  // 0x7702000…000 (and v0.8) stands for EIP-7702 initialisation
  Bytes factory_data;
  Bytes call_data;
  U256 call_gas_limit;
  U256 verification_gas_limit;
  U256 pre_verification_gas;
  U256 max_fee_per_gas;
  U256 max_priority_fee_per_gas;
  std::optional<Address> paymaster;
  U256 paymaster_verification_gas_limit;
  U256 paymaster_post_op_gas_limit;
  Bytes paymaster_data;
  Bytes signature;
  std::optional<Address> eip7702_delegate;  // v0.8: the delegate that replaces the factory marker in the hash
};

/// The packed fields of the v0.7 and v0.8 entry points.
struct PackedUserOperation {
  Address sender;
  U256 nonce;
  Bytes init_code;  // factory ‖ factory_data, or empty
  Bytes call_data;
  ByteArray<32> account_gas_limits{};  // verification ‖ call, 16 bytes each
  U256 pre_verification_gas;
  ByteArray<32> gas_fees{};  // priority ‖ max, 16 bytes each
  Bytes paymaster_and_data;  // paymaster ‖ verification ‖ post-op ‖ data, or empty
  Bytes signature;
};

/// Packs; fails where a 128-bit field does not fit.
Result<PackedUserOperation> pack(const UserOperationV07& operation);

/// v0.6: keccak256(abi.encode(keccak256(fields), entry_point, chain_id)).
Hash user_operation_hash_v06(const UserOperationV06& operation, const Address& entry_point, const U256& chain_id);
/// v0.7: the same over the packed fields.
Hash user_operation_hash_v07(const PackedUserOperation& operation, const Address& entry_point, const U256& chain_id);
/// v0.8: the EIP-712 digest with domain ("ERC4337", "1", chain_id, entry_point). `eip7702_delegate`
/// takes the place of the first 20 bytes of an init code that begins with the 0x7702 marker.
Hash user_operation_hash_v08(const PackedUserOperation& operation, const Address& entry_point, const U256& chain_id,
                             const std::optional<Address>& eip7702_delegate = std::nullopt);

}  // namespace coffer::evm
