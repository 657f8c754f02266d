#pragma once

#include <string_view>

#include "base/secret.h"

namespace coffer::keys {

/// Unicode's normalisation form KD of a UTF-8 text of at most 4096 bytes: what BIP-39 and keystores hash. Fails on
/// malformed UTF-8. The text may be a secret; no copy is left behind.
Result<SecretBytes> nfkd(std::string_view text);
/// The same for form C, which BIP-38 asks for.
Result<SecretBytes> nfc(std::string_view text);

}  // namespace coffer::keys
