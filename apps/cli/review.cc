#include "apps/cli/review.h"

#include <ostream>

#include "apps/cli/text.h"

namespace coffer::cli {
namespace {

/// One line for each thing that moves or may be moved afterwards.
void add_effects(const Terminal& terminal, const Review& review, std::vector<std::vector<std::string>>& rows) {
  const Json effects = review.estimate.value("effects", Json::object());
  for (const Json& transfer : effects.value("transfers", Json::array())) {
    const bool is_native = transfer.value("asset", "").empty();
    const AssetInfo& asset = is_native ? review.native : review.asset;
    rows.push_back({"Sends", with_unit(transfer.value("amount", ""), asset.decimals, asset.symbol)});
    rows.push_back({"To", grouped(transfer.value("to", ""))});
  }
  for (const Json& approval : effects.value("approvals", Json::array())) {
    const std::string amount =
        approval.value("unlimited", false)
            ? terminal.paint_err(Colour::kRed, "without limit")
            : with_unit(approval.value("amount", ""), review.asset.decimals, review.asset.symbol);
    rows.push_back({"Allows", grouped(approval.value("spender", "")) + " to take " + amount});
  }
  if (const std::string call = effects.value("call", ""); !call.empty()) rows.push_back({"Calls", call});
  if (effects.value("creates_contract", false)) rows.push_back({"Creates", "a contract"});
}

}  // namespace

void show_review(const Context& context, const Review& review) {
  Terminal& terminal = context.terminal;
  const Json& estimate = review.estimate;
  std::vector<std::vector<std::string>> rows;
  rows.push_back(
      {"From", grouped(review.account.value("address", "")) + "  (" + review.account.value("wallet_label", "") + ")"});
  add_effects(terminal, review, rows);
  rows.push_back({"Network", review.account.value("network", "")});
  rows.push_back({"Fee", "at most " + gwei(estimate.value("max_fee_per_gas", "")) + " × " +
                             std::to_string(estimate.value("gas_limit", 0)) + " gas"});
  rows.push_back(
      {"Costs at most", with_unit(estimate.value("max_cost", ""), review.native.decimals, review.native.symbol)});
  if (estimate.value("will_revert", false))
    rows.push_back(
        {"Warning",
         terminal.paint_err(Colour::kRed, "it would fail: " + estimate.value("revert_reason", "no reason given"))});
  std::string text = columns(rows);
  text.pop_back();
  terminal.note(text);
}

}  // namespace coffer::cli
