#include <cstdlib>

#include "domain/bitcoin/address.h"
#include "domain/bitcoin/interpreter.h"
#include "domain/bitcoin/miniscript.h"
#include "domain/bitcoin/script.h"

namespace {

/// Every signature and lock is good, so that scripts run as far as they can.
class Yes final : public coffer::bitcoin::ScriptChecker {
 public:
  bool signature(coffer::BytesView /*signature*/, coffer::BytesView /*key*/) const override { return true; }
  bool absolute_lock(std::uint32_t /*lock*/) const override { return true; }
  bool relative_lock(std::uint32_t /*lock*/) const override { return true; }
};

}  // namespace

/// Scripts are classified, run and recognised without a fault; a script that has an address is the one that the address
/// stands for, and one that is miniscript compiles to itself.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace coffer::bitcoin;
  const coffer::BytesView script(data, size);
  static_cast<void>(classify(script));
  if (const auto address = address_of_script(script, Network::kMainnet))
    if (script_of_address(*address, Network::kMainnet) != coffer::to_bytes(script)) std::abort();
  for (const auto rules : {ScriptRules::kLegacy, ScriptRules::kWitnessV0, ScriptRules::kTapscript})
    static_cast<void>(run_script(script, {{1}, {}, {1}}, rules, Yes()));
  for (const auto dialect : {miniscript::Dialect::kWitnessV0, miniscript::Dialect::kTapscript})
    if (const auto node = miniscript::decompile(script, dialect))
      if (miniscript::compile(*node) != coffer::to_bytes(script)) std::abort();
  return 0;
}
