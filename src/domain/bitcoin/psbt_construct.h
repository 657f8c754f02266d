#pragma once

#include <cstdint>
#include <optional>

#include "domain/bitcoin/descriptor.h"
#include "domain/bitcoin/psbt.h"

/// The roles that come before the signer: creator, constructor and updater (BIP-174, BIP-370, BIP-371). The creator of
/// version 0 is `Psbt::create`.
namespace coffer::bitcoin {

/// The bits of the global field kModifiable.
namespace modifiable {
inline constexpr std::uint8_t kInputs = 0x01;
inline constexpr std::uint8_t kOutputs = 0x02;
inline constexpr std::uint8_t kHasSighashSingle = 0x04;
}  // namespace modifiable
/// 0 when the field is absent.
std::uint8_t modifiable_flags(const PsbtMap& global);

/// Creator of version 2: no inputs and no outputs yet; `flags` say what may be added.
Psbt create_version2(std::uint32_t transaction_version, std::uint32_t fallback_lock_time, std::uint8_t flags);

/// An input that a constructor adds. A required time is at least 500,000,000 (seconds), a required height is below.
struct NewInput {
  OutPoint previous;
  std::uint32_t sequence = kFinalSequence;
  std::optional<std::uint32_t> required_time = {};
  std::optional<std::uint32_t> required_height = {};
};

/// Constructor: adds at the end, so that pairs under SIGHASH_SINGLE stay pairs. Fails unless version 2 says that the
/// list is modifiable, on an output that is spent twice, and where the lock time would become contradictory, or change
/// under signatures.
Result<void> add_input(Psbt& psbt, const NewInput& input);
Result<void> add_output(Psbt& psbt, TxOutput output);

/// The same transaction and fields in the other version. Going to version 0 drops required lock times and what may be
/// modified.
Psbt to_version2(Psbt psbt);
Psbt to_version0(Psbt psbt);

/// Updater: the transaction that made the spent output, and the output itself where it is a segwit output. Fails when
/// it is another transaction.
Result<void> set_spent_transaction(Psbt& psbt, std::size_t input, const Transaction& transaction);
/// Updater: the spent output alone.
void set_witness_utxo(Psbt& psbt, std::size_t input, const TxOutput& output);

/// Updater: the scripts, leaves and key origins that spend an output of a descriptor. Fails when the input spends, or
/// the output is, another script.
Result<void> update_input(Psbt& psbt, std::size_t input, const DescriptorOutput& output);
Result<void> update_output(Psbt& psbt, std::size_t output, const DescriptorOutput& expected);

}  // namespace coffer::bitcoin
