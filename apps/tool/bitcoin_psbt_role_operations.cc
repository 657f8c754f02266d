#include <utility>

#include "apps/tool/bip32_deriver.h"
#include "apps/tool/bitcoin_json.h"
#include "apps/tool/input.h"
#include "apps/tool/operations.h"
#include "domain/bitcoin/psbt.h"
#include "domain/bitcoin/psbt_construct.h"

namespace coffer::tool {
namespace {

using bitcoin::Psbt;
using nlohmann::json;

json psbt_result(const Psbt& psbt) { return {{"psbt", base64(psbt.encode())}}; }

/// 0, 2, or `otherwise` where the field is absent.
Result<std::uint64_t> version_of(const Input& input, std::uint64_t otherwise) {
  if (!input.has("version")) return otherwise;
  COFFER_TRY(const std::uint64_t version, input.number("version"));
  if (version != 0 && version != 2) return fail(invalid_field("version", "BIP-370: versions are 0 and 2"));
  return version;
}

Result<Psbt> psbt_of(const Input& input) {
  return input.parsed("psbt", [](std::string_view text) { return psbt_from_text(std::string(text)); });
}

Result<json> run_create(const Toolbox& /*toolbox*/, const Input& input) {
  COFFER_TRY(const Bytes raw, input.bytes("raw"));
  COFFER_TRY(auto transaction, bitcoin::decode_transaction(raw));
  COFFER_TRY(const std::uint64_t version, version_of(input, 0));
  COFFER_TRY(Psbt psbt, Psbt::create(std::move(transaction)));
  return psbt_result(version == 2 ? bitcoin::to_version2(std::move(psbt)) : psbt);
}

Result<json> run_convert(const Toolbox& /*toolbox*/, const Input& input) {
  COFFER_TRY(Psbt psbt, psbt_of(input));
  COFFER_TRY(const std::uint64_t version, version_of(input, 2));
  return psbt_result(version == 2 ? bitcoin::to_version2(std::move(psbt)) : bitcoin::to_version0(std::move(psbt)));
}

Result<std::size_t> position_of(const Input& input, const char* name, std::size_t count) {
  COFFER_TRY(const std::uint64_t position, input.number(name));
  if (position >= count) return fail(invalid_field(name, "there is none of this number"));
  return position;
}

/// The UTXO first, because the descriptor's output is held against it.
Result<void> update_input(const Toolbox& toolbox, const Input& input, Psbt& psbt) {
  COFFER_TRY(const std::size_t position, position_of(input, "input", psbt.inputs.size()));
  if (input.has("previous")) {
    COFFER_TRY(const Bytes raw, input.bytes("previous"));
    COFFER_TRY(const auto previous, bitcoin::decode_transaction(raw));
    COFFER_CHECK(bitcoin::set_spent_transaction(psbt, position, previous));
  }
  if (input.has("utxo")) {
    auto utxo = bitcoin_output_from_json(input.json("utxo"));
    if (!utxo) return fail(std::move(utxo).error().under("utxo"));
    bitcoin::set_witness_utxo(psbt, position, *utxo);
  }
  if (!input.has("descriptor")) return {};
  COFFER_TRY(const auto descriptor, input.parsed("descriptor", bitcoin::Descriptor::parse));
  std::uint64_t index = 0;
  if (input.has("index")) {
    COFFER_TRY(index, input.number("index"));
  }
  if (index >= 0x80000000U) return fail(invalid_field("index", "BIP-32: must be below 2^31"));
  COFFER_TRY(const auto output, descriptor.expand(static_cast<std::uint32_t>(index), Bip32Deriver(toolbox.curve)));
  return bitcoin::update_input(psbt, position, output);
}

Result<json> run_update(const Toolbox& toolbox, const Input& input) {
  COFFER_TRY(Psbt psbt, psbt_of(input));
  COFFER_CHECK(update_input(toolbox, input, psbt));
  return psbt_result(psbt);
}

}  // namespace

std::vector<Operation> bitcoin_psbt_role_operations() {
  const Field psbt{.name = "psbt", .form = Form::kText, .help = "base64 or hex"};
  const Field version{.name = "version", .form = Form::kNumber, .help = "0 or 2", .required = false};
  return {
      {"bitcoin.psbt.create",
       "A PSBT of an unsigned transaction (BIP-174; BIP-370 for version 2)",
       {{"raw"}, version},
       run_create},
      {"bitcoin.psbt.convert", "The same PSBT in the other version", {psbt, version}, run_convert},
      {"bitcoin.psbt.update",
       "Adds to an input what it spends, and scripts and key origins from a descriptor",
       {psbt,
        {"input", Form::kNumber, "which input"},
        {"previous", Form::kBytes, "the transaction that it spends from", false},
        {"utxo", Form::kJson, "{script,amount} that it spends", false},
        {"descriptor", Form::kText, "of the output that it spends", false},
        {"index", Form::kNumber, "in the place of *", false}},
       run_update},
  };
}

}  // namespace coffer::tool
