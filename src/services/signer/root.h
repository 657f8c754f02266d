#pragma once

#include <filesystem>

#include "base/entropy.h"
#include "base/secret.h"
#include "domain/crypto/argon2id.h"

namespace coffer::signer {

/// How the root key is made; kept beside the sealed KEKs.
enum class RootKind : std::uint8_t { kPassphrase, kKeyFile };

/// What the operator brings to open the hierarchy. It is never stored.
class RootSecret {
 public:
  /// A passphrase of at least 12 bytes.
  static Result<RootSecret> passphrase(SecretBytes text);
  /// The content of a key file: 32 bytes or more.
  static Result<RootSecret> key_file(SecretBytes content);

  [[nodiscard]] RootKind kind() const { return kind_; }
  [[nodiscard]] RootSecret clone() const { return {kind_, material_.clone()}; }

  /// The root key. A passphrase goes through Argon2id at `cost` (CPU-heavy: worker pool), a key file through HKDF.
  [[nodiscard]] Result<Secret<32>> derive(const ByteArray<16>& salt, const crypto::Argon2Cost& cost) const;

 private:
  RootSecret(RootKind kind, SecretBytes material) : kind_(kind), material_(std::move(material)) {}

  RootKind kind_;
  SecretBytes material_;
};

/// Reads a key file of 32–4096 bytes. Refuses one that its group or others may read.
Result<RootSecret> read_key_file(const std::filesystem::path& path);

/// Writes a new key file of 32 random bytes, readable by its owner alone and on the disk when this returns. Refuses to
/// replace a file.
Result<void> create_key_file(const std::filesystem::path& path, Entropy& entropy);

}  // namespace coffer::signer
