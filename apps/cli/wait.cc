#include "apps/cli/wait.h"

#include <array>
#include <ostream>
#include <thread>

#include "apps/cli/text.h"

namespace coffer::cli {
namespace {

using namespace std::chrono_literals;

constexpr auto kLook = 400ms;
/// After this long without a change the server is asked why.
constexpr Duration kAskWhy = 10s;
constexpr std::array<std::string_view, 4> kSpinner = {"|", "/", "-", "\\"};

bool reached(const std::string& status, const Waiting& waiting) {
  return has_ended(status) || (waiting.until == "mined" && status == "mined");
}

std::string line_of(const Json& transaction) {
  std::string line = transaction.value("status", "");
  if (transaction.contains("nonce")) line += " · nonce " + transaction["nonce"].dump();
  if (const std::string hash = transaction.value("hash", ""); !hash.empty()) line += " · " + shortened(hash);
  if (transaction.contains("block_number")) line += " · block " + transaction["block_number"].dump();
  return line;
}

std::string reason(Api& api, const std::string& id) {
  const Result<Json> explained = api.get("/v1/transactions/" + id + "/explain");
  return explained ? " · " + explained->value("reason", "") : std::string();
}

}  // namespace

bool has_ended(const std::string& status) {
  for (const std::string_view end : {"confirmed", "failed", "replaced", "cancelled", "expired", "rejected"})
    if (status == end) return true;
  return false;
}

Result<Json> wait_for(Context& context, Api& api, Json transaction, const Waiting& waiting) {
  Terminal& terminal = context.terminal;
  const std::string id = transaction.value("id", "");
  context.interrupts.on_interrupt([&terminal, id] {
    terminal.note("The transaction goes on by itself.\n  see it again   coffer watch " + id +
                  "\n  ask why        coffer why " + id + "\n  call it off    coffer cancel " + id);
  });
  const Time start = api.clock().now();
  Time changed = start;
  std::string shown;
  std::string why;
  for (std::size_t turn = 0; !reached(transaction.value("status", ""), waiting); ++turn) {
    const Time now = api.clock().now();
    if (now - start > waiting.limit) break;
    const std::string line = line_of(transaction);
    if (line != shown) {
      if (!terminal.is_interactive() && !context.json) terminal.note(line);
      shown = line;
      changed = now;
      why.clear();
    }
    if (now - changed > kAskWhy && turn % 16 == 0) why = reason(api, id);
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(now - start).count();
    terminal.progress(std::string(kSpinner[turn % kSpinner.size()]) + " " + line + " · " + std::to_string(seconds) +
                      " s" + why);
    std::this_thread::sleep_for(kLook);
    Result<Json> next = api.get("/v1/transactions/" + id);
    if (next) {
      transaction = *std::move(next);
    } else if (next.error().code != ErrorCode::kUnavailable && next.error().code != ErrorCode::kRateLimited) {
      terminal.end_progress();
      return fail(std::move(next).error());
    } else {
      why = " · " + next.error().message;
    }
  }
  terminal.end_progress();
  context.interrupts.on_interrupt({});
  return transaction;
}

ExitCode outcome(const Json& transaction, const Waiting& waiting) {
  const std::string status = transaction.value("status", "");
  if (status == "confirmed") return ExitCode::kDone;
  if (!reached(status, waiting)) return ExitCode::kStillUnderWay;
  return has_ended(status) ? ExitCode::kEndedOtherwise : ExitCode::kDone;
}

}  // namespace coffer::cli
