// Recursive Length Prefix against ethers.
import { ethers } from 'ethers';
import { same } from '../values.mjs';

function tree(random, depth = 4) {
  if (depth > 0 && random.chance(40)) return Array.from({ length: random.below(6) }, () => tree(random, depth - 1));
  return random.hex(random.pick([0, 1, 1, 2, 20, 32, 55, 56, 57, 300]));
}

export const cases = {
  encode(random) {
    const value = tree(random);
    return { call: { op: 'evm.rlp.encode', value }, check: (out) => out.data === ethers.encodeRlp(value) };
  },
  decode(random) {
    const value = tree(random);
    return { call: { op: 'evm.rlp.decode', data: ethers.encodeRlp(value) }, check: (out) => same(out.value, value) };
  },
  trailingBytesAreRefused(random) {
    return { call: { op: 'evm.rlp.decode', data: ethers.encodeRlp(tree(random)) + random.hex(1).slice(2) }, refused: true };
  },
  shortenedIsRefused(random) {
    const data = ethers.encodeRlp(tree(random));
    return { call: { op: 'evm.rlp.decode', data: data.slice(0, 2 + 2 * random.below(data.length / 2 - 1)) }, refused: true };
  },
};
