#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "domain/evm/calldata.h"
#include "domain/evm/effects.h"

namespace coffer::evm {

/// One call that is being read.
struct Call {
  Address from;
  Address to;
  U256 value;
  BytesView data;
};

/// Collects the effects of a call and of the calls that are packed into it.
class EffectsWalker {
 public:
  static constexpr std::size_t kMaxDepth = 4;
  static constexpr std::size_t kMaxCalls = 64;

  explicit EffectsWalker(Effects& out) : out_(out) {}

  /// Reads one call. Called again by the readers of packed calls.
  void call(const Call& call);
  /// DELEGATECALL by `account`: reported, and its data is read as if the account called the code.
  void delegate_call(const Address& account, const Address& code, BytesView data);

  void target(const Address& address);
  Effects& out() { return out_; }

 private:
  void unknown(const Call& call);

  Effects& out_;
  std::size_t depth_ = 0;
  std::size_t calls_ = 0;
};

/// A function whose meaning is known. `read` reports its effects, or answers false and reports
/// nothing when the arguments cannot be read.
struct KnownCall {
  std::uint32_t selector;      // big-endian number of the four bytes
  std::string_view signature;  // what the selector is the hash of
  bool (*read)(EffectsWalker& walker, const Call& call, const CallReader& args);
};

/// Token functions (effects_tokens.cc) and functions that carry calls (effects_batches.cc).
std::span<const KnownCall> token_calls();
std::span<const KnownCall> batch_calls();

/// Whether an allowance is as good as endless.
bool is_unlimited(const U256& amount);

}  // namespace coffer::evm
