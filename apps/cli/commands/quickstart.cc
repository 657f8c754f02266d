#include <CLI/CLI.hpp>
#include <memory>
#include <ostream>

#include "apps/cli/accounts.h"
#include "apps/cli/commands.h"
#include "apps/cli/show.h"
#include "apps/cli/sign_up.h"
#include "apps/cli/text.h"
#include "apps/cli/wait.h"
#include "base/bytes.h"

namespace coffer::cli {
namespace {

constexpr std::string_view kReceiver = "0x000000000000000000000000000000000000dEaD";
constexpr std::string_view kLabel = "Quickstart";

void step(const Context& context, const std::string& done, const std::string& command) {
  const Terminal& terminal = context.terminal;
  std::string line = terminal.paint_err(Colour::kGreen, "✓ ") + done;
  if (!command.empty()) line += "\n    " + terminal.paint_err(Colour::kFaint, command);
  context.terminal.note(line);
}

/// The first development network, whose faucet pays.
Result<std::string> development_network(Api& api) {
  COFFER_TRY(const Json page, api.get("/v1/networks", Api::As::kNobody));
  for (const Json& network : page.value("networks", Json::array()))
    if (network.value("development", false)) return network.value("id", "");
  return fail(conflict("this server has no development chain; start one with: ./dev up"));
}

/// Signs up somebody with a random address and password, unless somebody is signed in.
Result<void> ensure_session(Context& context, Api& api) {
  if (const Result<Json> user = api.get("/v1/me"); user) {
    step(context, "signed in as " + user->value("email", ""), "coffer whoami");
    return {};
  }
  COFFER_TRY(const std::string name, api.fresh_key());
  SystemEntropy entropy;
  Secret<24> random;
  COFFER_CHECK(entropy.fill(random.expose_mutable()));
  std::string password = base64url(random.expose());
  const std::string email = "quickstart-" + name + "@example.com";
  COFFER_CHECK(
      sign_up(api, {.email = email, .name = "Quickstart", .password = password, .admin_token = SecretBytes(0)}));
  wipe_container(password);
  COFFER_TRY(const std::string code, mailbox_code(api, email));
  COFFER_TRY(const Json tokens, verify(api, email, code));
  COFFER_TRY(const Credentials::Lock lock, context.credentials.lock());
  COFFER_CHECK(api.keep(tokens));
  step(context, "signed up as " + email, "coffer login --sign-up");
  return {};
}

Result<Json> ensure_account(Context& context, Api& api, const std::string& network) {
  COFFER_TRY(const Json accounts, all_accounts(api));
  for (const Json& account : accounts)
    if (account.value("wallet_label", "") == kLabel && account.value("network", "") == network) return account;
  COFFER_TRY(const std::string key, api.fresh_key());
  COFFER_TRY(const Json wallet, api.post_once("/v1/wallets", {{"label", kLabel}, {"networks", {network}}}, key));
  const Json account = wallet.at("accounts").at(0);
  step(context, "a wallet with the account " + account.value("address", ""),
       "coffer wallets create " + std::string(kLabel));
  return account;
}

Result<Json> send(Context& context, Api& api, const Json& account) {
  COFFER_TRY(const std::string key, api.fresh_key());
  COFFER_TRY(Json transaction, api.post_once("/v1/transactions",
                                             {{"account_id", account.value("id", "")},
                                              {"to", kReceiver},
                                              {"amount", "10000000000000000"},
                                              {"note", "Quickstart"}},
                                             key));
  step(context, "recorded as " + transaction.value("id", ""), "coffer send 0.01 " + std::string(kReceiver));
  return wait_for(context, api, std::move(transaction), {.until = "confirmed", .limit = std::chrono::minutes(2)});
}

Result<ExitCode> run(Context& context) {
  COFFER_TRY(Api * api, context.api());
  COFFER_TRY(const std::string network, development_network(*api));
  COFFER_CHECK(ensure_session(context, *api));
  COFFER_TRY(const Json account, ensure_account(context, *api, network));
  COFFER_TRY(
      const Json funded,
      api->post("/dev/faucet",
                {{"address", account.value("address", "")}, {"network", network}, {"amount", "1000000000000000000"}},
                Api::As::kNobody));
  step(context, "the faucet paid; there is " + with_unit(funded.value("balance", ""), 18, "ETH") + " now",
       "coffer balances");
  COFFER_TRY(const Json transaction, send(context, *api, account));
  const std::string id = transaction.value("id", "");
  const ExitCode code = outcome(transaction, {});
  if (code == ExitCode::kDone)
    step(context, "confirmed in block " + transaction.value("block_number", Json()).dump(),
         "coffer transactions " + id);
  COFFER_TRY(const Json explanation, api->get("/v1/transactions/" + id + "/explain"));
  step(context, "and why:", "coffer why " + id);
  if (context.print_json({{"account", account}, {"transaction", transaction}, {"explanation", explanation}}))
    return code;
  show_explanation(context, *api, explanation);
  return code;
}

}  // namespace

void add_quickstart(CLI::App& root, Context& context) {
  CLI::App* command = root.add_subcommand(
      "quickstart", "From nothing to a confirmed transaction and its explanation, on a development server");
  command->callback([&context] { context.action = [&context] { return run(context); }; });
}

}  // namespace coffer::cli
