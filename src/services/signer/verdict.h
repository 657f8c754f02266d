#pragma once

#include "coffer/signer/v1/signer.pb.h"
#include "domain/evm/effects.h"
#include "services/signer/policy.h"

namespace coffer::signer {

/// The decision and the effects it was taken on, as the contract has them.
v1::PolicyVerdict to_verdict(const Policy& policy, const Decision& decision, const evm::Effects& effects);

/// POLICY_DENIED with details.rule and details.policy_version.
Error denial(const Policy& policy, const Decision& decision);

}  // namespace coffer::signer
