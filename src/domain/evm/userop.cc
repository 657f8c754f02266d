#include "domain/evm/userop.h"

#include <algorithm>

#include "domain/crypto/keccak.h"

namespace coffer::evm {
namespace {

using crypto::Keccak256;
using Word = ByteArray<32>;

Word hash_of(BytesView data) { return crypto::keccak256(data); }

/// Two 128-bit numbers in one word.
Result<Word> join(const U256& high, const U256& low, const char* high_name, const char* low_name) {
  if (high.bit_length() > 128) return fail(invalid_field(high_name, "ERC-4337: must be below 2^128"));
  if (low.bit_length() > 128) return fail(invalid_field(low_name, "ERC-4337: must be below 2^128"));
  Word out = low.big_endian();
  const Word upper = high.big_endian();
  std::copy(upper.begin() + 16, upper.end(), out.begin());
  return out;
}

/// keccak256(abi.encode(inner, entry_point, chain_id)).
Hash bind(const Word& inner, const Address& entry_point, const U256& chain_id) {
  return {Keccak256().update(inner).update(entry_point.word()).update(chain_id.big_endian()).finish()};
}

/// EIP-7702 in v0.8: an init code that begins with the marker 0x7702, padded with zeros to 20 bytes
/// where it goes on, is hashed with the delegate in the marker's place.
Bytes effective_init_code(const Bytes& init_code, const std::optional<Address>& delegate) {
  constexpr ByteArray<20> kMarker = {0x77, 0x02};
  const std::size_t head = std::min<std::size_t>(init_code.size(), kMarker.size());
  const bool marked = head >= 2 && std::equal(init_code.begin(), init_code.begin() + static_cast<std::ptrdiff_t>(head),
                                              kMarker.begin());
  if (!delegate || !marked) return init_code;
  Bytes out = to_bytes(BytesView(delegate->bytes));
  append(out, BytesView(init_code).subspan(head));
  return out;
}

}  // namespace

Result<PackedUserOperation> pack(const UserOperationV07& operation) {
  PackedUserOperation out;
  out.sender = operation.sender;
  out.nonce = operation.nonce;
  if (operation.factory) {
    append(out.init_code, operation.factory->bytes);
    append(out.init_code, operation.factory_data);
  } else if (!operation.factory_data.empty()) {
    return fail(invalid_field("factory_data", "ERC-4337: factory data without a factory"));
  }
  out.call_data = operation.call_data;
  COFFER_TRY(out.account_gas_limits, join(operation.verification_gas_limit, operation.call_gas_limit,
                                          "verification_gas_limit", "call_gas_limit"));
  out.pre_verification_gas = operation.pre_verification_gas;
  COFFER_TRY(out.gas_fees, join(operation.max_priority_fee_per_gas, operation.max_fee_per_gas,
                                "max_priority_fee_per_gas", "max_fee_per_gas"));
  if (operation.paymaster) {
    COFFER_TRY(const Word limits,
               join(operation.paymaster_verification_gas_limit, operation.paymaster_post_op_gas_limit,
                    "paymaster_verification_gas_limit", "paymaster_post_op_gas_limit"));
    append(out.paymaster_and_data, operation.paymaster->bytes);
    append(out.paymaster_and_data, limits);
    append(out.paymaster_and_data, operation.paymaster_data);
  } else if (!operation.paymaster_data.empty()) {
    return fail(invalid_field("paymaster_data", "ERC-4337: paymaster data without a paymaster"));
  }
  out.signature = operation.signature;
  return out;
}

Hash user_operation_hash_v06(const UserOperationV06& operation, const Address& entry_point, const U256& chain_id) {
  const Word inner = Keccak256()
                         .update(operation.sender.word())
                         .update(operation.nonce.big_endian())
                         .update(hash_of(operation.init_code))
                         .update(hash_of(operation.call_data))
                         .update(operation.call_gas_limit.big_endian())
                         .update(operation.verification_gas_limit.big_endian())
                         .update(operation.pre_verification_gas.big_endian())
                         .update(operation.max_fee_per_gas.big_endian())
                         .update(operation.max_priority_fee_per_gas.big_endian())
                         .update(hash_of(operation.paymaster_and_data))
                         .finish();
  return bind(inner, entry_point, chain_id);
}

Hash user_operation_hash_v07(const PackedUserOperation& operation, const Address& entry_point, const U256& chain_id) {
  const Word inner = Keccak256()
                         .update(operation.sender.word())
                         .update(operation.nonce.big_endian())
                         .update(hash_of(operation.init_code))
                         .update(hash_of(operation.call_data))
                         .update(operation.account_gas_limits)
                         .update(operation.pre_verification_gas.big_endian())
                         .update(operation.gas_fees)
                         .update(hash_of(operation.paymaster_and_data))
                         .finish();
  return bind(inner, entry_point, chain_id);
}

Hash user_operation_hash_v08(const PackedUserOperation& operation, const Address& entry_point, const U256& chain_id,
                             const std::optional<Address>& eip7702_delegate) {
  static constexpr std::string_view kType =
      "PackedUserOperation(address sender,uint256 nonce,bytes initCode,bytes callData,bytes32 accountGasLimits,"
      "uint256 preVerificationGas,bytes32 gasFees,bytes paymasterAndData)";
  static constexpr std::string_view kDomain =
      "EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)";
  const Word inner = Keccak256()
                         .update(hash_of(as_bytes(kType)))
                         .update(operation.sender.word())
                         .update(operation.nonce.big_endian())
                         .update(hash_of(effective_init_code(operation.init_code, eip7702_delegate)))
                         .update(hash_of(operation.call_data))
                         .update(operation.account_gas_limits)
                         .update(operation.pre_verification_gas.big_endian())
                         .update(operation.gas_fees)
                         .update(hash_of(operation.paymaster_and_data))
                         .finish();
  const Word separator = Keccak256()
                             .update(hash_of(as_bytes(kDomain)))
                             .update(hash_of(as_bytes("ERC4337")))
                             .update(hash_of(as_bytes("1")))
                             .update(chain_id.big_endian())
                             .update(entry_point.word())
                             .finish();
  constexpr ByteArray<2> kPrefix = {0x19, 0x01};
  return {Keccak256().update(kPrefix).update(separator).update(inner).finish()};
}

}  // namespace coffer::evm
