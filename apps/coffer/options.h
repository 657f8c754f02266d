#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "base/result.h"
#include "base/secret.h"

namespace coffer::app {

enum class Profile { kDevelopment, kProduction };

/// A relay for mail; in development, and without one, mail stays in the mailbox.
struct MailSettings {
  std::string url;  // smtp://host:port or smtps://…
  std::string username;
  SecretBytes password{0};
  std::string from = "coffer@localhost";
};

/// What `coffer serve` was told.
struct ServeOptions {
  Profile profile = Profile::kDevelopment;
  std::filesystem::path data = "data";
  std::string address = "127.0.0.1";
  std::uint16_t port = 3000;
  /// The built web app; none when empty.
  std::filesystem::path web;
  /// `[[network]]` tables; none when empty.
  std::filesystem::path networks;
  /// Development chains, `ethereum=http://127.0.0.1:8545`.
  std::vector<std::string> devnets;
  /// Holds the passphrase that opens the keys; a key file in the data directory when empty.
  std::filesystem::path passphrase_file;
  MailSettings mail;
  std::string tls_certificate;
  std::string tls_key;
};

}  // namespace coffer::app
