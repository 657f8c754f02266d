#include "domain/crypto/hkdf.h"

#include <algorithm>

#include "domain/crypto/hmac.h"

namespace coffer::crypto {

Result<SecretBytes> hkdf(HashAlgorithm algorithm, BytesView key, BytesView salt, BytesView info, std::size_t length) {
  const std::size_t block_size = digest_size(algorithm);
  if (length == 0 || length > 255 * block_size) return fail(invalid("RFC 5869: length must be 1 to 255 digests"));
  Bytes extracted = hmac(algorithm, salt, {key});
  SecretBytes out(length);
  Bytes block;
  std::size_t written = 0;
  for (std::uint8_t counter = 1; written < length; ++counter) {
    Bytes next = hmac(algorithm, extracted, {block, info, BytesView(&counter, 1)});
    wipe_container(block);
    block = std::move(next);
    const std::size_t taken = std::min(block.size(), length - written);
    std::copy_n(block.begin(), taken, out.expose_mutable().begin() + static_cast<std::ptrdiff_t>(written));
    written += taken;
  }
  wipe_container(block);
  wipe_container(extracted);
  return out;
}

Secret<32> hkdf_sha256(BytesView key, BytesView salt, std::string_view info) {
  ByteArray<32> extracted = hmac_sha256(salt, {key});
  constexpr std::uint8_t kFirst = 1;
  ByteArray<32> block = hmac_sha256(extracted, {as_bytes(info), BytesView(&kFirst, 1)});
  auto out = Secret<32>::copy_of(block);
  wipe(extracted.data(), extracted.size());
  wipe(block.data(), block.size());
  return out;
}

}  // namespace coffer::crypto
