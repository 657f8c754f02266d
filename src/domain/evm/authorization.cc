#include "domain/crypto/keccak.h"
#include "domain/evm/rlp.h"
#include "domain/evm/transaction.h"

namespace coffer::evm {

Hash Authorization::signing_hash() const {
  constexpr ByteArray<1> kMagic = {0x05};  // EIP-7702
  Bytes payload;
  rlp::append_integer(payload, chain_id);
  rlp::append_bytes(payload, address.bytes);
  rlp::append_integer(payload, nonce);
  return {crypto::Keccak256().update(kMagic).update(rlp::list_of(payload)).finish()};
}

Result<Address> SignedAuthorization::authority() const {
  return recover_signer(authorization.signing_hash(), signature);
}

}  // namespace coffer::evm
