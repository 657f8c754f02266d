// Random things of Bitcoin that several comparisons share.
import * as bitcoin from 'bitcoinjs-lib';
import * as ecc from 'tiny-secp256k1';
import { ECPairFactory } from 'ecpair';

bitcoin.initEccLib(ecc);
export { bitcoin, ecc };
export const ECPair = ECPairFactory(ecc);
export const networks = { mainnet: bitcoin.networks.bitcoin, testnet: bitcoin.networks.testnet, regtest: bitcoin.networks.regtest };

export const hex = (bytes) => '0x' + Buffer.from(bytes).toString('hex');
export const bytes = (text) => Uint8Array.from(Buffer.from(text.slice(2), 'hex'));
export const reversed = (text) => Uint8Array.from(Buffer.from(text, 'hex').reverse());

export function keyPair(random) {
  return ECPair.fromPrivateKey(bytes('0x' + (random.integer(255) + 1n).toString(16).padStart(64, '0')));
}

/// Two keys that are not the same: small ones are met twice.
export function twoKeyPairs(random) {
  const one = keyPair(random);
  const other = keyPair(random);
  return hex(one.privateKey) === hex(other.privateKey) ? twoKeyPairs(random) : [one, other];
}

/// A standard output script of a random kind.
export function outputScript(random) {
  const key = keyPair(random);
  const { payments } = bitcoin;
  switch (random.below(5)) {
    case 0:
      return payments.p2pkh({ pubkey: key.publicKey }).output;
    case 1:
      return payments.p2wpkh({ pubkey: key.publicKey }).output;
    case 2:
      return payments.p2sh({ hash: random.bytes(20) }).output;
    case 3:
      return payments.p2wsh({ hash: random.bytes(32) }).output;
    default:
      return payments.p2tr({ internalPubkey: key.publicKey.slice(1) }).output;
  }
}

/// A transaction with random inputs and outputs, with witnesses or without.
export function transaction(random, { witness = random.chance(50), inputs = random.below(4) + 1, outputs = random.below(4) + 1 } = {}) {
  const out = new bitcoin.Transaction();
  out.version = random.pick([1, 2, 3]);
  out.locktime = random.below(2 ** 32);
  for (let i = 0; i < inputs; i++) {
    out.addInput(random.bytes(32), random.below(2 ** 32), random.below(2 ** 32), witness ? new Uint8Array() : random.bytes(random.below(120)));
    if (witness && (i === 0 || random.chance(70)))
      out.setWitness(i, Array.from({ length: random.below(4) + 1 }, () => random.bytes(random.pick([0, 1, 33, 64, 72, 300]))));
  }
  for (let i = 0; i < outputs; i++) out.addOutput(outputScript(random), random.integer(40));
  return out;
}
