#include "services/chains/node_pool.h"

#include <algorithm>
#include <tuple>

#include "services/chains/gather.h"
#include "services/chains/json.h"

namespace coffer::chains {
namespace {

constexpr auto kLongestRest = std::chrono::seconds(15);

}  // namespace

bool is_usable(const NodeHealth& health, Time now) {
  // A rest that lasts longer than any began before the clock was set back.
  const bool rests = health.resting_until && *health.resting_until > now && *health.resting_until <= now + kLongestRest;
  return health.excluded.empty() && !rests;
}

bool comes_before(const EndpointSettings& a, const NodeHealth& ha, const EndpointSettings& b, const NodeHealth& hb) {
  const auto rank = [](const EndpointSettings& endpoint, const NodeHealth& health) {
    return std::tuple(!endpoint.own, health.errors_in_row, -static_cast<std::int64_t>(endpoint.weight), health.latency);
  };
  return rank(a, ha) < rank(b, hb);
}

NodePool::NodePool(const NetworkSettings& settings, std::vector<std::unique_ptr<Node>> nodes, const Clock& clock)
    : settings_(settings), clock_(clock) {
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    members_.push_back(
        std::make_unique<Member>(Member{i, settings_.endpoints.at(i), std::move(nodes[i]), NodeHealth{}}));
  }
}

std::vector<NodePool::Member*> NodePool::in_order(std::size_t count) {
  const std::lock_guard lock(mutex_);
  const Time now = clock_.now();
  std::vector<Member*> out;
  for (const auto& member : members_) {
    if (is_usable(member->health, now)) out.push_back(member.get());
  }
  // With nobody left, those that only rest after errors are better than nobody.
  if (out.empty()) {
    for (const auto& member : members_) {
      if (member->health.excluded.empty()) out.push_back(member.get());
    }
  }
  std::ranges::sort(out, [](const Member* a, const Member* b) {
    if (comes_before(a->settings, a->health, b->settings, b->health)) return true;
    return !comes_before(b->settings, b->health, a->settings, a->health) && a->index < b->index;
  });
  if (out.size() > count) out.resize(count);
  return out;
}

void NodePool::note(Member& member, bool answered, Duration took) {
  const std::lock_guard lock(mutex_);
  NodeHealth& health = member.health;
  if (answered) {
    health.errors_in_row = 0;
    health.resting_until.reset();
    health.latency = health.latency.count() == 0 ? took : (health.latency * 7 + took) / 8;
    return;
  }
  health.errors_in_row = std::min(health.errors_in_row + 1, 10U);
  const auto rest =
      std::min(Duration(std::chrono::milliseconds(100) * (1 << health.errors_in_row)), Duration(kLongestRest));
  health.resting_until = clock_.now() + rest;
}

void NodePool::exclude(Member& member, std::string why) {
  const std::lock_guard lock(mutex_);
  member.health.excluded = std::move(why);
}

awaitable<Result<std::vector<RpcReply>>> NodePool::ask_member(Member* member, std::vector<RpcCall> calls) {
  bool verified = false;
  {
    const std::lock_guard lock(mutex_);
    verified = member->health.verified;
  }
  if (!verified) CO_CHECK(co_await verify(member));
  const Time began = clock_.now();
  auto replies = co_await member->node->call(std::move(calls), settings_.call_timeout);
  note(*member, replies.has_value(), clock_.now() - began);
  co_return replies;
}

awaitable<Result<void>> NodePool::verify(Member* member) {
  std::vector<RpcCall> calls{{"eth_chainId", "[]"}, get_block(block_tag(std::uint64_t{0}))};
  const Time began = clock_.now();
  auto replies = co_await member->node->call(std::move(calls), settings_.call_timeout);
  note(*member, replies.has_value(), clock_.now() - began);
  if (!replies) co_return fail(std::move(replies).error());
  CO_TRY(const std::string chain_text, expect_result(replies->at(0)));
  CO_TRY(const std::uint64_t chain_id, read_number(chain_text));
  CO_TRY(const std::string block_text, expect_result(replies->at(1)));
  CO_TRY(const auto genesis, read_block(block_text));
  if (chain_id != settings_.chain_id) {
    exclude(*member, "it serves chain " + std::to_string(chain_id));
    co_return fail(unavailable("the node " + member->settings.name + " serves another chain"));
  }
  const std::lock_guard lock(mutex_);
  if (genesis && genesis_ && genesis->hash != *genesis_) {
    member->health.excluded = "its genesis block is another";
    co_return fail(unavailable("the node " + member->settings.name + " serves another chain"));
  }
  // The first verified node says what the genesis is; nodes pruned below it cannot be held to it.
  if (genesis && !genesis_) genesis_ = genesis->hash;
  member->health.verified = true;
  co_return Result<void>();
}

