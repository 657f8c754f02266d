#include <cstdlib>

#include "domain/bitcoin/descriptor.h"

namespace {

class NoKeys final : public coffer::bitcoin::KeyDeriver {
 public:
  coffer::Result<coffer::crypto::secp256k1::PublicKey> derive(
      std::string_view /*key*/, const std::vector<std::uint32_t>& /*steps*/) const override {
    return coffer::fail(coffer::invalid("no extended keys here"));
  }
};

}  // namespace

/// Descriptors and miniscript are read without a fault; what both ways of making the script give is the same.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace coffer::bitcoin;
  const std::string_view text = coffer::as_text({data, size});
  static_cast<void>(miniscript::parse(text, miniscript::Dialect::kWitnessV0));
  static_cast<void>(miniscript::parse(text, miniscript::Dialect::kTapscript));
  const auto descriptor = Descriptor::parse(text);
  if (!descriptor) return 0;
  const auto script = descriptor->script(0, NoKeys());
  const auto output = descriptor->expand(0, NoKeys());
  if (script.has_value() != output.has_value() || (script && *script != output->script)) std::abort();
  return 0;
}
