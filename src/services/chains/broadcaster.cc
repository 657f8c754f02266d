#include "services/chains/broadcaster.h"

namespace coffer::chains {
namespace {

constexpr std::size_t kWords = 200;

std::string cut(std::string_view message) {
  std::string out(message.substr(0, kWords));
  while (!is_utf8(out)) out.pop_back();
  return out;
}

}  // namespace

awaitable<std::vector<BroadcastFacts>> broadcast(const NetworkSettings& settings, NodePool& pool,
                                                 std::vector<Bytes> raw) {
  std::vector<BroadcastFacts> out(raw.size());
  std::vector<RpcCall> calls;
  for (const Bytes& bytes : raw) calls.push_back(send_raw(bytes));
  const auto answers = co_await pool.ask_each(std::move(calls), settings.broadcast_fan_out);
  if (!answers) {
    for (BroadcastFacts& facts : out) facts.said.push_back({"", v1::VERDICT_UNKNOWN, answers.error().message});
    co_return out;
  }
  for (std::size_t i = 0; i < raw.size(); ++i) {
    std::vector<v1::Verdict> verdicts;
    for (const NodePool::Answer& answer : *answers) {
      BroadcastFacts::Said said{answer.node, v1::VERDICT_UNKNOWN, ""};
      if (!answer.replies) {
        said.message = answer.replies.error().message;
      } else {
        const RpcReply& reply = answer.replies->at(i);
        said.verdict = classify(reply);
        if (!reply) said.message = cut(reply.error().message);
      }
      verdicts.push_back(said.verdict);
      out[i].said.push_back(std::move(said));
    }
    out[i].verdict = best_of(verdicts);
  }
  co_return out;
}

}  // namespace coffer::chains
