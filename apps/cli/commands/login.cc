#include <CLI/CLI.hpp>
#include <memory>
#include <ostream>

#include "apps/cli/commands.h"
#include "apps/cli/sign_up.h"
#include "platform/config/read_file.h"
#include "platform/json/writer.h"

namespace coffer::cli {
namespace {

struct Options {
  std::string email;
  std::string password_file;
  std::string admin_token_file;
  std::string name;
  bool sign_up = false;
  bool verify = false;
};

Result<std::string> email_of(Context& context, const Options& options) {
  if (!options.email.empty()) return options.email;
  if (const std::string given = context.variable("COFFER_EMAIL"); !given.empty()) return given;
  return context.terminal.read_line("E-mail: ");
}

Result<SecretBytes> secret_file(const std::string& file) {
  COFFER_TRY(std::string content, config::read_file(file, 4096));
  while (content.ends_with('\n') || content.ends_with('\r')) content.pop_back();
  SecretBytes secret = SecretBytes::copy_of(content);
  wipe_container(content);
  return secret;
}

Result<SecretBytes> password_of(Context& context, const Options& options) {
  if (!options.password_file.empty()) return secret_file(options.password_file);
  if (const std::string given = context.variable("COFFER_PASSWORD"); !given.empty()) return SecretBytes::copy_of(given);
  COFFER_TRY(SecretBytes password, context.terminal.read_secret("Password: "));
  if (!options.sign_up || !context.terminal.is_interactive()) return password;
  COFFER_TRY(const SecretBytes again, context.terminal.read_secret("The same again: "));
  if (!equal_constant_time(password.expose(), again.expose()))
    return fail(invalid_field("password", "the two passwords differ"));
  return password;
}

/// The tokens of somebody new.
Result<Json> join(Context& context, Api& api, const Options& options, const std::string& email) {
  if (!options.verify) {
    COFFER_TRY(const SecretBytes password, password_of(context, options));
    SignUp person{
        .email = email, .name = options.name, .password = password.expose_text(), .admin_token = SecretBytes(0)};
    if (!options.admin_token_file.empty()) {
      COFFER_TRY(person.admin_token, secret_file(options.admin_token_file));
    }
    COFFER_CHECK(sign_up(api, person));
  }
  std::string code;
  if (const Result<std::string> mailed = mailbox_code(api, email); mailed && !mailed->empty()) {
    context.terminal.note("The code lay in the mailbox of this development server.");
    code = *mailed;
  } else {
    context.terminal.note("A code was mailed to " + email + ". Without it at hand: coffer login --verify --email " +
                          email);
    COFFER_TRY(code, context.terminal.read_line("Code: "));
  }
  return verify(api, email, code);
}

Result<Json> log_in(Context& context, Api& api, const Options& options, const std::string& email) {
  COFFER_TRY(const SecretBytes password, password_of(context, options));
  std::string body;
  {
    json::ObjectWriter object(body);
    object.key("email");
    json::append_text(body, email);
    object.key("password");
    json::append_text(body, password.expose_text());
  }
  Result<Json> tokens = api.post_secret("/v1/auth/login", std::move(body), Api::As::kNobody);
  if (!tokens && tokens.error().code == ErrorCode::kAuthentication && !tokens.error().details.contains("reason"))
    tokens.error().message += "; new here? coffer login --sign-up";
  return tokens;
}

Result<ExitCode> run(Context& context, const Options& options) {
  COFFER_TRY(Api * api, context.api());
  COFFER_TRY(const std::string email, email_of(context, options));
  const bool is_new = options.sign_up || options.verify;
  COFFER_TRY(const Json tokens, is_new ? join(context, *api, options, email) : log_in(context, *api, options, email));
  {
    COFFER_TRY(const Credentials::Lock lock, context.credentials.lock());
    COFFER_CHECK(api->keep(tokens));
  }
  const Json user = tokens.value("user", Json::object());
  if (context.print_json({{"url", api->url()}, {"user", user}})) return ExitCode::kDone;
  context.terminal.out() << "Signed in to " << api->url() << " as " << user.value("email", "") << '\n';
  return ExitCode::kDone;
}

}  // namespace

void add_login(CLI::App& root, Context& context) {
  auto options = std::make_shared<Options>();
  CLI::App* command = root.add_subcommand("login", "Sign in, or sign up with --sign-up");
  command->add_option("--email", options->email, "E-mail address (or COFFER_EMAIL; asked for otherwise)");
  command->add_option("--password-file", options->password_file,
                      "File with the password (or COFFER_PASSWORD; asked for, or read from standard input, otherwise)");
  command->add_flag("--sign-up", options->sign_up, "Make a new account and verify its address");
  command->add_option("--name", options->name, "Name of the new account");
  command->add_option("--admin-token-file", options->admin_token_file,
                      "File with the token of the first administrator (data/admin-link)");
  command->add_flag("--verify", options->verify, "Only enter the code that was mailed");
  command->callback([&context, options] { context.action = [&context, options] { return run(context, *options); }; });
}

}  // namespace coffer::cli
