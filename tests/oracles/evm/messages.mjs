// EIP-191 and EIP-712 against ethers and viem.
import { ethers } from 'ethers';
import { hashMessage, hashTypedData } from 'viem';
import { abiType, abiValue, address, privateKey } from '../values.mjs';

function structs(random) {
  const names = ['Alpha', 'Beta', 'Gamma', 'Delta'].slice(0, random.below(4) + 1);
  const types = {};
  // A struct refers to later ones only, and each refers to the next, so that all are reached from the first.
  names.forEach((name, i) => {
    const later = names.slice(i + 1);
    types[name] = Array.from({ length: random.below(4) + 1 }, (_, k) => {
      let base = abiType(random, 0);
      if (later.length > 0 && k === 0) base = later[0];
      else if (later.length > 0 && random.chance(30)) base = random.pick(later);
      return { name: `f${k}`, type: base + random.pick(['', '', '', '[]', '[2]', '[][2]']) };
    });
  });
  return { types, primaryType: names[0] };
}

function valueOf(random, types, type) {
  const array = type.match(/^(.*)\[(\d*)\]$/);
  if (array)
    return Array.from({ length: array[2] === '' ? random.below(3) : Number(array[2]) }, () => valueOf(random, types, array[1]));
  if (types[type]) return Object.fromEntries(types[type].map((field) => [field.name, valueOf(random, types, field.type)]));
  return abiValue(random, ethers.ParamType.from(type));
}

const domainFields = { name: 'string', version: 'string', chainId: 'uint256', verifyingContract: 'address', salt: 'bytes32' };

function typedData(random) {
  const { types, primaryType } = structs(random);
  const domain = {};
  if (random.chance(80)) domain.name = random.text(20);
  if (random.chance(50)) domain.version = '1';
  if (random.chance(80)) domain.chainId = random.below(1 << 30);
  if (random.chance(70)) domain.verifyingContract = address(random);
  if (random.chance(30)) domain.salt = random.hex(32);
  const message = valueOf(random, types, primaryType);
  const EIP712Domain = Object.keys(domain).map((name) => ({ name, type: domainFields[name] }));
  const written = random.chance(50) ? { EIP712Domain, ...types } : types;
  return { plain: { types, domain, message }, typed_data: { types: written, primaryType, domain, message }, EIP712Domain };
}

export const cases = {
  messageHash(random) {
    const message = random.text(100);
    return {
      call: { op: 'evm.message.hash', message },
      check: (out) => out.hash === ethers.hashMessage(message) && out.hash === hashMessage(message),
    };
  },
  messageSign(random) {
    const message = random.text(100);
    const key = privateKey(random);
    const expected = new ethers.SigningKey(key).sign(ethers.hashMessage(message)).serialized;
    return { call: { op: 'evm.message.sign', message, private_key: key }, check: (out) => out.signature === expected };
  },
  typedDataHash(random) {
    const { plain: { types, domain, message }, typed_data } = typedData(random);
    return {
      call: { op: 'evm.typed_data.hash', typed_data },
      check: (out) =>
        out.digest === ethers.TypedDataEncoder.hash(domain, types, message) &&
        out.domain_separator === ethers.TypedDataEncoder.hashDomain(domain) &&
        out.struct_hash === ethers.TypedDataEncoder.from(types).hash(message),
    };
  },
  typedDataHashAsViem(random) {
    const { typed_data, EIP712Domain } = typedData(random);
    return {
      call: { op: 'evm.typed_data.hash', typed_data },
      check: (out) => out.digest === hashTypedData({ ...typed_data, types: { EIP712Domain, ...typed_data.types } }),
    };
  },
  typedDataSign(random) {
    const { plain: { types, domain, message }, typed_data } = typedData(random);
    const key = privateKey(random);
    const expected = new ethers.SigningKey(key).sign(ethers.TypedDataEncoder.hash(domain, types, message)).serialized;
    return { call: { op: 'evm.typed_data.sign', typed_data, private_key: key }, check: (out) => out.signature === expected };
  },
};
