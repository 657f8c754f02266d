#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "base/result.h"
#include "base/secret.h"
#include "platform/http/server.h"
#include "platform/sql/sqlite.h"
#include "platform/telemetry/log.h"
#include "services/gateway/settings.h"
#include "services/identity/settings.h"
#include "services/signer/vault.h"
#include "services/streams/streams.h"
#include "services/transactions/transactions.h"

namespace coffer::app {

enum class Profile { kDevelopment, kProduction };

/// A relay for mail; in development, and without one, mail stays in the mailbox.
struct MailSettings {
  std::string url;  // smtp://host:port or smtps://…
  std::string username;
  SecretBytes password{0};
  std::string from = "coffer@localhost";
};

/// What `coffer serve` was told: the values of docs/configuration.md.
struct ServeOptions {
  Profile profile = Profile::kDevelopment;
  std::filesystem::path data = "data";
  telemetry::Level log_level = telemetry::Level::kInfo;
  Duration shutdown_limit = std::chrono::seconds{10};

  /// The services that run in this process; all of them when empty.
  std::vector<std::string> services;
  /// Where services of other processes ask, `HOST:PORT`; nowhere when empty.
  std::string remote_listen;
  /// Where services of other processes are, `NAME=HOST:PORT`.
  std::vector<std::string> remote_peers;
  /// What `coffer pki issue` gave this process; `pki` in the data directory when empty.
  std::filesystem::path remote_pki;
  [[nodiscard]] std::filesystem::path pki_folder() const { return remote_pki.empty() ? data / "pki" : remote_pki; }
  /// PostgreSQL connection strings of the main database and of the signer's; SQLite files in the data
  /// directory when empty.
  SecretBytes postgres_url{0};
  SecretBytes signer_postgres_url{0};

  http::ServerSettings server;
  /// The built web app; none when empty.
  std::filesystem::path web;
  std::filesystem::path tls_certificate;
  std::filesystem::path tls_key;

  /// Of the main database; `path` is set by the data directory.
  sql::SqliteOptions sqlite;
  /// `[[network]]` tables; none when empty.
  std::filesystem::path networks;
  /// Development chains, `ethereum=http://127.0.0.1:8545`.
  std::vector<std::string> devnets;
  MailSettings mail;

  /// Opens the keys; a key file in the data directory when empty.
  SecretBytes passphrase{0};
  /// JSON with the signer's policy; the built-in one when empty.
  std::filesystem::path policy;
  signer::Vault::Limits key_cache;
  gateway::Settings gateway;
  identity::Settings identity;
  transactions::Settings transactions;
  streams::Settings streams;
};

}  // namespace coffer::app
