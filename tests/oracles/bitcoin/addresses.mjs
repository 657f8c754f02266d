// Addresses both ways against bitcoinjs-lib; damaged ones are refused by both.
import { bitcoin, hex, networks, outputScript } from '../bitcoin_values.mjs';

const alphabet = 'qpzry9x8gf2tvdw0s3jn54khce6mua7lABCDEFGHJKLMNPQRSTUVWXYZ123456789';
const parsed = (address, network) => {
  try {
    return bitcoin.address.toOutputScript(address, networks[network]);
  } catch {
    return undefined;
  }
};

export const cases = {
  encode(random) {
    const network = random.pick(Object.keys(networks));
    const script = outputScript(random);
    const expected = bitcoin.address.fromOutputScript(script, networks[network]);
    return { call: { op: 'bitcoin.address.encode', script: hex(script), network }, check: (out) => out.address === expected, expected };
  },
  decode(random) {
    const network = random.pick(Object.keys(networks));
    const script = outputScript(random);
    let address = bitcoin.address.fromOutputScript(script, networks[network]);
    if (/^(bc|tb|bcrt)1/.test(address) && random.chance(20)) address = address.toUpperCase();
    return { call: { op: 'bitcoin.address.decode', address, network }, check: (out) => out.script === hex(script) };
  },
  damagedIsRefused(random) {
    const network = random.pick(Object.keys(networks));
    for (;;) {
      const address = [...bitcoin.address.fromOutputScript(outputScript(random), networks[network])];
      const at = random.below(address.length);
      address[at] = random.pick([...alphabet]);
      const text = address.join('');
      if (parsed(text, network) === undefined) return { call: { op: 'bitcoin.address.decode', address: text, network }, refused: true };
    }
  },
};
