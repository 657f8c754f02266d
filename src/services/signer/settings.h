#pragma once

#include <array>

#include "platform/config/setting.h"

namespace coffer::signer {

/// What an operator configures of the signer.
inline constexpr std::array kSettings = {
    config::Setting{.key = "signer.key_file",
                    .type = config::Type::kPath,
                    .default_value = "signer.key",
                    .unit = "",
                    .description = "File that opens the key hierarchy where no passphrase is set"},
    config::Setting{.key = "signer.passphrase",
                    .type = config::Type::kText,
                    .default_value = "",
                    .unit = "",
                    .description = "Passphrase that opens the key hierarchy, 12 bytes at least",
                    .secret = true},
    config::Setting{.key = "signer.policy_file",
                    .type = config::Type::kPath,
                    .default_value = "",
                    .unit = "",
                    .description = "Signing policy (JSON); without it the built-in one, which sets no amount limits"},
    config::Setting{.key = "signer.cached_accounts",
                    .type = config::Type::kInteger,
                    .default_value = "1024",
                    .unit = "accounts",
                    .description = "Most derived keys held ready in locked memory",
                    .min = 0,
                    .max = 100'000},
    config::Setting{.key = "signer.cached_for",
                    .type = config::Type::kDuration,
                    .default_value = "5m",
                    .unit = "",
                    .description = "How long a derived key is held after it was opened"},
};

}  // namespace coffer::signer
