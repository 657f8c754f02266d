#include "domain/evm/effects.h"

#include <algorithm>

#include "domain/evm/effects_walker.h"

namespace coffer::evm {
namespace {

std::uint32_t selector_number(BytesView data) {
  return std::uint32_t{data[0]} << 24U | std::uint32_t{data[1]} << 16U | std::uint32_t{data[2]} << 8U | data[3];
}

const KnownCall* find_known(BytesView data) {
  if (data.size() < 4) return nullptr;
  const std::uint32_t selector = selector_number(data);
  for (const auto calls : {token_calls(), batch_calls()})
    for (const KnownCall& known : calls)
      if (known.selector == selector) return &known;
  return nullptr;
}

}  // namespace

bool is_unlimited(const U256& amount) {
  constexpr unsigned kBits = 96;  // what the narrowest tokens call unlimited is 2^96-1
  const auto next = amount.plus(1);
  return !next || next->bit_length() > kBits;
}

void EffectsWalker::target(const Address& address) {
  if (std::ranges::find(out_.targets, address) == out_.targets.end()) out_.targets.push_back(address);
}

void EffectsWalker::unknown(const Call& call) {
  UnknownCall unknown{.from = call.from, .target = call.to, .selector = std::nullopt};
  if (call.data.size() >= 4) unknown.selector = {call.data[0], call.data[1], call.data[2], call.data[3]};
  out_.unknown_calls.push_back(unknown);
}

void EffectsWalker::call(const Call& call) {
  target(call.to);
  if (!call.value.is_zero()) out_.native_transfers.push_back({.from = call.from, .to = call.to, .amount = call.value});
  if (call.data.empty()) return;
  const bool within_limits = depth_ < kMaxDepth && calls_ < kMaxCalls;
  const KnownCall* known = within_limits ? find_known(call.data) : nullptr;
  ++calls_;
  ++depth_;
  if (known == nullptr || !known->read(*this, call, CallReader(call.data.subspan(4)))) unknown(call);
  --depth_;
}

void EffectsWalker::delegate_call(const Address& account, const Address& code, BytesView data) {
  out_.delegations.push_back(
      {.kind = Delegation::Kind::kDelegateCall, .account = account, .code = code, .chain_id = 0});
  call({.from = account, .to = code, .value = 0, .data = data});
}

Effects effects_of_call(const Address& from, const Address& to, const U256& value, BytesView data) {
  Effects out;
  EffectsWalker(out).call({.from = from, .to = to, .value = value, .data = data});
  return out;
}

Effects effects_of(const Transaction& transaction, const Address& from) {
  Effects out;
  if (transaction.to) {
    out = effects_of_call(from, *transaction.to, transaction.value, transaction.data);
  } else {
    out.creates_contract = true;
    if (!transaction.value.is_zero())
      out.native_transfers.push_back({.from = from, .to = Address{}, .amount = transaction.value});
  }
  for (const SignedAuthorization& entry : transaction.authorization_list) {
    // An entry whose signature names nobody is skipped by the chain and has no effect.
    const auto authority = entry.authority();
    if (!authority) continue;
    out.delegations.push_back({.kind = Delegation::Kind::kSetCode,
                               .account = *authority,
                               .code = entry.authorization.address,
                               .chain_id = entry.authorization.chain_id});
  }
  return out;
}

}  // namespace coffer::evm
