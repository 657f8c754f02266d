#pragma once

#include <filesystem>

#include "apps/coffer/options.h"
#include "base/entropy.h"
#include "base/secret.h"
#include "services/signer/policy.h"
#include "services/signer/root.h"

namespace coffer::app {

/// What opens the signer's keys: the passphrase of the options, else `keys/root.key` in the data
/// directory, which is made at the first start.
Result<signer::RootSecret> root_secret(const ServeOptions& options, Entropy& entropy);

/// What may be signed: the file of the options, else the built-in policy.
Result<signer::Policy> policy_of(const ServeOptions& options);

/// What a file holds that its owner alone may read.
Result<SecretBytes> read_secret_file(const std::filesystem::path& file);

/// 32 bytes from a file that its owner alone may read; made when it is missing.
Result<Secret<32>> load_or_create_key(const std::filesystem::path& file, Entropy& entropy);

/// Writes a text that its owner alone may read, in place of what was there.
Result<void> write_private_file(const std::filesystem::path& file, std::string_view text);

}  // namespace coffer::app
