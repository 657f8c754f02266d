#include <cstdint>
#include <cstdlib>

#include "domain/keys/bip32.h"
#include "domain/keys/bip39.h"
#include "domain/keys/slip39_share.h"
#include "domain/keys/wif.h"

namespace coffer::keys {
namespace {

void require(bool held) {
  if (!held) std::abort();
}

/// Texts that people write by hand have several forms: what is printed is read again as the same.
void read_words(std::string_view text) {
  if (const auto mnemonic = decode_mnemonic(text, std::nullopt)) {
    const auto printed = encode_mnemonic(mnemonic->entropy.expose(), mnemonic->language).value();
    const auto again = decode_mnemonic(printed.expose_text(), mnemonic->language);
    require(again && equal_constant_time(again->entropy.expose(), mnemonic->entropy.expose()));
  }
  if (const auto share = parse_slip39_share(text)) {
    const auto printed = print_slip39_share(*share);
    const auto again = parse_slip39_share(printed.expose_text());
    require(again && print_slip39_share(*again).expose_text() == printed.expose_text());
  }
  if (const auto path = DerivationPath::parse(text)) require(DerivationPath::parse(path->text()) == path);
}

/// Texts with a checksum have one form.
void read_keys(std::string_view text) {
  if (const auto key = ExtendedPrivateKey::parse(text)) require(key->text().expose_text() == text);
  if (const auto key = ExtendedPublicKey::parse(text)) require(key->text() == text);
  if (const auto wif = parse_wif(text)) require(print_wif(*wif).expose_text() == text);
}

}  // namespace
}  // namespace coffer::keys

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text = coffer::as_text({data, size});
  coffer::keys::read_words(text);
  coffer::keys::read_keys(text);
  return 0;
}
