#pragma once

#include <vector>

#include "apps/tool/operation.h"

namespace coffer::tool {

std::vector<Operation> bitcoin_operations();            // addresses, transactions, sighash, descriptors, messages
std::vector<Operation> bitcoin_psbt_operations();       // bitcoin.psbt.*, bitcoin.coin_select
std::vector<Operation> bitcoin_psbt_role_operations();  // bitcoin.psbt.create, .convert, .update
std::vector<Operation> evm_operations();                // evm.address … evm.namehash, messages, typed data
std::vector<Operation> evm_abi_operations();            // evm.abi.*, evm.error.decode
std::vector<Operation> evm_transaction_operations();    // evm.tx.*
std::vector<Operation> evm_userop_operations();         // evm.userop.hash
std::vector<Operation> hash_operations();               // keccak256, hash, hmac and key derivation
std::vector<Operation> key_file_operations();           // keystore.*, bitcoin.wif.decode, bitcoin.bip38.decrypt
std::vector<Operation> key_tree_operations();           // bip39.*, bip32.derive, slip10.derive
std::vector<Operation> money_operations();              // money.*
std::vector<Operation> seal_operations();               // aead.*, hotp, totp, jws.verify
std::vector<Operation> signature_operations();          // ecdsa.*, schnorr.*, ed25519.*
std::vector<Operation> siwe_operations();               // siwe.*
std::vector<Operation> slip39_operations();             // slip39.*
std::vector<Operation> tron_operations();               // tron.*

/// All groups one after the other.
std::vector<Operation> all_operations();

}  // namespace coffer::tool
