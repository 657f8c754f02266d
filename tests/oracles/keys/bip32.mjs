// Trees of keys against @scure/bip32 and ethers.
import { HDKey } from '@scure/bip32';
import { ethers } from 'ethers';
import { hex, unhex } from '../harness.mjs';

const versions = { mainnet: undefined, testnet: { private: 0x04358394, public: 0x043587cf } };

function step(random, hardened) {
  const index = random.pick([0, 1, random.below(100), random.below(2 ** 31), 2 ** 31 - 1]);
  return hardened ? `${index}${random.pick(["'", 'h', 'H'])}` : `${index}`;
}
const pathOf = (random, length, hardened) =>
  ['m', ...Array.from({ length }, () => step(random, hardened && random.chance(60)))].join('/');
const theirs = (path) => path.replaceAll(/[hH]/g, "'");

const equalPublic = (out, node) =>
  out.xpub === node.publicExtendedKey &&
  out.public_key === hex(node.publicKey) &&
  out.chain_code === hex(node.chainCode) &&
  Number(out.fingerprint) === node.fingerprint &&
  out.depth === node.depth;
const equalPrivate = (out, node) => equalPublic(out, node) && out.xprv === node.privateExtendedKey && out.private_key === hex(node.privateKey);

function fromSeed(random) {
  const seed = random.hex(16 + random.below(49));
  const network = random.pick(Object.keys(versions));
  const path = pathOf(random, random.below(6), true);
  const node = HDKey.fromMasterSeed(unhex(seed), versions[network]).derive(theirs(path));
  return { call: { op: 'bip32.derive', seed, path, network }, check: (out) => equalPrivate(out, node) };
}

function fromXprv(random) {
  const parent = HDKey.fromMasterSeed(unhex(random.hex(32))).derive(theirs(pathOf(random, random.below(4), true)));
  const path = pathOf(random, random.below(3), true);
  const node = parent.derive(theirs(path));
  return { call: { op: 'bip32.derive', xprv: parent.privateExtendedKey, path }, check: (out) => equalPrivate(out, node) };
}

function fromXpub(random) {
  const parent = HDKey.fromMasterSeed(unhex(random.hex(32))).derive(theirs(pathOf(random, random.below(4), true)));
  const path = pathOf(random, random.below(4), false);
  const node = HDKey.fromExtendedKey(parent.publicExtendedKey).derive(path);
  return {
    call: { op: 'bip32.derive', xpub: parent.publicExtendedKey, path },
    check: (out) => equalPublic(out, node) && out.xprv === undefined && out.private_key === undefined,
  };
}

function ethereum(random) {
  const seed = random.hex(64);
  const path = `m/44'/60'/${random.below(20)}'/0/${random.below(1 << 30)}`;
  const node = ethers.HDNodeWallet.fromSeed(seed).derivePath(path);
  return { call: { op: 'bip32.derive', seed, path }, check: (out) => out.xprv === node.extendedKey && out.private_key === node.privateKey };
}

/// One letter of an extended key altered: the checksum does not hold.
function altered(random) {
  const text = HDKey.fromMasterSeed(unhex(random.hex(32))).privateExtendedKey;
  const at = random.below(text.length);
  const letter = random.pick([...'123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz'].filter((one) => one !== text[at]));
  return { call: { op: 'bip32.derive', xprv: text.slice(0, at) + letter + text.slice(at + 1), path: 'm' }, refused: true };
}

export const cases = { fromSeed, fromXprv, fromXpub, ethereum, altered };
