#pragma once

#include "base/bytes.h"
#include "base/u256.h"
#include "domain/evm/address.h"
#include "domain/evm/hash.h"
#include "domain/evm/transaction.h"

/// Approvals by signature: EIP-2612 permits and Uniswap's Permit2.
namespace coffer::evm {

namespace permit2612 {

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
Bytes nonces(const Address& owner);
Bytes domain_separator_call();

}  // namespace permit2612

namespace permit2 {

/// The canonical deployment, 0x000000000022D473030F116dDEE9F6B43aC78BA3, the same on every chain.
Address contract_address();

struct PermitSingle {
  Address token;
  U256 amount;                   // below 2^160; 2^160-1 is unlimited
  std::uint64_t expiration = 0;  // Unix seconds, below 2^48
  std::uint64_t nonce = 0;       // below 2^48
  Address spender;
  U256 sig_deadline;  // Unix seconds
  bool operator==(const PermitSingle&) const = default;
};

/// The domain of Permit2 on a chain: name "Permit2", no version.
Hash domain_separator(const U256& chain_id, const Address& contract);
/// hashStruct of PermitSingle with its PermitDetails. Fails where a field exceeds its width.
Result<Hash> struct_hash(const PermitSingle& permit);
Result<Hash> digest(const PermitSingle& permit, const U256& chain_id, const Address& contract);
/// Calldata of approve(token,spender,amount,expiration).
Result<Bytes> approve(const Address& token, const Address& spender, const U256& amount, std::uint64_t expiration);

}  // namespace permit2

}  // namespace coffer::evm
