#include "domain/tron/contracts.h"

#include <algorithm>
#include <array>

namespace coffer::tron {
namespace {

using Kind = ContractField::Kind;

// The messages of java-tron's protocol/src/main/protos/core/contract, by their field numbers.

constexpr std::array kTransfer = {
    FieldRule{1, "owner_address", Kind::kAddress},
    FieldRule{2, "to_address", Kind::kAddress},
    FieldRule{3, "amount", Kind::kAmount},
};

constexpr std::array kTransferAsset = {
    FieldRule{1, "asset_name", Kind::kText},
    FieldRule{2, "owner_address", Kind::kAddress},
    FieldRule{3, "to_address", Kind::kAddress},
    FieldRule{4, "amount", Kind::kAmount},
};

constexpr std::array kTriggerSmartContract = {
    FieldRule{1, "owner_address", Kind::kAddress},   FieldRule{2, "contract_address", Kind::kAddress},
    FieldRule{3, "call_value", Kind::kAmount},       FieldRule{4, "data", Kind::kBytes},
    FieldRule{5, "call_token_value", Kind::kAmount}, FieldRule{6, "token_id", Kind::kNumber},
};

constexpr std::array kFreezeBalanceV2 = {
    FieldRule{1, "owner_address", Kind::kAddress},
    FieldRule{2, "frozen_balance", Kind::kAmount},
    FieldRule{3, "resource", Kind::kNumber},
};

constexpr std::array kUnfreezeBalanceV2 = {
    FieldRule{1, "owner_address", Kind::kAddress},
    FieldRule{2, "unfreeze_balance", Kind::kAmount},
    FieldRule{3, "resource", Kind::kNumber},
};

/// Messages that name their owner and nothing else.
constexpr std::array kOwnerOnly = {
    FieldRule{1, "owner_address", Kind::kAddress},
};

constexpr std::array kDelegateResource = {
    FieldRule{1, "owner_address", Kind::kAddress},
    FieldRule{2, "resource", Kind::kNumber},
    FieldRule{3, "balance", Kind::kAmount},
    FieldRule{4, "receiver_address", Kind::kAddress},
    FieldRule{5, "lock", Kind::kFlag},
    FieldRule{6, "lock_period", Kind::kNumber},
};

constexpr std::array kUndelegateResource = {
    FieldRule{1, "owner_address", Kind::kAddress},
    FieldRule{2, "resource", Kind::kNumber},
    FieldRule{3, "balance", Kind::kAmount},
    FieldRule{4, "receiver_address", Kind::kAddress},
};

/// Stake 1.0.
constexpr std::array kFreezeBalance = {
    FieldRule{1, "owner_address", Kind::kAddress},     FieldRule{2, "frozen_balance", Kind::kAmount},
    FieldRule{3, "frozen_duration", Kind::kNumber},    FieldRule{10, "resource", Kind::kNumber},
    FieldRule{15, "receiver_address", Kind::kAddress},
};

constexpr std::array kUnfreezeBalance = {
    FieldRule{1, "owner_address", Kind::kAddress},
    FieldRule{10, "resource", Kind::kNumber},
    FieldRule{15, "receiver_address", Kind::kAddress},
};

constexpr std::array kAccountCreate = {
    FieldRule{1, "owner_address", Kind::kAddress},
    FieldRule{2, "account_address", Kind::kAddress},
    FieldRule{3, "type", Kind::kNumber},
};

constexpr std::array kContracts = {
    ContractRule{0, "AccountCreateContract", kAccountCreate},
    ContractRule{1, "TransferContract", kTransfer},
    ContractRule{2, "TransferAssetContract", kTransferAsset},
    ContractRule{11, "FreezeBalanceContract", kFreezeBalance},
    ContractRule{12, "UnfreezeBalanceContract", kUnfreezeBalance},
    ContractRule{13, "WithdrawBalanceContract", kOwnerOnly},
    ContractRule{31, "TriggerSmartContract", kTriggerSmartContract},
    ContractRule{54, "FreezeBalanceV2Contract", kFreezeBalanceV2},
    ContractRule{55, "UnfreezeBalanceV2Contract", kUnfreezeBalanceV2},
    ContractRule{56, "WithdrawExpireUnfreezeContract", kOwnerOnly},
    ContractRule{57, "DelegateResourceContract", kDelegateResource},
    ContractRule{58, "UnDelegateResourceContract", kUndelegateResource},
    ContractRule{59, "CancelAllUnfreezeV2Contract", kOwnerOnly},
};

}  // namespace

const ContractRule* find_contract(std::uint64_t type) {
  const auto* found = std::ranges::find(kContracts, type, &ContractRule::type);
  return found == kContracts.end() ? nullptr : found;
}

const ContractRule* find_contract(std::string_view name) {
  const auto* found = std::ranges::find(kContracts, name, &ContractRule::name);
  return found == kContracts.end() ? nullptr : found;
}

}  // namespace coffer::tron
