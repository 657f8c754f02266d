#include "services/chains/account_reader.h"

#include "domain/evm/erc20.h"
#include "services/chains/json.h"
#include "services/chains/quorum.h"

namespace coffer::chains {
namespace {

constexpr std::size_t kBatch = 200;

struct Word {
  std::uint64_t latest = 0;
  std::uint64_t pending = 0;
  std::uint64_t final = 0;
  U256 balance;
};

Result<Word> read_word(const std::vector<RpcReply>& replies) {
  Word out;
  COFFER_TRY(const std::string latest, expect_result(replies.at(0)));
  COFFER_TRY(out.latest, read_number(latest));
  COFFER_TRY(const std::string pending, expect_result(replies.at(1)));
  COFFER_TRY(out.pending, read_number(pending));
  COFFER_TRY(const std::string balance, expect_result(replies.at(2)));
  COFFER_TRY(out.balance, read_quantity(balance));
  COFFER_TRY(const std::string final, expect_result(replies.at(3)));
  COFFER_TRY(out.final, read_number(final));
  return out;
}

/// What one kind of balance call answered; the native coin is a quantity, a token a word of the ABI.
U256 amount_of(const RpcReply& reply, bool native) {
  if (!reply) return {};
  if (native) return read_quantity(*reply).value_or(U256());
  const auto bytes = read_bytes(*reply);
  if (!bytes) return {};
  return evm::erc20::read_amount(*bytes).value_or(U256());
}

}  // namespace

awaitable<Result<AccountFacts>> read_account(const NetworkSettings& settings, NodePool& pool, HeadFollower& heads,
                                             evm::Address address) {
  CO_TRY(const HeadFollower::View view, co_await heads.current());
  std::vector<RpcCall> calls{get_nonce(address, block_tag("latest")), get_nonce(address, block_tag("pending")),
                             get_balance(address, block_tag("latest")),
                             get_nonce(address, block_tag(view.final_block))};
  CO_TRY(auto answers, co_await pool.ask_each(std::move(calls), settings.quorum));
  std::vector<std::uint64_t> latest;
  std::vector<std::uint64_t> pending;
  std::vector<std::uint64_t> final;
  std::vector<U256> balance;
  Error last = unavailable("no trusted node of " + settings.id + " answers");
  for (const NodePool::Answer& answer : answers) {
    const auto word = answer.replies ? read_word(*answer.replies) : std::unexpected(answer.replies.error());
    if (!word) {
      last = word.error();
      continue;
    }
    latest.push_back(word->latest);
    pending.push_back(word->pending);
    final.push_back(word->final);
    balance.push_back(word->balance);
  }
  if (latest.empty()) co_return fail(std::move(last));
  if (!is_enough(latest.size(), settings.quorum, settings.endpoints.size())) {
    co_return fail(unavailable("too few nodes of " + settings.id + " answer to believe them"));
  }
  co_return AccountFacts{agreed(latest), agreed(pending), least(final), agreed(balance), view.head};
}

awaitable<Result<std::vector<TokenBalance>>> read_balances(const NetworkSettings& settings, NodePool& pool,
                                                           std::vector<evm::Address> owners,
                                                           std::vector<evm::Address> contracts) {
  std::vector<TokenBalance> out;
  std::vector<RpcCall> calls;
  for (const evm::Address& owner : owners) {
    out.push_back({owner, std::nullopt, {}});
    calls.push_back(get_balance(owner, block_tag("latest")));
    for (const evm::Address& contract : contracts) {
      out.push_back({owner, contract, {}});
      calls.push_back(eth_call({std::nullopt, contract, {}, evm::erc20::balance_of(owner)}, block_tag("latest")));
    }
  }
  for (std::size_t begin = 0; begin < calls.size(); begin += kBatch) {
    const std::size_t end = std::min(begin + kBatch, calls.size());
    std::vector<RpcCall> batch(calls.begin() + static_cast<std::ptrdiff_t>(begin),
                               calls.begin() + static_cast<std::ptrdiff_t>(end));
    CO_TRY(const auto answers, co_await pool.ask_each(std::move(batch), settings.quorum));
    for (std::size_t i = begin; i < end; ++i) {
      std::vector<U256> words;
      for (const NodePool::Answer& answer : answers) {
        if (answer.replies) words.push_back(amount_of(answer.replies->at(i - begin), !out[i].contract));
      }
      if (words.empty()) co_return fail(unavailable("no trusted node of " + settings.id + " answers"));
      out[i].amount = agreed(words);
    }
  }
  co_return out;
}

}  // namespace coffer::chains