awaitable<Result<std::vector<RpcReply>>> NodePool::ask(std::vector<RpcCall> calls) {
  Error last = unavailable("no trusted node of " + settings_.id + " answers");
  for (Member* member : in_order(members_.size())) {
    auto replies = co_await ask_member(member, calls);
    if (replies) co_return replies;
    last = std::move(replies).error();
  }
  co_return fail(std::move(last));
}

awaitable<Result<std::string>> NodePool::ask_one(RpcCall call) {
  std::vector<RpcCall> calls;
  calls.push_back(std::move(call));
  CO_TRY(std::vector<RpcReply> replies, co_await ask(std::move(calls)));
  co_return expect_result(std::move(replies.front()));
}

awaitable<Result<std::vector<NodePool::Answer>>> NodePool::ask_each(std::vector<RpcCall> calls, std::size_t count) {
  const std::vector<Member*> members = in_order(count);
  if (members.empty()) co_return fail(unavailable("no trusted node of " + settings_.id + " answers"));
  std::vector<awaitable<Result<std::vector<RpcReply>>>> tasks;
  for (Member* member : members) tasks.push_back(ask_member(member, calls));
  auto results = co_await gather(std::move(tasks));
  std::vector<Answer> out;
  for (std::size_t i = 0; i < members.size(); ++i) {
    out.push_back({members[i]->settings.name, std::move(results[i])});
  }
  co_return out;
}

awaitable<Result<void>> NodePool::check_member(Member* member, std::uint64_t best_head,
                                               std::optional<BlockHeader> final) {
  std::vector<RpcCall> calls{{"eth_chainId", "[]"}, {"eth_blockNumber", "[]"}};
  if (final) calls.push_back(get_block(block_tag(final->number)));
  const Time began = clock_.now();
  auto replies = co_await member->node->call(std::move(calls), settings_.call_timeout);
  note(*member, replies.has_value(), clock_.now() - began);
  if (!replies) co_return fail(std::move(replies).error());
  CO_TRY(const std::string chain_text, expect_result(replies->at(0)));
  CO_TRY(const std::uint64_t chain_id, read_number(chain_text));
  CO_TRY(const std::string head_text, expect_result(replies->at(1)));
  CO_TRY(const std::uint64_t head, read_number(head_text));
  std::string why;
  if (chain_id != settings_.chain_id) {
    why = "it serves chain " + std::to_string(chain_id);
  } else if (head + settings_.max_lag_blocks < best_head) {
    why = "it lags " + std::to_string(best_head - head) + " blocks behind";
  } else if (final) {
    CO_TRY(const std::string block_text, expect_result(replies->at(2)));
    CO_TRY(const auto block, read_block(block_text));
    if (block && block->hash != final->hash) why = "it contradicts final block " + std::to_string(final->number);
  }
  const std::lock_guard lock(mutex_);
  member->health.head = head;
  member->health.excluded = std::move(why);
  // What was put out has to show its genesis again before it is believed.
  if (!member->health.excluded.empty()) member->health.verified = false;
  co_return Result<void>();
}

awaitable<void> NodePool::check(std::uint64_t best_head, std::optional<BlockHeader> final) {
  std::vector<awaitable<Result<void>>> tasks;
  for (const auto& member : members_) tasks.push_back(check_member(member.get(), best_head, final));
  co_await gather(std::move(tasks));
}

NodePool::Report NodePool::report() const {
  const std::lock_guard lock(mutex_);
  Report out;
  out.total = members_.size();
  for (const auto& member : members_) {
    if (is_usable(member->health, clock_.now()) && member->health.errors_in_row == 0) ++out.usable;
    out.nodes.emplace(member->settings.name, member->health);
  }
  return out;
}

}  // namespace coffer::chains
