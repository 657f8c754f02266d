#include "services/signer/envelope.h"

#include "domain/crypto/aead.h"

namespace coffer::signer {
namespace {

constexpr auto kAlgorithm = crypto::AeadAlgorithm::kXChaCha20Poly1305;
constexpr std::size_t kNonceSize = 24;

// Each field behind its length: no two bindings have the same bytes.
Bytes associated_data(const Binding& binding) {
  Bytes out = to_bytes("coffer.signer.v1");
  for (const std::string* field : {&binding.purpose, &binding.key_id, &binding.owner, &binding.kind}) {
    const std::size_t size = field->size();
    append(out, Bytes{static_cast<std::uint8_t>(size >> 8), static_cast<std::uint8_t>(size)});
    append(out, as_bytes(*field));
  }
  return out;
}

}  // namespace

Result<Bytes> seal(const Secret<32>& key, const Binding& binding, BytesView plaintext, Entropy& entropy) {
  Bytes out(kNonceSize);
  COFFER_CHECK(entropy.fill(out));
  COFFER_TRY(const Bytes sealed, crypto::aead_seal(kAlgorithm, key.expose(), out, associated_data(binding), plaintext));
  append(out, sealed);
  return out;
}

Result<SecretBytes> open(const Secret<32>& key, const Binding& binding, BytesView sealed) {
  const auto refused = [&] {
    return fail(internal("signer: the seal of " + binding.purpose + " " + binding.key_id + " does not open"));
  };
  if (sealed.size() < kNonceSize) return refused();
  auto plaintext = crypto::aead_open(kAlgorithm, key.expose(), sealed.first(kNonceSize), associated_data(binding),
                                     sealed.subspan(kNonceSize));
  if (!plaintext) return refused();
  return plaintext;
}

}  // namespace coffer::signer
