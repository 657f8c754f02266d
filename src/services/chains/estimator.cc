#include "services/chains/estimator.h"

#include <algorithm>

#include "domain/evm/abi_interface.h"
#include "domain/evm/revert.h"
#include "domain/evm/transaction.h"
#include "services/chains/json.h"

namespace coffer::chains {
namespace {

constexpr std::size_t kRemembered = 50'000;
constexpr auto kCodeTrusted = std::chrono::seconds(30);
/// Bytes of a signature and of a transaction's type that the unsigned form lacks.
constexpr std::size_t kSignatureBytes = 68;

evm::Address gas_price_oracle() {
  evm::Address out;  // 0x420000000000000000000000000000000000000F, OP-stack predeploys
  out.bytes.front() = 0x42;
  out.bytes.back() = 0x0f;
  return out;
}

bool contains(std::string_view text, std::string_view part) { return text.find(part) != std::string_view::npos; }

/// The revert data that nodes put into `data`: hex text, or an object that holds it.
Bytes revert_data_of(const std::string& data) {
  const auto value = parse_json(data.empty() ? "null" : data);
  if (!value) return {};
  if (value->is_object()) return bytes_of(member(*value, "data")).value_or(Bytes());
  return bytes_of(*value).value_or(Bytes());
}

}  // namespace

EstimateFacts read_refusal(const RpcError& error) {
  EstimateFacts out;
  if (contains(error.message, "nsufficient funds") || contains(error.message, "InsufficientFunds") ||
      contains(error.message, "nsufficient balance for transfer") ||
      contains(error.message, "gas required exceeds allowance")) {
    out.insufficient_funds = true;
    return out;
  }
  out.reverts = true;
  out.revert_data = revert_data_of(error.data);
  if (!out.revert_data.empty()) {
    out.revert_reason = evm::decode_revert(out.revert_data).text;
  } else {
    const auto colon = error.message.find("reverted: ");
    out.revert_reason =
        colon == std::string::npos ? "it reverts without a reason" : error.message.substr(colon + 10, 200);
  }
  return out;
}

Estimator::Estimator(const NetworkSettings& settings, NodePool& pool, HeadFollower& heads, const Clock& clock)
    : settings_(settings), pool_(pool), heads_(heads), clock_(clock) {}

awaitable<Result<bool>> Estimator::is_plain_account(evm::Address address) {
  {
    const std::lock_guard lock(mutex_);
    const auto found = plain_until_.find(address);
    if (found != plain_until_.end() && found->second > clock_.now()) co_return true;
  }
  CO_TRY(const std::string text, co_await pool_.ask_one(get_code(address, block_tag("latest"))));
  CO_TRY(const Bytes code, read_bytes(text));
  if (!code.empty()) co_return false;
  const std::lock_guard lock(mutex_);
  if (plain_until_.size() >= kRemembered) plain_until_.clear();
  plain_until_[address] = clock_.now() + kCodeTrusted;
  co_return true;
}

awaitable<Result<EstimateFacts>> Estimator::estimate(CallObject call) {
  EstimateFacts out;
  // A plain transfer costs the same always; asking for each would be most of what nodes are asked.
  if (settings_.transfer_gas != 0 && call.to && call.data.empty()) {
    CO_TRY(const bool plain, co_await is_plain_account(*call.to));
    if (plain) out.gas = settings_.transfer_gas;
  }
  if (out.gas == 0) {
    std::vector<RpcCall> calls{estimate_gas(call)};
    CO_TRY(const std::vector<RpcReply> replies, co_await pool_.ask(std::move(calls)));
    if (!replies.front()) co_return read_refusal(replies.front().error());
    CO_TRY(out.gas, read_number(*replies.front()));
  }
  if (settings_.rollup == Rollup::kOpStack) {
    CO_TRY(out.l1_data_fee, co_await l1_fee(std::move(call), out.gas));
  }
  co_return out;
}

awaitable<Result<U256>> Estimator::l1_fee(CallObject call, std::uint64_t gas) {
  evm::Transaction transaction;
  transaction.chain_id = settings_.chain_id;
  transaction.gas_limit = gas;
  transaction.max_fee_per_gas = U256(1'000'000'000);
  transaction.max_priority_fee_per_gas = U256(1'000'000'000);
  transaction.to = call.to;
  transaction.value = call.value;
  transaction.data = std::move(call.data);
  Bytes raw = evm::encode_unsigned(transaction);
  raw.insert(raw.end(), kSignatureBytes, 0xff);
  CO_TRY(const evm::abi::Item item, evm::abi::parse_signature("getL1Fee(bytes)"));
  CO_TRY(Bytes data, evm::abi::encode_call(item, nlohmann::json::array({hex0x(raw)})));
  CO_TRY(const std::string text, co_await pool_.ask_one(eth_call(
                                     {std::nullopt, gas_price_oracle(), {}, std::move(data)}, block_tag("latest"))));
  CO_TRY(const Bytes word, read_bytes(text));
  const auto fee = U256::from_big_endian(word);
  if (!fee) co_return fail(unavailable("the L1 fee oracle answers in another form"));
  co_return scaled_up(*fee, 110, 100);
}

}  // namespace coffer::chains
