// Random values of the EVM that several comparisons share.
import { isDeepStrictEqual } from 'node:util';
import { ethers } from 'ethers';

export const address = (random) => ethers.getAddress(random.hex(20));
export const privateKey = (random) => '0x' + (random.integer(255) + 1n).toString(16).padStart(64, '0');
export const camel = (name) => name.replace(/_([a-z])/g, (_, letter) => letter.toUpperCase());

/// Whether two trees of JSON are the same.
export const same = isDeepStrictEqual;

/// A type of the contract ABI, nested up to `depth`.
export function abiType(random, depth = 3) {
  if (depth > 0 && random.chance(25)) return abiType(random, depth - 1) + random.pick(['[]', '[2]', '[3]']);
  if (depth > 0 && random.chance(25))
    return '(' + Array.from({ length: random.below(3) + 1 }, () => abiType(random, depth - 1)).join(',') + ')';
  return random.pick([
    'address', 'bool', 'string', 'bytes', `uint${8 * (random.below(32) + 1)}`, `int${8 * (random.below(32) + 1)}`,
    `bytes${random.below(32) + 1}`,
  ]);
}

/// A value of an ethers ParamType, in the tool's form.
export function abiValue(random, type) {
  if (type.baseType === 'array') {
    const length = type.arrayLength === -1 ? random.below(4) : type.arrayLength;
    return Array.from({ length }, () => abiValue(random, type.arrayChildren));
  }
  if (type.baseType === 'tuple') return type.components.map((child) => abiValue(random, child));
  if (type.type === 'address') return address(random);
  if (type.type === 'bool') return random.chance(50);
  if (type.type === 'string') return random.text(70);
  if (type.type === 'bytes') return random.hex(random.below(70));
  if (type.type.startsWith('bytes')) return random.hex(Number(type.type.slice(5)));
  const bits = Number(type.type.replace(/\D/g, ''));
  if (type.type.startsWith('u')) return random.integer(bits).toString();
  return BigInt.asIntN(bits, random.integer(bits)).toString();
}
