#include "domain/evm/eip2612.h"

#include "domain/crypto/keccak.h"
#include "domain/evm/calldata.h"
#include "domain/evm/eip712_digest.h"

namespace coffer::evm::eip2612 {

Hash struct_hash(const Permit& permit) {
  static constexpr std::string_view kType =
      "Permit(address owner,address spender,uint256 value,uint256 nonce,uint256 deadline)";
  return {crypto::Keccak256()
              .update(crypto::keccak256(as_bytes(kType)))
              .update(permit.owner.word())
              .update(permit.spender.word())
              .update(permit.value.big_endian())
              .update(permit.nonce.big_endian())
              .update(permit.deadline.big_endian())
              .finish()};
}

Hash digest(const Permit& permit, const Hash& domain_separator) {
  return eip712_digest(domain_separator, struct_hash(permit));
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

}  // namespace coffer::evm::eip2612
