#pragma once

#include <cstdint>
#include <vector>

#include "base/bytes.h"
#include "base/u256.h"
#include "domain/evm/address.h"
#include "domain/evm/hash.h"

/// Uniswap's Permit2: one contract that holds the allowances of all tokens, granted by signature. Its two halves are
/// AllowanceTransfer (allowances that last) and SignatureTransfer (one transfer a signature).
namespace coffer::evm::permit2 {

/// The canonical deployment, 0x000000000022D473030F116dDEE9F6B43aC78BA3, the same on every chain.
Address contract_address();

/// The domain of Permit2 on a chain: name "Permit2", no version.
Hash domain_separator(const U256& chain_id, const Address& contract);

// ---- AllowanceTransfer

/// One allowance.
struct PermitDetails {
  Address token;
  U256 amount;                   // below 2^160; 2^160-1 is unlimited
  std::uint64_t expiration = 0;  // Unix seconds, below 2^48
  std::uint64_t nonce = 0;       // below 2^48
  bool operator==(const PermitDetails&) const = default;
};

/// An allowance that an owner signs for a spender.
struct PermitSingle {
  PermitDetails details;
  Address spender;
  U256 sig_deadline;  // Unix seconds
  bool operator==(const PermitSingle&) const = default;
};

/// Several allowances under one signature.
struct PermitBatch {
  std::vector<PermitDetails> details;
  Address spender;
  U256 sig_deadline;  // Unix seconds
  bool operator==(const PermitBatch&) const = default;
};

/// hashStruct of the permit. Fails where a field exceeds its width.
Result<Hash> struct_hash(const PermitSingle& permit);
Result<Hash> struct_hash(const PermitBatch& permit);

/// Calldata of permit(owner,permit,signature): anyone may bring the owner's signature on chain.
Result<Bytes> permit_call(const Address& owner, const PermitSingle& permit, BytesView signature);
Result<Bytes> permit_call(const Address& owner, const PermitBatch& permit, BytesView signature);
/// Calldata of approve(token,spender,amount,expiration), for those who need no signature.
Result<Bytes> approve(const Address& token, const Address& spender, const U256& amount, std::uint64_t expiration);
/// Calldata of transferFrom(from,to,amount,token), by the spender. The amount is below 2^160.
Result<Bytes> transfer_from(const Address& from, const Address& to, const U256& amount, const Address& token);
/// Calldata of allowance(owner,token,spender), and its answer.
Bytes allowance(const Address& owner, const Address& token, const Address& spender);
struct Allowance {
  U256 amount;
  std::uint64_t expiration = 0;
  std::uint64_t nonce = 0;
  bool operator==(const Allowance&) const = default;
};
Result<Allowance> read_allowance(BytesView result);

// ---- SignatureTransfer

/// How much of a token may be taken once, in base units.
struct TokenPermissions {
  Address token;
  U256 amount;
  bool operator==(const TokenPermissions&) const = default;
};

/// One transfer that an owner signs.
struct PermitTransferFrom {
  TokenPermissions permitted;
  U256 nonce;     // a bit of an unordered bitmap
  U256 deadline;  // Unix seconds
  bool operator==(const PermitTransferFrom&) const = default;
};

/// Several transfers under one signature.
struct PermitBatchTransferFrom {
  std::vector<TokenPermissions> permitted;
  U256 nonce;
  U256 deadline;
  bool operator==(const PermitBatchTransferFrom&) const = default;
};

/// hashStruct for a spender, who is signed although the permit does not carry him: he is whoever calls the contract.
Hash struct_hash(const PermitTransferFrom& permit, const Address& spender);
Hash struct_hash(const PermitBatchTransferFrom& permit, const Address& spender);

/// Calldata of permitTransferFrom(permit,(to,amount),owner,signature), by the spender.
Bytes permit_transfer_from(const PermitTransferFrom& permit, const Address& to, const U256& amount,
                           const Address& owner, BytesView signature);

}  // namespace coffer::evm::permit2
