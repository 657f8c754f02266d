#include "services/signer/verdict.h"

namespace coffer::signer {

v1::PolicyVerdict to_verdict(const Policy& policy, const Decision& decision, const evm::Effects& effects) {
  v1::PolicyVerdict out;
  out.set_allowed(decision.allowed);
  out.set_policy_version(policy.version);
  out.set_rule(decision.rule);
  out.set_reason(decision.reason);
  out.set_creates_contract(effects.creates_contract);
  for (const auto& transfer : effects.native_transfers) {
    v1::TransferEffect* effect = out.add_transfers();
    effect->set_to(transfer.to.text());
    effect->set_amount(transfer.amount.decimal());
  }
  for (const auto& transfer : effects.token_transfers) {
    v1::TransferEffect* effect = out.add_transfers();
    effect->set_asset(transfer.token.text());
    effect->set_to(transfer.to.text());
    effect->set_amount(transfer.amount.decimal());
  }
  for (const auto& approval : effects.approvals) {
    v1::ApprovalEffect* effect = out.add_approvals();
    effect->set_asset(approval.token.text());
    effect->set_spender(approval.spender.text());
    effect->set_amount(approval.amount.decimal());
    effect->set_unlimited(approval.unlimited);
  }
  if (!effects.unknown_calls.empty() && effects.unknown_calls.front().selector) {
    out.set_call(hex0x(*effects.unknown_calls.front().selector));
  }
  return out;
}

Error denial(const Policy& policy, const Decision& decision) {
  Error error{.code = ErrorCode::kPolicyDenied, .message = decision.reason, .details = {}};
  return std::move(error).with("rule", decision.rule).with("policy_version", policy.version);
}

}  // namespace coffer::signer
