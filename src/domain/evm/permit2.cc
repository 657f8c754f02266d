#include "domain/evm/permit.h"

#include "domain/crypto/keccak.h"
#include "domain/evm/calldata.h"

namespace coffer::evm {
namespace {

Hash text_hash(std::string_view text) { return {crypto::keccak256(as_bytes(text))}; }

/// keccak256(0x1901 ‖ separator ‖ struct hash), EIP-712.
Hash typed_digest(const Hash& separator, const Hash& struct_hash) {
  constexpr ByteArray<2> kPrefix = {0x19, 0x01};
  return {crypto::Keccak256().update(kPrefix).update(separator.bytes).update(struct_hash.bytes).finish()};
}

bool fits(const U256& value, unsigned bits) { return value.bit_length() <= bits; }

}  // namespace

namespace permit2612 {

Hash struct_hash(const Permit& permit) {
  static constexpr std::string_view kType =
      "Permit(address owner,address spender,uint256 value,uint256 nonce,uint256 deadline)";
  return {crypto::Keccak256()
              .update(text_hash(kType).bytes)
              .update(permit.owner.word())
              .update(permit.spender.word())
              .update(permit.value.big_endian())
              .update(permit.nonce.big_endian())
              .update(permit.deadline.big_endian())
              .finish()};
}

Hash digest(const Permit& permit, const Hash& domain_separator) {
  return typed_digest(domain_separator, struct_hash(permit));
}

Bytes permit_call(const Permit& permit, const Signature& signature) {
  return CallWriter("permit(address,address,uint256,uint256,uint8,bytes32,bytes32)")
      .word(permit.owner)
      .word(permit.spender)
      .word(permit.value)
      .word(permit.deadline)
      .word(U256(27U + signature.y_parity))
      .word(signature.r)
      .word(signature.s)
      .take();
}

Bytes nonces(const Address& owner) { return CallWriter("nonces(address)").word(owner).take(); }
Bytes domain_separator_call() { return CallWriter("DOMAIN_SEPARATOR()").take(); }

}  // namespace permit2612

namespace permit2 {

Address contract_address() { return *Address::parse("0x000000000022D473030F116dDEE9F6B43aC78BA3"); }

Hash domain_separator(const U256& chain_id, const Address& contract) {
  return {crypto::Keccak256()
              .update(text_hash("EIP712Domain(string name,uint256 chainId,address verifyingContract)").bytes)
              .update(text_hash("Permit2").bytes)
              .update(chain_id.big_endian())
              .update(contract.word())
              .finish()};
}

Result<Hash> struct_hash(const PermitSingle& permit) {
  static constexpr std::string_view kDetails =
      "PermitDetails(address token,uint160 amount,uint48 expiration,uint48 nonce)";
  static constexpr std::string_view kSingle = "PermitSingle(PermitDetails details,address spender,uint256 sigDeadline)";
  if (!fits(permit.amount, 160)) return fail(invalid_field("amount", "Permit2: must be below 2^160"));
  if (!fits(permit.expiration, 48)) return fail(invalid_field("expiration", "Permit2: must be below 2^48"));
  if (!fits(permit.nonce, 48)) return fail(invalid_field("nonce", "Permit2: must be below 2^48"));
  const auto details = crypto::Keccak256()
                           .update(text_hash(kDetails).bytes)
                           .update(permit.token.word())
                           .update(permit.amount.big_endian())
                           .update(U256(permit.expiration).big_endian())
                           .update(U256(permit.nonce).big_endian())
                           .finish();
  return Hash{crypto::Keccak256()
                  .update(text_hash(std::string(kSingle) + std::string(kDetails)).bytes)
                  .update(details)
                  .update(permit.spender.word())
                  .update(permit.sig_deadline.big_endian())
                  .finish()};
}

Result<Hash> digest(const PermitSingle& permit, const U256& chain_id, const Address& contract) {
  COFFER_TRY(const Hash hash, struct_hash(permit));
  return typed_digest(domain_separator(chain_id, contract), hash);
}

Result<Bytes> approve(const Address& token, const Address& spender, const U256& amount, std::uint64_t expiration) {
  if (!fits(amount, 160)) return fail(invalid_field("amount", "Permit2: must be below 2^160"));
  if (!fits(expiration, 48)) return fail(invalid_field("expiration", "Permit2: must be below 2^48"));
  return CallWriter("approve(address,address,uint160,uint48)")
      .word(token)
      .word(spender)
      .word(amount)
      .word(U256(expiration))
      .take();
}

}  // namespace permit2

}  // namespace coffer::evm
