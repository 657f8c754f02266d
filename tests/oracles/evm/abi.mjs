// The contract ABI: values, calldata by human-readable signatures, and reverts, against ethers.
import { ethers } from 'ethers';
import { abiType, abiValue, same } from '../values.mjs';

function plain(random) {
  const types = Array.from({ length: random.below(4) + 1 }, () => abiType(random));
  const values = types.map((type) => abiValue(random, ethers.ParamType.from(type)));
  return { types, values, data: ethers.AbiCoder.defaultAbiCoder().encode(types, values) };
}

/// `name(type a, type b)` in one of the forms that people write.
function call(random, keyword = random.pick(['', 'function '])) {
  const types = Array.from({ length: random.below(4) }, () => abiType(random));
  const named = random.chance(50);
  const parameters = types.map((type, i) => {
    const location = keyword !== 'error ' && /[[(]|string|bytes$/.test(type) ? random.pick(['', ' memory', ' calldata']) : '';
    return type + (named ? `${location} p${i}` : '');
  });
  const tail = keyword === 'function ' ? random.pick(['', ' external', ' view returns (uint256)', ' payable', ' returns (bool ok, bytes)']) : '';
  const signature = `${keyword}f${random.below(1e6)}(${parameters.join(random.pick([',', ', ']))})${tail}`;
  const values = types.map((type) => abiValue(random, ethers.ParamType.from(type)));
  const kind = keyword === 'error ' ? signature : `function ${signature.replace(/^function /, '')}`;
  const contract = new ethers.Interface([kind]);
  return { signature, values, contract };
}
function calldata(random) {
  const { signature, values, contract } = call(random);
  return { signature, values, data: contract.encodeFunctionData(contract.fragments[0], values) };
}

export const cases = {
  encode(random) {
    const { types, values, data } = plain(random);
    return { call: { op: 'evm.abi.encode', types, values }, check: (out) => out.data === data };
  },
  decode(random) {
    const { types, values, data } = plain(random);
    return { call: { op: 'evm.abi.decode', types, data }, check: (out) => same(out.values, values) };
  },
  encodeCall(random) {
    const { signature, values, data } = calldata(random);
    return { call: { op: 'evm.abi.encode', signature, values }, check: (out) => out.data === data };
  },
  decodeCall(random) {
    const { signature, values, data } = calldata(random);
    return { call: { op: 'evm.abi.decode', signature, data }, check: (out) => same(out.values, values) };
  },
  trailingBytesAreRefused(random) {
    const { types, data } = plain(random);
    return { call: { op: 'evm.abi.decode', types, data: data + random.hex(32).slice(2) }, refused: true };
  },
  customError(random) {
    const { signature, values, contract } = call(random, 'error ');
    const data = contract.encodeErrorResult(contract.fragments[0], values);
    const abi = random.chance(50) ? [signature] : JSON.parse(contract.formatJson());
    return {
      call: { op: 'evm.error.decode', data, abi },
      check: (out) => out.name === contract.fragments[0].name && same(out.args, values),
    };
  },
  revertText(random) {
    const message = random.text(60);
    const data = '0x08c379a0' + ethers.AbiCoder.defaultAbiCoder().encode(['string'], [message]).slice(2);
    return { call: { op: 'evm.error.decode', data }, check: (out) => out.name === 'Error' && out.text === message };
  },
  panic(random) {
    const code = random.pick([0x00, 0x01, 0x11, 0x12, 0x21, 0x22, 0x31, 0x32, 0x41, 0x51, random.below(1000)]);
    const data = '0x4e487b71' + ethers.AbiCoder.defaultAbiCoder().encode(['uint256'], [code]).slice(2);
    return { call: { op: 'evm.error.decode', data }, check: (out) => out.name === 'Panic' && same(out.args, [String(code)]) };
  },
};
