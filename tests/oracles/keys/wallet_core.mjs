// From a mnemonic to addresses and signatures, against Trust Wallet Core (C++, compiled to WebAssembly).
import walletCore from '@trustwallet/wallet-core';
import { ethers } from 'ethers';
import { hex, unhex } from '../harness.mjs';
import { privateKey } from '../values.mjs';

const core = await walletCore.initWasm();
const { AnyAddress, CoinType, Curve, HDVersion, HDWallet, PrivateKey, Purpose } = core;

/// Runs `use` with an object that lives in WebAssembly's memory and frees it.
function using(object, use) {
  try {
    return use(object);
  } finally {
    object.delete();
  }
}

const mnemonicOf = (random) => ethers.Mnemonic.fromEntropy(random.hex(random.pick([16, 20, 24, 28, 32]))).phrase;
const withKey = (key, use) => using(PrivateKey.createWithData(unhex(key)), use);

// BIP-39, "From mnemonic to seed": the passphrase is taken in NFKD, which Wallet Core leaves to its caller.
function seed(random) {
  const [mnemonic, passphrase] = [mnemonicOf(random), random.pick(['', 'TREZOR', 'pässwörd', '漢字'])];
  const expected = using(HDWallet.createWithMnemonic(mnemonic, passphrase.normalize('NFKD')), (wallet) => hex(wallet.seed()));
  return { call: { op: 'bip39.seed', mnemonic, passphrase }, check: (out) => out.seed === expected };
}
seed.share = 0.1;

function derive(random) {
  const path = `m/${random.pick([44, 49, 84, 86])}'/${random.pick([0, 60, 195])}'/${random.below(50)}'/${random.below(2)}/${random.below(1 << 30)}`;
  const mnemonic = mnemonicOf(random);
  const [known, expected] = using(HDWallet.createWithMnemonic(mnemonic, ''), (wallet) => [
    hex(wallet.seed()),
    using(wallet.getKey(CoinType.ethereum, path), (key) => hex(key.data())),
  ]);
  return { call: { op: 'bip32.derive', seed: known, path }, check: (out) => out.private_key === expected };
}
derive.share = 0.2;

function extendedPublicKey(random) {
  const mnemonic = mnemonicOf(random);
  const [known, expected] = using(HDWallet.createWithMnemonic(mnemonic, ''), (wallet) => [
    hex(wallet.seed()),
    wallet.getExtendedPublicKey(Purpose.bip44, CoinType.bitcoin, HDVersion.xpub),
  ]);
  return { call: { op: 'bip32.derive', seed: known, path: "m/44'/0'/0'" }, check: (out) => out.xpub === expected };
}
extendedPublicKey.share = 0.2;

const addressOf = (key, coin, compressed) =>
  withKey(key, (secret) =>
    using(secret.getPublicKeySecp256k1(compressed), (shown) => using(AnyAddress.createWithPublicKey(shown, coin), (one) => one.description())));

function ethereumAddress(random) {
  const key = privateKey(random);
  const expected = addressOf(key, CoinType.ethereum, false);
  return { call: { op: 'evm.address', private_key: key }, check: (out) => out.address === expected };
}

function tronAddress(random) {
  const key = privateKey(random);
  const expected = addressOf(key, CoinType.tron, false);
  return { call: { op: 'tron.address', public_key: ethers.SigningKey.computePublicKey(key) }, check: (out) => out.address === expected };
}

function bitcoinAddress(random) {
  const key = privateKey(random);
  const expected = addressOf(key, CoinType.bitcoin, true);
  const program = ethers.ripemd160(ethers.sha256(ethers.SigningKey.computePublicKey(key, true)));
  return {
    call: { op: 'bitcoin.address.encode', script: '0x0014' + program.slice(2), network: 'mainnet' },
    check: (out) => out.address === expected,
  };
}

function signDigest(random) {
  const [key, digest, [curve, theirs]] = [privateKey(random), random.hex(32), random.pick([['secp256k1', Curve.secp256k1], ['p256', Curve.nist256p1]])];
  const expected = withKey(key, (secret) => hex(secret.sign(unhex(digest), theirs)));
  return {
    call: { op: 'ecdsa.sign', curve, private_key: key, digest },
    check: (out) => ethers.concat([out.r, out.s, ethers.toBeHex(out.recovery_id, 1)]) === expected,
  };
}

// Wallet Core reads a text of hex digits as bytes; EIP-191 signs what is shown, so no message here is such a text.
function signMessage(random) {
  const [key, message] = [privateKey(random), 'Sign in: ' + random.text(80)];
  const expected = '0x' + withKey(key, (secret) => core.EthereumMessageSigner.signMessage(secret, message));
  return { call: { op: 'evm.message.sign', message, private_key: key }, check: (out) => out.signature === expected };
}

function tronMessage(random) {
  const [key, message] = [privateKey(random), random.text(80)];
  const expected = '0x' + withKey(key, (secret) => core.TronMessageSigner.signMessage(secret, message));
  return { call: { op: 'tron.message.sign', message, private_key: key }, check: (out) => out.signature === expected };
}

export const cases = { seed, derive, extendedPublicKey, ethereumAddress, tronAddress, bitcoinAddress, signDigest, signMessage, tronMessage };
