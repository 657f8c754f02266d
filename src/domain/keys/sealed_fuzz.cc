#include <cstdint>
#include <nlohmann/json.hpp>

#include "domain/keys/bip38.h"
#include "domain/keys/keystore.h"

namespace {

/// A keystore may ask for more work than a fuzzer has time; the bounds themselves are for the unit tests.
bool is_cheap(std::string_view text) {
  const auto json = nlohmann::json::parse(text, nullptr, false);
  for (const char* crypto : {"crypto", "Crypto"}) {
    if (!json.is_object() || !json.contains(crypto) || !json[crypto].is_object()) continue;
    const auto params = json[crypto].find("kdfparams");
    if (params == json[crypto].end() || !params->is_object()) continue;
    for (const char* cost : {"n", "r", "p", "c", "dklen"})
      if (params->contains(cost) && (*params)[cost].is_number() && (*params)[cost] > 1024) return false;
  }
  return true;
}

}  // namespace

/// Sealed keys are read without a fault, whatever the text.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace coffer;
  const std::string_view text = as_text({data, size});
  static const crypto::secp256k1::Context curve{Secret<32>{}};
  static_cast<void>(keys::bip38_decrypt(curve, text, "TestingOneTwoThree"));
  if (is_cheap(text)) static_cast<void>(keys::keystore_decrypt(text, "testpassword"));
  return 0;
}
