#pragma once

#include <string>

#include "base/time.h"
#include "domain/crypto/argon2id.h"

namespace coffer::identity {

using namespace std::chrono_literals;

/// How long things last and how often they may fail.
struct Settings {
  Duration code_lifetime = 10min;
  int max_code_tries = 5;
  int max_open_signups = 5;    // per address; older ones are passed over
  int max_address_tries = 20;  // codes for one address within `address_tries_window`, over all its sign-ups
  Duration address_tries_window = 24h;
  int max_mails = 10;  // to one address within `mail_window`, asked for by signing up
  Duration mail_window = 1h;
  int max_failed_logins = 5;
  Duration lock_duration = 15min;
  Duration access_lifetime = 30min;
  Duration refresh_lifetime = 7 * 24h;
  Duration refresh_grace = 30s;
  Duration session_lifetime = 30 * 24h;  // however often it is renewed
  Duration admin_link_lifetime = 30min;
  Duration token_key_lifetime = 30 * 24h;  // then a new one signs; the old one still verifies
  Duration audit_shown = 365 * 24h;
  /// Guesses that a password must withstand, as a power of two (zxcvbn): a million.
  double min_password_bits = 20;
  crypto::Argon2Cost password_cost = crypto::kArgon2PasswordCost;
  std::string issuer = "coffer";

  bool operator==(const Settings&) const = default;
};

}  // namespace coffer::identity
