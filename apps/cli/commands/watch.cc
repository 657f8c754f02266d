#include <CLI/CLI.hpp>
#include <memory>
#include <mutex>
#include <ostream>
#include <thread>

#include "apps/cli/commands.h"
#include "apps/cli/show.h"
#include "apps/cli/text.h"
#include "apps/cli/wait.h"
#include "platform/async/run_blocking.h"
#include "platform/http/uri.h"

namespace coffer::cli {
namespace {

using namespace std::chrono_literals;

struct Options {
  std::string id;
  std::string cursor;
  std::vector<std::string> topics;
};

std::string joined(const std::vector<std::string>& items) {
  std::string out;
  for (const std::string& item : items) out += (out.empty() ? "" : ",") + item;
  return out;
}

std::string shown(const Json& event) {
  const Json data = event.value("data", Json::object());
  std::string line = event.value("time", "") + "  " + event.value("type", "");
  for (const char* member : {"id", "status", "network", "amount", "number", "hash"})
    if (data.contains(member))
      line += "  " + (data[member].is_string() ? data[member].get<std::string>() : data[member].dump());
  return line;
}

/// Events as they come, over a connection that is made again from the cursor when it is lost.
class Follower {
 public:
  Follower(Context& context, Api& api, const Options& options)
      : context_(context), api_(api), topics_(joined(options.topics)), cursor_(options.cursor) {
    context_.interrupts.on_interrupt([this] {
      const std::scoped_lock lock(mutex_);
      context_.terminal.out().flush();
      if (!cursor_.empty()) context_.terminal.note("Go on from here: coffer watch --cursor " + cursor_);
    });
  }

  Result<ExitCode> run() {
    for (;;) {
      COFFER_TRY(std::unique_ptr<http::WebSocket> socket, open());
      if (!context_.json) context_.terminal.note("connected to " + api_.url());
      while (Result<std::string> message = async::run_blocking(api_.executor(), socket->receive())) show(*message);
      context_.terminal.note("the connection was lost; connecting again");
      std::this_thread::sleep_for(1s);
    }
  }

 private:
  Result<std::unique_ptr<http::WebSocket>> open() {
    COFFER_TRY(const std::string token, api_.access_token());
    http::Client::WebSocketRequest request;
    request.url = "ws" + api_.url().substr(4) + "/v1/stream" + query({{"topics", topics_}, {"cursor", cursor_}});
    request.headers.add("Authorization", "Bearer " + token);
    return async::run_blocking(api_.executor(), api_.client().open_websocket(std::move(request)));
  }

  void show(const std::string& message) {
    const Json event = Json::parse(message, nullptr, false);
    if (!event.is_object() || !event.contains("type")) return;
    const std::scoped_lock lock(mutex_);
    cursor_ = event.value("cursor", cursor_);
    context_.terminal.out() << (context_.json ? message : shown(event)) << std::endl;
  }

  Context& context_;
  Api& api_;
  std::string topics_;
  std::mutex mutex_;  // the interrupt reads the cursor
  std::string cursor_;
};

Result<ExitCode> run(Context& context, const Options& options) {
  COFFER_TRY(Api * api, context.api());
  if (options.id.empty()) return Follower(context, *api, options).run();
  COFFER_TRY(Json transaction, api->get("/v1/transactions/" + http::percent_encode(options.id)));
  const Waiting waiting{.until = "confirmed", .limit = 24h};
  COFFER_TRY(transaction, wait_for(context, *api, std::move(transaction), waiting));
  if (!context.print_json(transaction)) COFFER_CHECK(show_transaction(context, *api, transaction));
  return outcome(transaction, waiting);
}

}  // namespace

void add_watch(CLI::App& root, Context& context) {
  auto options = std::make_shared<Options>();
  CLI::App* command = root.add_subcommand("watch", "Follow one transaction to its end, or everything that happens");
  command->add_option("id", options->id, "Id or hash of a transaction");
  command->add_option("--topic", options->topics, "transactions, balances or heads; may be repeated (all)")
      ->check(CLI::IsMember({"transactions", "balances", "heads"}));
  command->add_option("--cursor", options->cursor, "Go on from here");
  command->callback([&context, options] { context.action = [&context, options] { return run(context, *options); }; });
}

}  // namespace coffer::cli
