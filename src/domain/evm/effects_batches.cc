#include <array>

#include "domain/evm/effects_walker.h"

namespace coffer::evm {
namespace {

/// multicall(bytes[]): the contract calls itself in the caller's name.
bool read_self_calls(EffectsWalker& walker, const Call& call, const CallReader& args, std::size_t index) {
  const auto calls = args.array(index);
  if (!calls) return false;
  std::vector<BytesView> parts;
  for (std::size_t i = 0; i < calls->length; ++i) {
    const auto data = calls->items.bytes(i);
    if (!data) return false;
    parts.push_back(*data);
  }
  for (const BytesView data : parts) walker.call({.from = call.from, .to = call.to, .value = 0, .data = data});
  return true;
}

bool read_multicall(EffectsWalker& walker, const Call& call, const CallReader& args) {
  return read_self_calls(walker, call, args, 0);
}

bool read_multicall_with_deadline(EffectsWalker& walker, const Call& call, const CallReader& args) {
  return read_self_calls(walker, call, args, 1);
}

/// An array of tuples that each hold a target, a value (where `value_word` is given) and data.
struct TupleLayout {
  std::size_t array;
  std::optional<std::size_t> value_word;
  std::size_t data_word;
};

bool read_tuples(EffectsWalker& walker, const Call& call, const CallReader& args, const TupleLayout& layout) {
  const auto tuples = args.array(layout.array);
  if (!tuples) return false;
  std::vector<Call> calls;
  for (std::size_t i = 0; i < tuples->length; ++i) {
    const auto tuple = tuples->items.tuple(i);
    const auto target = tuple ? tuple->address(0) : std::nullopt;
    const auto data = tuple ? tuple->bytes(layout.data_word) : std::nullopt;
    const auto value = tuple && layout.value_word ? tuple->number(*layout.value_word) : std::optional(U256());
    if (!target || !data || !value) return false;
    calls.push_back({.from = call.to, .to = *target, .value = *value, .data = *data});
  }
  for (const Call& inner : calls) walker.call(inner);
  return true;
}

bool read_aggregate(EffectsWalker& walker, const Call& call, const CallReader& args) {
  return read_tuples(walker, call, args, {.array = 0, .value_word = std::nullopt, .data_word = 1});
}
bool read_try_aggregate(EffectsWalker& walker, const Call& call, const CallReader& args) {
  return read_tuples(walker, call, args, {.array = 1, .value_word = std::nullopt, .data_word = 1});
}
bool read_aggregate3(EffectsWalker& walker, const Call& call, const CallReader& args) {
  return read_tuples(walker, call, args, {.array = 0, .value_word = std::nullopt, .data_word = 2});
}
bool read_aggregate3_value(EffectsWalker& walker, const Call& call, const CallReader& args) {
  return read_tuples(walker, call, args, {.array = 0, .value_word = 2, .data_word = 3});
}
bool read_execute_tuples(EffectsWalker& walker, const Call& call, const CallReader& args) {
  return read_tuples(walker, call, args, {.array = 0, .value_word = 1, .data_word = 2});
}

/// execute(address target,uint256 value,bytes data) of a smart account
bool read_execute(EffectsWalker& walker, const Call& call, const CallReader& args) {
  const auto target = args.address(0);
  const auto value = args.number(1);
  const auto data = args.bytes(2);
  if (!target || !value || !data) return false;
  walker.call({.from = call.to, .to = *target, .value = *value, .data = *data});
  return true;
}

/// Parallel arrays of targets, values (where there is such an array) and data.
bool read_parallel(EffectsWalker& walker, const Call& call, const CallReader& args, bool with_values) {
  const auto targets = args.array(0);
  const auto values = with_values ? args.array(1) : std::nullopt;
  const auto data = args.array(with_values ? 2 : 1);
  if (!targets || !data || targets->length != data->length) return false;
  // SimpleAccount takes an empty array of values for all zeros.
  const bool zeros = !with_values || (values && values->length == 0);
  if (!zeros && (!values || values->length != targets->length)) return false;
  std::vector<Call> calls;
  for (std::size_t i = 0; i < targets->length; ++i) {
    const auto target = targets->items.address(i);
    const auto bytes = data->items.bytes(i);
    if (!target || !bytes) return false;
    calls.push_back(
        {.from = call.to, .to = *target, .value = zeros ? U256() : *values->items.number(i), .data = *bytes});
  }
  for (const Call& inner : calls) walker.call(inner);
  return true;
}

bool read_execute_batch(EffectsWalker& walker, const Call& call, const CallReader& args) {
  return read_parallel(walker, call, args, true);
}
bool read_execute_batch_without_values(EffectsWalker& walker, const Call& call, const CallReader& args) {
  return read_parallel(walker, call, args, false);
}

/// execTransaction(address to,uint256 value,bytes data,uint8 operation,…) of a Safe; operation 1 is DELEGATECALL.
bool read_safe_execution(EffectsWalker& walker, const Call& call, const CallReader& args) {
  const auto target = args.address(0);
  const auto value = args.number(1);
  const auto data = args.bytes(2);
  const auto operation = args.boolean(3);
  if (!target || !value || !data || !operation) return false;
  if (*operation) {
    walker.delegate_call(call.to, *target, *data);
  } else {
    walker.call({.from = call.to, .to = *target, .value = *value, .data = *data});
  }
  return true;
}

/// multiSend(bytes) of Safe: operation (1), target (20), value (32), length (32), data, packed one after the other.
bool read_multi_send(EffectsWalker& walker, const Call& call, const CallReader& args) {
  constexpr std::size_t kHead = 85;
  auto packed = args.bytes(0);
  if (!packed) return false;
  std::vector<std::pair<bool, Call>> calls;
  while (!packed->empty()) {
    if (packed->size() < kHead || (*packed)[0] > 1) return false;
    const auto length = U256::from_big_endian(packed->subspan(53, 32))->to_u64();
    if (!length || *length > packed->size() - kHead) return false;
    calls.emplace_back((*packed)[0] == 1, Call{.from = call.from,
                                               .to = *Address::from(packed->subspan(1, 20)),
                                               .value = *U256::from_big_endian(packed->subspan(21, 32)),
                                               .data = packed->subspan(kHead, *length)});
    packed = packed->subspan(kHead + *length);
  }
  for (const auto& [delegate, inner] : calls) {
    if (delegate) {
      walker.delegate_call(inner.from, inner.to, inner.data);
    } else {
      walker.call(inner);
    }
  }
  return true;
}

constexpr std::array kCalls = {
    KnownCall{0xac9650d8, "multicall(bytes[])", read_multicall},
    KnownCall{0x5ae401dc, "multicall(uint256,bytes[])", read_multicall_with_deadline},
    KnownCall{0x252dba42, "aggregate((address,bytes)[])", read_aggregate},
    KnownCall{0xbce38bd7, "tryAggregate(bool,(address,bytes)[])", read_try_aggregate},
    KnownCall{0x82ad56cb, "aggregate3((address,bool,bytes)[])", read_aggregate3},
    KnownCall{0x174dea71, "aggregate3Value((address,bool,uint256,bytes)[])", read_aggregate3_value},
    KnownCall{0xb61d27f6, "execute(address,uint256,bytes)", read_execute},
    KnownCall{0x34fcd5be, "executeBatch((address,uint256,bytes)[])", read_execute_tuples},
    KnownCall{0x47e1da2a, "executeBatch(address[],uint256[],bytes[])", read_execute_batch},
    KnownCall{0x18dfb3c7, "executeBatch(address[],bytes[])", read_execute_batch_without_values},
    KnownCall{0x6a761202, "execTransaction(address,uint256,bytes,uint8,uint256,uint256,uint256,address,address,bytes)",
              read_safe_execution},
    KnownCall{0x8d80ff0a, "multiSend(bytes)", read_multi_send},
};

}  // namespace

std::span<const KnownCall> batch_calls() { return kCalls; }

}  // namespace coffer::evm
