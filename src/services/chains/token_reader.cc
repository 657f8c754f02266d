#include "services/chains/token_reader.h"

#include <algorithm>
#include <set>

#include "domain/evm/erc20.h"
#include "services/chains/json.h"

namespace coffer::chains {
namespace {

constexpr std::size_t kKept = 10'000;
constexpr auto kKeptFor = std::chrono::minutes(10);
constexpr std::uint64_t kWidestRange = 10'000;
constexpr int kRequests = 50;

/// supportsInterface(bytes4) of ERC-165.
Bytes supports_interface(std::uint32_t id) {
  Bytes out{0x01, 0xff, 0xc9, 0xa7};
  for (int shift = 24; shift >= 0; shift -= 8) out.push_back(static_cast<std::uint8_t>(id >> shift & 0xffU));
  out.resize(4 + 32, 0);
  return out;
}

/// The bytes that a call returned; empty when it reverted.
Bytes returned(const RpcReply& reply) { return reply ? read_bytes(*reply).value_or(Bytes()) : Bytes(); }

bool is_true(const Bytes& word) {
  return word.size() == 32 && word.back() == 1 &&
         std::all_of(word.begin(), word.end() - 1, [](auto b) { return b == 0; });
}

RpcCall call_of(const evm::Address& contract, Bytes data) {
  return eth_call({std::nullopt, contract, {}, std::move(data)}, block_tag("latest"));
}

}  // namespace

TokenReader::TokenReader(NodePool& pool, const Clock& clock) : pool_(pool), clock_(clock) {}

awaitable<Result<TokenFacts>> TokenReader::read(evm::Address contract) {
  {
    const std::lock_guard lock(mutex_);
    const auto found = kept_.find(contract);
    if (found != kept_.end() && found->second.until > clock_.now()) co_return found->second.facts;
  }
  std::vector<RpcCall> calls{call_of(contract, evm::erc20::name()),
                             call_of(contract, evm::erc20::symbol()),
                             call_of(contract, evm::erc20::decimals()),
                             call_of(contract, evm::erc20::total_supply()),
                             call_of(contract, evm::erc20::balance_of(contract)),
                             call_of(contract, supports_interface(0x80ac58cd)),   // ERC-721
                             call_of(contract, supports_interface(0xd9b67a26))};  // ERC-1155
  CO_TRY(const std::vector<RpcReply> replies, co_await pool_.ask(std::move(calls)));
  TokenFacts facts;
  facts.name = evm::erc20::read_text(returned(replies[0])).value_or("");
  facts.symbol = evm::erc20::read_text(returned(replies[1])).value_or("");
  const auto decimals = evm::erc20::read_decimals(returned(replies[2]));
  if (const auto supply = evm::erc20::read_amount(returned(replies[3]))) facts.total_supply = *supply;
  if (is_true(returned(replies[5]))) {
    facts.standard = "erc721";
  } else if (is_true(returned(replies[6]))) {
    facts.standard = "erc1155";
  } else if (facts.total_supply && evm::erc20::read_amount(returned(replies[4]))) {
    facts.standard = "erc20";
    facts.decimals = decimals.value_or(0);
  } else {
    co_return fail(not_found("token"));
  }
  const std::lock_guard lock(mutex_);
  if (kept_.size() >= kKept) kept_.clear();
  kept_[contract] = {facts, clock_.now() + kKeptFor};
  co_return facts;
}

namespace {

RpcCall get_logs(std::uint64_t from, std::uint64_t to, const std::vector<evm::Address>& owners) {
  std::string receivers = "[";
  for (const evm::Address& owner : owners) {
    if (receivers.size() > 1) receivers += ',';
    receivers += '"' + hex0x(owner.word()) + '"';
  }
  receivers += ']';
  return {"eth_getLogs", R"([{"fromBlock":)" + block_tag(from) + R"(,"toBlock":)" + block_tag(to) + R"(,"topics":[")" +
                             evm::erc20::transfer_topic().text() + R"(",null,)" + receivers + "]}]"};
}

Result<void> add_tokens(const std::string& text, std::set<FoundToken>& out) {
  COFFER_TRY(const nlohmann::json logs, parse_json(text));
  for (const nlohmann::json& log : logs) {
    const nlohmann::json& topics = member(log, "topics");
    // ERC-721 has the same topic with a fourth, the token's number.
    if (topics.size() != 3) continue;
    COFFER_TRY(const Bytes contract_bytes, bytes_of(member(log, "address")));
    COFFER_TRY(const Bytes receiver, bytes_of(topics[2]));
    const auto contract = evm::Address::from(contract_bytes);
    if (receiver.size() != 32 || !contract) return fail(unavailable("a node's log has an unexpected form"));
    COFFER_TRY(const evm::Address owner, evm::Address::from(BytesView(receiver).subspan(12)));
    out.insert({owner, *contract});
  }
  return {};
}

}  // namespace

awaitable<Result<FoundTokens>> find_tokens(NodePool& pool, HeadFollower& heads, std::vector<evm::Address> owners,
                                           std::uint64_t from_block) {
  CO_TRY(const HeadFollower::View view, co_await heads.current());
  std::set<FoundToken> found;
  std::uint64_t next = from_block;
  std::uint64_t width = kWidestRange;
  for (int request = 0; request < kRequests && next <= view.head.number; ++request) {
    const std::uint64_t to = std::min(view.head.number, next + width - 1);
    std::vector<RpcCall> calls{get_logs(next, to, owners)};
    const auto replies = co_await pool.ask(std::move(calls));
    if (!replies || !replies->front()) {
      if (width == 1) co_return fail(unavailable("no node gives the logs of block " + std::to_string(next)));
      width = std::max<std::uint64_t>(width / 2, 1);
      continue;
    }
    CO_CHECK(add_tokens(*replies->front(), found));
    next = to + 1;
  }
  co_return FoundTokens{{found.begin(), found.end()}, next == 0 ? 0 : next - 1};
}

}  // namespace coffer::chains
