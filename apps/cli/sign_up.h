#pragma once

#include <string>
#include <string_view>

#include "apps/cli/api.h"
#include "base/secret.h"

namespace coffer::cli {

/// Somebody new.
struct SignUp {
  std::string email;
  std::string name;
  std::string_view password;
  SecretBytes admin_token;  // none when it has no bytes
};

/// Begins a sign-up; a code is mailed.
Result<void> sign_up(Api& api, const SignUp& person);

/// The newest code for an address in the mailbox of a development server; empty where there is none.
Result<std::string> mailbox_code(Api& api, const std::string& email);

/// Ends a sign-up; answers the tokens.
Result<Json> verify(Api& api, const std::string& email, const std::string& code);

}  // namespace coffer::cli
