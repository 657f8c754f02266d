#include "apps/cli/show.h"

#include <ostream>

#include "apps/cli/accounts.h"
#include "apps/cli/text.h"

namespace coffer::cli {

std::string status_text(const Terminal& terminal, const std::string& status) {
  if (status == "confirmed") return terminal.paint(Colour::kGreen, status);
  if (status == "failed" || status == "rejected") return terminal.paint(Colour::kRed, status);
  if (status == "replaced" || status == "cancelled" || status == "expired")
    return terminal.paint(Colour::kYellow, status);
  return terminal.paint(Colour::kCyan, status);
}

Result<void> show_transaction(Context& context, Api& api, const Json& transaction) {
  const std::string network = transaction.value("network", "");
  COFFER_TRY(const AssetInfo native, asset_info(api, network, ""));
  Result<AssetInfo> asset = asset_info(api, network, transaction.value("asset", ""));
  if (!asset) asset = AssetInfo{.symbol = "units of " + transaction.value("asset", ""), .decimals = 0};
  std::vector<std::vector<std::string>> rows;
  const auto row = [&rows](std::string name, std::string value) {
    if (!value.empty()) rows.push_back({std::move(name), std::move(value)});
  };
  row("Transaction", transaction.value("id", ""));
  row("Status", status_text(context.terminal, transaction.value("status", "")));
  row("Network", network);
  row("From", transaction.value("from", ""));
  row("To", transaction.value("to", ""));
  row("Amount", with_unit(transaction.value("amount", "0"), asset->decimals, asset->symbol));
  if (transaction.contains("nonce")) row("Nonce", transaction["nonce"].dump());
  row("Hash", transaction.value("hash", ""));
  if (transaction.contains("block_number"))
    row("Block", transaction["block_number"].dump() + " (" + std::to_string(transaction.value("confirmations", 0)) +
                     " confirmations)");
  if (const std::string fee = transaction.value("fee_paid", ""); !fee.empty())
    row("Fee paid", with_unit(fee, native.decimals, native.symbol));
  row("Contract", transaction.value("contract_address", ""));
  row("Note", transaction.value("note", ""));
  if (const auto error = transaction.find("error"); error != transaction.end() && error->is_object())
    row("Error", error->value("code", "") + ": " + error->value("message", ""));
  row("Created", relative(transaction.value("created_at", ""), api.clock().now()));
  context.terminal.out() << columns(rows);
  return {};
}

void show_explanation(Context& context, Api& api, const Json& explanation) {
  std::ostream& out = context.terminal.out();
  out << status_text(context.terminal, explanation.value("state", "")) << ": " << explanation.value("reason", "")
      << '\n';
  if (const std::string next = explanation.value("next_step", ""); !next.empty()) {
    out << "Next: " << next;
    if (const std::string at = explanation.value("next_step_at", ""); !at.empty())
      out << " (" << relative(at, api.clock().now()) << ")";
    out << '\n';
  }
}

}  // namespace coffer::cli
