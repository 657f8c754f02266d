#pragma once

#include <functional>
#include <map>
#include <string>

#include "platform/telemetry/log.h"
#include "services/chains/eth.h"
#include "services/chains/json.h"
#include "services/chains/node.h"

namespace coffer::chains::testing {

/// A log that nobody reads.
class Silent final : public telemetry::LogSink {
 public:
  void write(std::string_view /*line*/) override {}
};

/// A chain of block headers that tests build, and branch.
class ModelChain {
 public:
  explicit ModelChain(std::uint64_t chain_id, std::uint8_t genesis = 1) : chain_id_(chain_id) {
    blocks_.push_back(make(0, genesis));
  }
  void mine(std::size_t count = 1, std::uint8_t branch = 1) {
    for (std::size_t i = 0; i < count; ++i) blocks_.push_back(make(blocks_.size(), branch));
  }
  /// Takes the newest blocks away.
  void drop(std::size_t count) { blocks_.resize(blocks_.size() - count); }

  [[nodiscard]] std::uint64_t chain_id() const { return chain_id_; }
  [[nodiscard]] std::uint64_t head() const { return blocks_.size() - 1; }
  [[nodiscard]] const BlockHeader& at(std::uint64_t number) const { return blocks_.at(number); }

  /// What a node of this chain answers about blocks; `null` for what it does not have.
  [[nodiscard]] std::string block_json(const std::string& tag_or_hash) const {
    if (tag_or_hash == "latest") return json_of(blocks_.back());
    if (tag_or_hash == "finalized") return "null";
    for (const BlockHeader& block : blocks_) {
      if (tag_or_hash == block.hash.text() || tag_or_hash == U256(block.number).quantity()) return json_of(block);
    }
    return "null";
  }

 private:
  BlockHeader make(std::uint64_t number, std::uint8_t branch) const {
    BlockHeader out;
    out.number = number;
    out.hash.bytes[0] = branch;
    out.hash.bytes[30] = static_cast<std::uint8_t>(number >> 8U);
    out.hash.bytes[31] = static_cast<std::uint8_t>(number);
    if (!blocks_.empty()) out.parent_hash = blocks_.back().hash;
    return out;
  }
  static std::string json_of(const BlockHeader& block) {
    return R"({"number":)" + json_quantity(block.number) + R"(,"hash":")" + block.hash.text() + R"(","parentHash":")" +
           block.parent_hash.text() + R"(","timestamp":"0x1","baseFeePerGas":"0x7"})";
  }

  std::uint64_t chain_id_;
  std::vector<BlockHeader> blocks_;
};

/// A node that answers about a ModelChain, and about everything else what the test says. It can be
/// away, and it counts what it was asked.
class ScriptedNode final : public Node {
 public:
  using Answer = std::function<RpcReply(const nlohmann::json& params)>;

  ScriptedNode(std::string name, ModelChain chain) : chain(std::move(chain)), name_(std::move(name)) {}

  [[nodiscard]] const std::string& name() const override { return name_; }

  awaitable<Result<std::vector<RpcReply>>> call(std::vector<RpcCall> calls, Duration /*timeout*/) override {
    ++requests;
    if (away) co_return fail(unavailable("the node " + name_ + " does not answer"));
    std::vector<RpcReply> out;
    for (const RpcCall& one : calls) out.push_back(answer(one));
    co_return out;
  }

  ModelChain chain;
  bool away = false;
  int requests = 0;
  std::map<std::string, Answer> answers;

 private:
  RpcReply answer(const RpcCall& call) {
    const nlohmann::json params = nlohmann::json::parse(call.params);
    if (const auto scripted = answers.find(call.method); scripted != answers.end()) return scripted->second(params);
    if (call.method == "eth_chainId") return json_quantity(chain.chain_id());
    if (call.method == "eth_blockNumber") return json_quantity(chain.head());
    if (call.method.starts_with("eth_getBlockBy")) return chain.block_json(params.at(0).get<std::string>());
    return std::unexpected(RpcError{.code = -32601, .message = "the method does not exist", .data = ""});
  }

  std::string name_;
};

}  // namespace coffer::chains::testing
