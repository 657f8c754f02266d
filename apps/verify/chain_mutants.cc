#include <map>

#include "apps/verify/mutants.h"

namespace coffer::verify {
namespace {

using namespace chains::v1;

/// Passes everything on; a mutant changes one answer.
class OtherChains : public ChainsApi {
 public:
  explicit OtherChains(ChainsApi& inner) : inner_(inner) {}

  awaitable<Result<ListNetworksReply>> list_networks(const CallContext& call, ListNetworksRequest request) override {
    return inner_.list_networks(call, std::move(request));
  }
  awaitable<Result<Network>> get_network(const CallContext& call, GetNetworkRequest request) override {
    return inner_.get_network(call, std::move(request));
  }
  awaitable<Result<Fees>> get_fees(const CallContext& call, GetFeesRequest request) override {
    return inner_.get_fees(call, std::move(request));
  }
  awaitable<Result<Token>> get_token(const CallContext& call, GetTokenRequest request) override {
    return inner_.get_token(call, std::move(request));
  }
  awaitable<Result<FaucetReply>> faucet(const CallContext& call, FaucetRequest request) override {
    return inner_.faucet(call, std::move(request));
  }
  awaitable<Result<GetBalancesReply>> get_balances(const CallContext& call, GetBalancesRequest request) override {
    return inner_.get_balances(call, std::move(request));
  }
  awaitable<Result<FindTokensReply>> find_tokens(const CallContext& call, FindTokensRequest request) override {
    return inner_.find_tokens(call, std::move(request));
  }
  awaitable<Result<AccountState>> get_account_state(const CallContext& call, GetAccountStateRequest request) override {
    return inner_.get_account_state(call, std::move(request));
  }
  awaitable<Result<EstimateCallReply>> estimate_call(const CallContext& call, EstimateCallRequest request) override {
    return inner_.estimate_call(call, std::move(request));
  }
  awaitable<Result<BroadcastReply>> broadcast(const CallContext& call, BroadcastRequest request) override {
    return inner_.broadcast(call, std::move(request));
  }
  awaitable<Result<FindTransactionsReply>> find_transactions(const CallContext& call,
                                                             FindTransactionsRequest request) override {
    return inner_.find_transactions(call, std::move(request));
  }
  awaitable<Result<GetTransactionStatesReply>> get_transaction_states(const CallContext& call,
                                                                      GetTransactionStatesRequest request) override {
    return inner_.get_transaction_states(call, std::move(request));
  }
  awaitable<Result<GetReceiptReply>> get_receipt(const CallContext& call, GetReceiptRequest request) override {
    return inner_.get_receipt(call, std::move(request));
  }
  awaitable<Result<WatchHeadsReply>> watch_heads(const CallContext& call, WatchHeadsRequest request) override {
    return inner_.watch_heads(call, std::move(request));
  }
  awaitable<Result<ForwardReadReply>> forward_read(const CallContext& call, ForwardReadRequest request) override {
    return inner_.forward_read(call, std::move(request));
  }

 protected:
  ChainsApi& inner_;
};

/// What was once in a block is in that block for ever.
class NoReorganisations final : public OtherChains {
 public:
  using OtherChains::OtherChains;
  awaitable<Result<GetTransactionStatesReply>> get_transaction_states(const CallContext& call,
                                                                      GetTransactionStatesRequest request) override {
    CO_TRY(GetTransactionStatesReply reply, co_await inner_.get_transaction_states(call, std::move(request)));
    for (TransactionState& state : *reply.mutable_states()) {
      if (state.place() == TransactionState::PLACE_MINED) known_.try_emplace(state.hash(), state);
      const auto known = known_.find(state.hash());
      if (known == known_.end()) continue;
      state = known->second;
      state.set_final(state.block_number() + kConfirmations <= reply.head().number() + 1);
    }
    co_return reply;
  }

 private:
  static constexpr std::int64_t kConfirmations = 4;
  std::map<std::string, TransactionState> known_;
};

/// The newest block counts as final.
class FinalAtOnce final : public OtherChains {
 public:
  using OtherChains::OtherChains;
  awaitable<Result<AccountState>> get_account_state(const CallContext& call, GetAccountStateRequest request) override {
    CO_TRY(AccountState state, co_await inner_.get_account_state(call, std::move(request)));
    state.set_final_nonce(state.latest_nonce());
    co_return state;
  }
};

/// Nobody looks for one's own attempts: a nonce that is used must have been used by somebody else.
class NobodyLooks final : public OtherChains {
 public:
  using OtherChains::OtherChains;
  awaitable<Result<GetTransactionStatesReply>> get_transaction_states(const CallContext& call,
                                                                      GetTransactionStatesRequest request) override {
    CO_TRY(GetTransactionStatesReply reply, co_await inner_.get_transaction_states(call, std::move(request)));
    for (TransactionState& state : *reply.mutable_states()) {
      state.set_place(TransactionState::PLACE_UNKNOWN);
    }
    co_return reply;
  }
};

/// What is signed is sent before anybody has stored it.
class HastySigner final : public signer::v1::SignerApi {
 public:
  HastySigner(signer::v1::SignerApi& inner, ChainsApi& chains) : inner_(inner), chains_(chains) {}

  awaitable<Result<signer::v1::SignEvmTransactionReply>> sign_evm_transaction(
      const CallContext& call, signer::v1::SignEvmTransactionRequest request) override {
    BroadcastRequest sent;
    sent.set_network(request.network());
    CO_TRY(signer::v1::SignEvmTransactionReply reply, co_await inner_.sign_evm_transaction(call, std::move(request)));
    sent.add_raw(reply.raw());
    (void)co_await chains_.broadcast(call, std::move(sent));
    co_return reply;
  }
  awaitable<Result<signer::v1::SignEvmMessageReply>> sign_evm_message(
      const CallContext& call, signer::v1::SignEvmMessageRequest request) override {
    return inner_.sign_evm_message(call, std::move(request));
  }
  awaitable<Result<signer::v1::PolicyVerdict>> evaluate_policy(const CallContext& call,
                                                               signer::v1::EvaluatePolicyRequest request) override {
    return inner_.evaluate_policy(call, std::move(request));
  }
  awaitable<Result<signer::v1::CreateKeyReply>> create_key(const CallContext& call,
                                                           signer::v1::CreateKeyRequest request) override {
    return inner_.create_key(call, std::move(request));
  }
  awaitable<Result<signer::v1::DeriveAddressesReply>> derive_addresses(
      const CallContext& call, signer::v1::DeriveAddressesRequest request) override {
    return inner_.derive_addresses(call, std::move(request));
  }

 private:
  signer::v1::SignerApi& inner_;
  ChainsApi& chains_;
};

template <class Chains>
Mutant with(std::string name) {
  Mutant out;
  out.name = std::move(name);
  out.wrapping.chains = [](ChainsApi& inner) { return std::make_unique<Chains>(inner); };
  return out;
}

}  // namespace

std::vector<Mutant> chain_mutants() {
  std::vector<Mutant> out;
  out.push_back(with<NoReorganisations>("a reorganisation that is not noticed"));
  out.push_back(with<FinalAtOnce>("a ticket given up before its other use is final"));
  out.push_back(with<NobodyLooks>("a used nonce taken for somebody else's use"));
  Mutant hasty;
  hasty.name = "bytes sent before they are stored";
  hasty.wrapping.signer = [](signer::v1::SignerApi& inner, ChainsApi& chains) {
    return std::make_unique<HastySigner>(inner, chains);
  };
  out.push_back(std::move(hasty));
  return out;
}

}  // namespace coffer::verify
