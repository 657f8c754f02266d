// How a wallet's keys come to be in the signer, and its addresses out of it.
#include <utility>

#include "base/bytes.h"
#include "base/id.h"
#include "base/secret.h"
#include "domain/evm/address.h"
#include "services/wallets/wallets.h"

namespace coffer::wallets {
namespace {

using chains::v1::Network;

CallContext as_wallets(CallContext call) {
  call.principal = Principal::service("wallets");
  return call;
}

/// `0x` and 64 hex digits, the form in which people hold such keys; the digits alone pass as well.
Result<Bytes> private_key_bytes(const std::string& text) {
  const Result<Bytes> bytes = text.starts_with("0x") ? parse_hex0x(text) : parse_hex(text);
  if (!bytes || bytes->size() != 32) return fail(invalid_field("private_key", "must be 32 bytes in hex"));
  return bytes;
}

Result<evm::Address> watched_evm_address(const std::string& text) {
  Result<evm::Address> address = evm::Address::parse(text);
  if (!address) return fail(invalid_field("address", address.error().message));
  return address;
}

}  // namespace

awaitable<Result<void>> Wallets::seal_key(CallContext call, v1::CreateWalletRequest& request, Origin origin,
                                          WalletRow& wallet) {
  if (origin == Origin::kAddress || origin == Origin::kXpub) co_return Result<void>();
  signer::v1::CreateKeyRequest key;
  key.set_key_id(wallet.id);
  key.set_owner(wallet.owner);
  key.set_exportable(wallet.exportable);
  key.set_validate_only(request.validate_only());
  CO_TRY(const std::int32_t bits, entropy_bits(request.words()));
  if (origin == Origin::kNewSeed) key.set_entropy_bits(bits);
  if (origin == Origin::kPrivateKey) {
    CO_TRY(Bytes bytes, private_key_bytes(request.private_key()));
    key.set_private_key(bytes.data(), bytes.size());
    wipe_container(bytes);
  }
  key.set_mnemonic(std::exchange(*request.mutable_mnemonic(), {}));
  key.set_passphrase(std::exchange(*request.mutable_passphrase(), {}));
  wipe_container(*request.mutable_private_key());
  CO_TRY(const signer::v1::CreateKeyReply reply,
         co_await d_.signer.create_key(as_wallets(std::move(call)), std::move(key)));
  wallet.key_kind = reply.kind();
  co_return Result<void>();
}

awaitable<Result<std::vector<AccountRow>>> Wallets::derive_accounts(CallContext call, const WalletRow& wallet,
                                                                    Origin origin, std::string watched_address,
                                                                    std::vector<Network> networks, std::int32_t index) {
  std::vector<AccountRow> accounts;
  signer::v1::DeriveAddressesRequest request;
  if (origin == Origin::kXpub) {
    request.set_xpub(wallet.xpub);
  } else {
    request.set_key_id(wallet.id);
    request.set_owner(wallet.owner);
  }
  for (const Network& network : networks) {
    CO_TRY(std::string id, new_id(d_.clock, d_.entropy));
    accounts.push_back({.id = std::move(id),
                        .wallet_id = wallet.id,
                        .owner = wallet.owner,
                        .network = network.id(),
                        .chain = network.chain(),
                        .address = watched_address,
                        .path = account_path(network, origin, index),
                        .index = index,
                        .scanned_block = network.head().number(),
                        .created_at = d_.clock.now()});
    auto& derivation = *request.add_derivations();
    derivation.set_kind(network.kind());
    derivation.set_path(accounts.back().path);
  }
  if (origin == Origin::kAddress) {
    for (AccountRow& account : accounts) {
      CO_TRY(const evm::Address address, watched_evm_address(account.address));
      account.address = address.text();
    }
    co_return accounts;
  }
  CO_TRY(const signer::v1::DeriveAddressesReply reply,
         co_await d_.signer.derive_addresses(as_wallets(std::move(call)), std::move(request)));
  for (std::size_t i = 0; i < accounts.size(); ++i)
    accounts[i].address = reply.addresses(static_cast<int>(i)).address();
  co_return accounts;
}

}  // namespace coffer::wallets
