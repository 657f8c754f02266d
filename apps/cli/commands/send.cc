#include <CLI/CLI.hpp>
#include <memory>
#include <ostream>

#include "apps/cli/accounts.h"
#include "apps/cli/commands.h"
#include "apps/cli/review.h"
#include "apps/cli/show.h"
#include "apps/cli/wait.h"
#include "domain/money/decimal.h"

namespace coffer::cli {
namespace {

struct Options {
  std::string amount;
  std::string to;
  std::string from;
  std::string network;
  std::string asset;
  std::string speed = "normal";
  std::string note;
  std::string valid_for;
  std::string key;
  std::string timeout = "10m";
  std::string until = "confirmed";
  bool yes = false;
  bool no_wait = false;
};

Result<Json> request_of(const Api& api, const Options& options, const Review& review) {
  const Result<U256> amount = money::parse_amount(options.amount, review.asset.decimals);
  if (!amount)
    return fail(invalid_field("amount", "the amount must be a number of " + review.asset.symbol + " with at most " +
                                            std::to_string(review.asset.decimals) + " decimal places, such as 0.1"));
  Json request = {{"account_id", review.account.value("id", "")},
                  {"to", options.to},
                  {"amount", amount->decimal()},
                  {"speed", options.speed}};
  if (!options.asset.empty()) request["asset"] = options.asset;
  if (!options.note.empty()) request["note"] = options.note;
  if (!options.valid_for.empty()) {
    const Result<Duration> duration = parse_duration(options.valid_for);
    if (!duration) return fail(invalid_field("valid-for", "--valid-for must be such as 10m or 1h"));
    request["valid_until"] = rfc3339(api.clock().now() + *duration);
  }
  return request;
}

Result<Review> review_of(Api& api, const Options& options) {
  Review review;
  COFFER_TRY(review.account, find_account(api, options.from, options.network));
  const std::string network = review.account.value("network", "");
  COFFER_TRY(review.native, asset_info(api, network, ""));
  COFFER_TRY(review.asset, asset_info(api, network, options.asset));
  COFFER_TRY(review.request, request_of(api, options, review));
  COFFER_TRY(review.estimate, api.post("/v1/transactions:estimate", review.request, Api::As::kUser));
  return review;
}

/// Records the intent. A lost answer says how to ask for the same one again.
Result<Json> record(Context& context, Api& api, const Review& review, const std::string& key) {
  Result<Json> created = api.post_once("/v1/transactions", review.request, key);
  if (!created && created.error().code == ErrorCode::kUnavailable)
    context.terminal.note("It is not known whether the server took it. The same command with --idempotency-key " + key +
                          " sends it once at most.");
  return created;
}

Result<ExitCode> run(Context& context, const Options& options) {
  const Result<Duration> limit = parse_duration(options.timeout);
  if (!limit) return fail(invalid_field("timeout", "--timeout must be such as 30s or 10m"));
  COFFER_TRY(Api * api, context.api());
  COFFER_TRY(const Review review, review_of(*api, options));
  if (!options.yes) {
    show_review(context, review);
    COFFER_TRY(const bool agreed, context.terminal.confirm("Send it?"));
    if (!agreed) {
      context.terminal.note("Nothing was sent.");
      return ExitCode::kDeclined;
    }
  }
  std::string key = options.key;
  if (key.empty()) {
    COFFER_TRY(key, api->fresh_key());
  }
  COFFER_TRY(Json transaction, record(context, *api, review, key));
  const Waiting waiting{.until = options.until, .limit = *limit};
  if (!options.no_wait) {
    COFFER_TRY(transaction, wait_for(context, *api, std::move(transaction), waiting));
  }
  const ExitCode code = options.no_wait ? ExitCode::kDone : outcome(transaction, waiting);
  if (context.print_json(transaction)) return code;
  COFFER_CHECK(show_transaction(context, *api, transaction));
  if (code == ExitCode::kStillUnderWay)
    context.terminal.note("It goes on by itself: coffer watch " + transaction.value("id", ""));
  return code;
}

}  // namespace

void add_send(CLI::App& root, Context& context) {
  auto options = std::make_shared<Options>();
  CLI::App* command = root.add_subcommand("send", "Send coins or tokens: shows effects and fee, asks, and waits");
  command->add_option("amount", options->amount, "How much, in whole units: 0.1")->required();
  command->add_option("to", options->to, "Address of the receiver")->required();
  command->add_option("--from", options->from, "Account: address, id or wallet label (the only one otherwise)");
  command->add_option("--network", options->network, "Network of the account");
  command->add_option("--asset", options->asset, "Contract of a token; the native coin otherwise");
  command->add_option("--speed", options->speed, "slow, normal or fast")
      ->check(CLI::IsMember({"slow", "normal", "fast"}));
  command->add_option("--note", options->note, "A note for yourself");
  command->add_option("--valid-for", options->valid_for, "Give up if it is not mined in this time: 10m");
  command->add_option("--idempotency-key", options->key, "The key of an earlier try; a new one otherwise");
  command->add_flag("--yes,-y", options->yes, "Do not ask");
  command->add_flag("--no-wait", options->no_wait, "Answer when it is recorded");
  command->add_option("--until", options->until, "Wait until mined or confirmed")
      ->check(CLI::IsMember({"mined", "confirmed"}));
  command->add_option("--timeout", options->timeout, "How long to wait (10m)");
  command->callback([&context, options] { context.action = [&context, options] { return run(context, *options); }; });
}

}  // namespace coffer::cli
