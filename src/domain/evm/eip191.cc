#include "domain/evm/eip191.h"

#include <string>

#include "domain/crypto/keccak.h"

namespace coffer::evm {

Hash personal_message_hash(BytesView message) {
  const std::string prefix =
      "\x19"
      "Ethereum Signed Message:\n" +
      std::to_string(message.size());
  return {crypto::Keccak256().update(as_bytes(prefix)).update(message).finish()};
}

Hash validator_data_hash(const Address& validator, BytesView data) {
  constexpr ByteArray<2> kVersion = {0x19, 0x00};
  return {crypto::Keccak256().update(kVersion).update(validator.bytes).update(data).finish()};
}

}  // namespace coffer::evm
