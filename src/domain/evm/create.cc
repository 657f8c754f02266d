#include "domain/evm/create.h"

#include "domain/crypto/keccak.h"
#include "domain/evm/rlp.h"

namespace coffer::evm {
namespace {

Address last_twenty(const crypto::Hash256& hash) { return *Address::from(BytesView(hash).subspan(12)); }

}  // namespace

Address create_address(const Address& from, std::uint64_t nonce) {
  Bytes payload;
  rlp::append_bytes(payload, from.bytes);
  rlp::append_integer(payload, nonce);
  return last_twenty(crypto::keccak256(rlp::list_of(payload)));
}

Address create2_address(const Address& from, const Hash& salt, const Hash& init_code_hash) {
  constexpr ByteArray<1> kPrefix = {0xff};
  return last_twenty(
      crypto::Keccak256().update(kPrefix).update(from.bytes).update(salt.bytes).update(init_code_hash.bytes).finish());
}

}  // namespace coffer::evm
