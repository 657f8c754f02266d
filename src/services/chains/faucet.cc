#include "services/chains/faucet.h"

#include "services/chains/json.h"

namespace coffer::chains {
namespace {

constexpr std::size_t kWaiting = 1000;
constexpr int kLooks = 600;
constexpr auto kBetweenLooks = std::chrono::milliseconds(50);
/// What the giving account keeps for fees.
const U256 kFees(100'000'000'000'000'000ULL);

}  // namespace

Faucet::Faucet(NodePool& pool, HeadFollower& heads, async::Sleeper& sleeper)
    : pool_(pool), heads_(heads), sleeper_(sleeper), one_at_a_time_(1, kWaiting) {}

awaitable<Result<std::string>> Faucet::richest(const U256& amount) {
  CO_TRY(const std::string text, co_await pool_.ask_one({"eth_accounts", "[]"}));
  CO_TRY(const nlohmann::json accounts, parse_json(text));
  std::vector<RpcCall> calls;
  std::vector<std::string> names;
  for (const nlohmann::json& account : accounts) {
    CO_TRY(std::string name, text_of(account));
    calls.push_back({"eth_getBalance", json_array({json_text(name), R"("pending")"})});
    names.push_back(std::move(name));
  }
  if (names.empty()) co_return fail(unavailable("the development chain has no account that could give"));
  CO_TRY(const std::vector<RpcReply> replies, co_await pool_.ask(std::move(calls)));
  std::size_t best = 0;
  U256 best_balance;
  for (std::size_t i = 0; i < names.size(); ++i) {
    CO_TRY(const std::string balance_text, expect_result(replies[i]));
    CO_TRY(const U256 balance, read_quantity(balance_text));
    if (balance > best_balance) {
      best = i;
      best_balance = balance;
    }
  }
  const U256 needed = saturating_add(amount, kFees);
  if (best_balance < needed) {
    // Its own accounts are poorer than what is asked for: the node makes the difference.
    CO_CHECK(co_await pool_.ask_one(
        {"anvil_setBalance", json_array({json_text(names[best]), '"' + needed.quantity() + '"'})}));
  }
  co_return names[best];
}

awaitable<Result<std::string>> Faucet::send(evm::Address to, U256 amount) {
  CO_TRY(const auto permit, co_await one_at_a_time_.acquire());
  CO_TRY(const std::string from, co_await richest(amount));
  const std::string call =
      R"({"from":)" + json_text(from) + R"(,"to":")" + hex0x(to.bytes) + R"(","value":")" + amount.quantity() + R"("})";
  std::vector<RpcCall> calls{{"eth_sendTransaction", json_array({call})}};
  CO_TRY(const std::vector<RpcReply> replies, co_await pool_.ask(std::move(calls)));
  if (!replies.front()) co_return fail(conflict("the development chain refuses the transfer"));
  CO_TRY(const nlohmann::json hash, parse_json(*replies.front()));
  co_return text_of(hash);
}

awaitable<Result<U256>> Faucet::give(evm::Address to, U256 amount) {
  CO_TRY(const std::string hash, co_await send(to, amount));
  heads_.nudge();
  for (int look = 0; look < kLooks; ++look) {
    CO_TRY(const std::string text,
           co_await pool_.ask_one({"eth_getTransactionReceipt", json_array({json_text(hash)})}));
    CO_TRY(const auto receipt, read_receipt(text));
    if (receipt) {
      if (!receipt->succeeded) co_return fail(conflict("the address does not accept the transfer"));
      CO_TRY(const std::string balance, co_await pool_.ask_one(get_balance(to, block_tag("latest"))));
      co_return read_quantity(balance);
    }
    CO_CHECK(co_await sleeper_.sleep_for(kBetweenLooks));
  }
  co_return fail(unavailable("the development chain makes no block"));
}

}  // namespace coffer::chains
