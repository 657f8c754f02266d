#include <utility>

#include "apps/tool/bitcoin_json.h"
#include "apps/tool/input.h"
#include "apps/tool/operations.h"
#include "domain/bitcoin/coin_selection.h"
#include "domain/bitcoin/psbt.h"
#include "domain/money/decimal.h"

namespace coffer::tool {
namespace {

using bitcoin::Psbt;
using nlohmann::json;

Result<Psbt> psbt_of(const Input& input) {
  return input.parsed("psbt", [](std::string_view text) { return psbt_from_text(std::string(text)); });
}

json psbt_result(const Psbt& psbt) { return {{"psbt", base64(psbt.encode())}}; }

Result<json> run_decode(const Toolbox& /*toolbox*/, const Input& input) {
  COFFER_TRY(const Psbt psbt, psbt_of(input));
  return psbt_json(psbt);
}

Result<json> run_combine(const Toolbox& /*toolbox*/, const Input& input) {
  const json& list = input.json("psbts");
  if (!list.is_array()) return fail(invalid_field("psbts", "must be an array"));
  std::vector<Psbt> psbts;
  for (std::size_t i = 0; i < list.size(); ++i) {
    const std::string name = "psbts[" + std::to_string(i) + "]";
    if (!list[i].is_string()) return fail(invalid_field(name, "must be a text"));
    auto psbt = psbt_from_text(list[i].get<std::string>());
    if (!psbt) return fail(std::move(psbt).error().under(name));
    psbts.push_back(*std::move(psbt));
  }
  COFFER_TRY(const Psbt combined, bitcoin::combine(psbts));
  return psbt_result(combined);
}

Result<json> run_sign(const Toolbox& toolbox, const Input& input) {
  COFFER_TRY(Psbt psbt, psbt_of(input));
  COFFER_TRY(const auto key, input.secret32("private_key"));
  COFFER_TRY(const std::size_t count, bitcoin::sign(psbt, toolbox.curve, key, {}));
  json out = psbt_result(psbt);
  out["signed"] = count;
  return out;
}

Result<json> run_finalize(const Toolbox& /*toolbox*/, const Input& input) {
  COFFER_TRY(Psbt psbt, psbt_of(input));
  COFFER_CHECK(bitcoin::finalize(psbt));
  return psbt_result(psbt);
}

Result<json> run_extract(const Toolbox& /*toolbox*/, const Input& input) {
  COFFER_TRY(const Psbt psbt, psbt_of(input));
  COFFER_TRY(const auto transaction, bitcoin::extract(psbt));
  return json{{"raw", hex0x(bitcoin::encode(transaction))}, {"txid", bitcoin::txid(transaction).text()}};
}

// ---- coin selection

/// sat/vB with up to three decimals, as a JSON number or text, in satoshi per 1,000 vB.
Result<std::uint64_t> rate_of(const Input& input, const char* name) {
  const json& value = input.json(name);
  const std::string text = value.is_string() ? value.get<std::string>() : value.dump();
  const auto rate = money::parse_amount(text, 3);
  const auto small = rate ? rate->to_u64() : std::nullopt;
  if (!small) return fail(invalid_field(name, "must be sat/vB with at most three decimal places"));
  return *small;
}

Result<bitcoin::Coin> coin_of(const json& value) {
  COFFER_CHECK(check_members(value, {"txid", "vout", "amount", "weight"}));
  const Input input(value);
  for (const char* name : {"txid", "vout", "amount", "weight"})
    if (!input.has(name)) return fail(invalid_field(name, "is missing"));
  bitcoin::Coin out;
  COFFER_TRY(out.amount_sats, input.number("amount"));
  COFFER_TRY(out.weight, input.number("weight"));
  return out;
}

Result<json> run_coin_select(const Toolbox& /*toolbox*/, const Input& input) {
  const json& utxos = input.json("utxos");
  if (!utxos.is_array()) return fail(invalid_field("utxos", "must be an array"));
  std::vector<bitcoin::Coin> coins;
  for (std::size_t i = 0; i < utxos.size(); ++i) {
    auto coin = coin_of(utxos[i]);
    if (!coin) return fail(std::move(coin).error().under("utxos[" + std::to_string(i) + "]"));
    coins.push_back(*coin);
  }
  bitcoin::SelectionRequest request;
  COFFER_TRY(request.target_sats, input.number("target"));
  COFFER_TRY(request.fee_rate, rate_of(input, "fee_rate"));
  COFFER_TRY(request.long_term_fee_rate, rate_of(input, "long_term_fee_rate"));
  COFFER_TRY(request.change_weight, input.number("change_weight"));
  COFFER_TRY(request.dust_sats, input.number("dust"));
  COFFER_TRY(const auto selection, bitcoin::select_coins(coins, request));
  json selected = json::array();
  for (const std::size_t index : selection.coins) selected.push_back(utxos[index]);
  return json{{"selected", std::move(selected)},
              {"change", std::to_string(selection.change_sats)},
              {"fee", std::to_string(selection.fee_sats)},
              {"waste", std::to_string(selection.waste_sats)},
              {"algorithm", bitcoin::selection_algorithm_name(selection.algorithm)}};
}

}  // namespace

std::vector<Operation> bitcoin_psbt_operations() {
  const Field psbt{.name = "psbt", .form = Form::kText, .help = "base64 or hex"};
  return {
      {"bitcoin.psbt.decode", "The fields of a PSBT (BIP-174)", {psbt}, run_decode},
      {"bitcoin.psbt.combine", "Joins PSBTs of one transaction", {{"psbts", Form::kJson, "array"}}, run_combine},
      {"bitcoin.psbt.sign",
       "Adds every signature that a key can give",
       {psbt, {.name = "private_key", .form = Form::kBytes, .help = "32 bytes", .required = true, .secret = true}},
       run_sign},
      {"bitcoin.psbt.finalize", "Turns signatures into script_sigs and witnesses", {psbt}, run_finalize},
      {"bitcoin.psbt.extract", "The transaction of a final PSBT", {psbt}, run_extract},
      {"bitcoin.coin_select",
       "Chooses coins for a payment",
       {{"utxos", Form::kJson, "[{txid,vout,amount,weight}]"},
        {"target", Form::kDecimal, "satoshi"},
        {"fee_rate", Form::kJson, "sat/vB"},
        {"long_term_fee_rate", Form::kJson, "sat/vB"},
        {"change_weight", Form::kNumber},
        {"dust", Form::kDecimal, "satoshi"}},
       run_coin_select},
  };
}

}  // namespace coffer::tool
