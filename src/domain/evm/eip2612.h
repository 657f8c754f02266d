#pragma once

#include "base/bytes.h"
#include "base/u256.h"
#include "domain/evm/address.h"
#include "domain/evm/hash.h"
#include "domain/evm/signature.h"

/// EIP-2612: approvals of an ERC-20 token by signature.
namespace coffer::evm::eip2612 {

/// What an owner signs: `spender` may take `value` (base units of the token) until `deadline`.
struct Permit {
  Address owner;
  Address spender;
  U256 value;
  U256 nonce;
  U256 deadline;  // Unix seconds
  bool operator==(const Permit&) const = default;
};

/// hashStruct of `Permit(address owner,address spender,uint256 value,uint256 nonce,uint256 deadline)`.
Hash struct_hash(const Permit& permit);
/// keccak256(0x1901 ‖ domain_separator ‖ struct_hash); the separator is the token's DOMAIN_SEPARATOR().
Hash digest(const Permit& permit, const Hash& domain_separator);
/// Calldata of permit(owner,spender,value,deadline,v,r,s).
Bytes permit_call(const Permit& permit, const Signature& signature);
/// Calldata of nonces(owner) and of DOMAIN_SEPARATOR().
Bytes nonces(const Address& owner);
Bytes domain_separator_call();

}  // namespace coffer::evm::eip2612
