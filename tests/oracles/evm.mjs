// EVM encodings against ethers and viem.
import { isDeepStrictEqual } from 'node:util';
import { ethers } from 'ethers';
import { getUserOperationHash } from 'viem/account-abstraction';
import { compare } from './harness.mjs';

const count = Number(process.env.COUNT ?? 10000);
const address = (random) => ethers.getAddress(random.hex(20));
const privateKey = (random) => '0x' + (random.integer(255) + 1n).toString(16).padStart(64, '0');
const equal = isDeepStrictEqual;

// ---- RLP

function rlpTree(random, depth = 4) {
  if (depth > 0 && random.chance(40)) return Array.from({ length: random.below(6) }, () => rlpTree(random, depth - 1));
  return random.hex(random.pick([0, 1, 1, 2, 20, 32, 55, 56, 57, 300]));
}
const rlpEncode = (random) => {
  const value = rlpTree(random);
  return { call: { op: 'evm.rlp.encode', value }, check: (out) => out.data === ethers.encodeRlp(value) };
};
const rlpDecode = (random) => {
  const value = rlpTree(random);
  return { call: { op: 'evm.rlp.decode', data: ethers.encodeRlp(value) }, check: (out) => equal(out.value, value) };
};

// ---- transactions

function transaction(random) {
  const type = random.below(5);
  const fee = random.integer(100);
  const out = {
    type,
    chain_id: random.below(1 << 30) + 1,
    nonce: random.below(1 << 30),
    gas_limit: random.below(1 << 30),
    to: type < 3 && random.chance(15) ? null : address(random),
    amount: random.integer(256).toString(),
    data: random.hex(random.below(100)),
  };
  if (type < 2) out.gas_price = fee.toString();
  else {
    out.max_fee_per_gas = fee.toString();
    out.max_priority_fee_per_gas = (fee / BigInt(random.below(5) + 1)).toString();
  }
  if (type === 0 && random.chance(30)) delete out.chain_id;
  if (type > 0)
    out.access_list = Array.from({ length: random.below(3) }, () => ({
      address: address(random),
      storage_keys: Array.from({ length: random.below(3) }, () => random.hex(32)),
    }));
  if (type === 3) {
    out.max_fee_per_blob_gas = random.integer(100).toString();
    out.blob_versioned_hashes = Array.from({ length: random.below(3) + 1 }, () => '0x01' + random.hex(31).slice(2));
  }
  if (type === 4)
    out.authorization_list = Array.from({ length: random.below(2) + 1 }, () => {
      const plain = { chainId: random.below(1 << 20), address: address(random), nonce: random.below(1 << 20) };
      const { r, s, yParity } = new ethers.Wallet(privateKey(random)).authorizeSync(plain).signature;
      return { chain_id: plain.chainId, address: plain.address, nonce: plain.nonce, y_parity: yParity, r, s };
    });
  return out;
}
function toEthers(tx) {
  return ethers.Transaction.from({
    type: tx.type,
    chainId: tx.chain_id ?? 0,
    nonce: tx.nonce,
    gasLimit: tx.gas_limit,
    to: tx.to,
    value: tx.amount,
    data: tx.data,
    gasPrice: tx.gas_price,
    maxFeePerGas: tx.max_fee_per_gas,
    maxPriorityFeePerGas: tx.max_priority_fee_per_gas,
    maxFeePerBlobGas: tx.max_fee_per_blob_gas,
    blobVersionedHashes: tx.blob_versioned_hashes,
    accessList: tx.access_list?.map(({ address, storage_keys }) => ({ address, storageKeys: storage_keys })),
    authorizationList: tx.authorization_list?.map((entry) => ({
      chainId: entry.chain_id,
      address: entry.address,
      nonce: entry.nonce,
      signature: ethers.Signature.from({ r: entry.r, s: entry.s, yParity: entry.y_parity }),
    })),
  });
}
function signed(tx, key) {
  const out = toEthers(tx);
  out.signature = new ethers.SigningKey(key).sign(out.unsignedHash);
  return out;
}
const txSign = (random) => {
  const tx = transaction(random);
  const key = privateKey(random);
  const expected = signed(tx, key);
  return {
    call: { op: 'evm.tx.sign', tx, private_key: key },
    check: (out) => out.raw === expected.serialized && out.hash === expected.hash,
  };
};
const txDecode = (random) => {
  const tx = transaction(random);
  const expected = signed(tx, privateKey(random));
  return {
    call: { op: 'evm.tx.decode', raw: expected.serialized },
    check: (out) =>
      out.hash === expected.hash &&
      out.from === expected.from &&
      Object.keys(tx).every((name) => equal(out[name], tx[name])),
  };
};

// ---- ABI

function abiType(random, depth = 3) {
  if (depth > 0 && random.chance(25)) return abiType(random, depth - 1) + random.pick(['[]', '[2]', '[3]']);
  if (depth > 0 && random.chance(25))
    return '(' + Array.from({ length: random.below(3) + 1 }, () => abiType(random, depth - 1)).join(',') + ')';
  return random.pick([
    'address', 'bool', 'string', 'bytes', `uint${8 * (random.below(32) + 1)}`, `int${8 * (random.below(32) + 1)}`,
    `bytes${random.below(32) + 1}`,
  ]);
}
function abiValue(random, type) {
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
function abiCase(random) {
  const types = Array.from({ length: random.below(4) + 1 }, () => abiType(random));
  const values = types.map((type) => abiValue(random, ethers.ParamType.from(type)));
  return { types, values, data: ethers.AbiCoder.defaultAbiCoder().encode(types, values) };
}
const abiEncode = (random) => {
  const { types, values, data } = abiCase(random);
  return { call: { op: 'evm.abi.encode', types, values }, check: (out) => out.data === data };
};
const abiDecode = (random) => {
  const { types, values, data } = abiCase(random);
  return { call: { op: 'evm.abi.decode', types, data }, check: (out) => equal(out.values, values) };
};

// ---- messages and typed data

const messageSign = (random) => {
  const message = random.text(100);
  const key = privateKey(random);
  const expected = new ethers.SigningKey(key).sign(ethers.hashMessage(message)).serialized;
  return { call: { op: 'evm.message.sign', message, private_key: key }, check: (out) => out.signature === expected };
};

function typedData(random) {
  const names = ['Alpha', 'Beta', 'Gamma', 'Delta'].slice(0, random.below(4) + 1);
  const types = {};
  // A struct refers to later ones only, and each refers to the next, so that all are reached from the first.
  names.forEach((name, i) => {
    const later = names.slice(i + 1);
    const fields = Array.from({ length: random.below(4) + 1 }, (_, k) => {
      const base = later.length > 0 && (k === 0 || random.chance(30)) ? (k === 0 ? later[0] : random.pick(later)) : abiType(random, 0);
      return { name: `f${k}`, type: base + random.pick(['', '', '', '[]', '[2]', '[][2]']) };
    });
    types[name] = fields;
  });
  const value = (type) => {
    const array = type.match(/^(.*)\[(\d*)\]$/);
    if (array) return Array.from({ length: array[2] === '' ? random.below(3) : Number(array[2]) }, () => value(array[1]));
    if (types[type]) return Object.fromEntries(types[type].map((field) => [field.name, value(field.type)]));
    return abiValue(random, ethers.ParamType.from(type));
  };
  const domain = {};
  if (random.chance(80)) domain.name = random.text(20);
  if (random.chance(50)) domain.version = '1';
  if (random.chance(80)) domain.chainId = random.below(1 << 30);
  if (random.chance(70)) domain.verifyingContract = address(random);
  if (random.chance(30)) domain.salt = random.hex(32);
  return { types, primaryType: names[0], domain, message: value(names[0]) };
}
const typedDataHash = (random) => {
  const typed_data = typedData(random);
  const { types, domain, message } = typed_data;
  return {
    call: { op: 'evm.typed_data.hash', typed_data },
    check: (out) =>
      out.digest === ethers.TypedDataEncoder.hash(domain, types, message) &&
      out.domain_separator === ethers.TypedDataEncoder.hashDomain(domain),
  };
};

// ---- addresses and user operations

const createAddress = (random) => {
  const from = address(random);
  const nonce = random.below(1 << 30);
  return { call: { op: 'evm.create_address', from, nonce }, check: (out) => out.address === ethers.getCreateAddress({ from, nonce }) };
};
const keyAddress = (random) => {
  const key = privateKey(random);
  return { call: { op: 'evm.address', private_key: key }, check: (out) => out.address === ethers.computeAddress(key) };
};

function userOperation(random, version) {
  const own = { sender: address(random), nonce: random.integer(256).toString(), call_data: random.hex(random.below(80)), signature: '0x' };
  const gas = (bits) => random.integer(bits).toString();
  const bits = version === '0.6' ? 256 : 128;
  Object.assign(own, {
    call_gas_limit: gas(bits), verification_gas_limit: gas(bits), pre_verification_gas: gas(256),
    max_fee_per_gas: gas(bits), max_priority_fee_per_gas: gas(bits),
  });
  if (version === '0.6') {
    own.init_code = random.hex(random.pick([0, 40]));
    own.paymaster_and_data = random.hex(random.pick([0, 60]));
    return own;
  }
  if (random.chance(50)) Object.assign(own, { factory: address(random), factory_data: random.hex(random.below(60)) });
  if (random.chance(50))
    Object.assign(own, {
      paymaster: address(random), paymaster_verification_gas_limit: gas(128), paymaster_post_op_gas_limit: gas(128),
      paymaster_data: random.hex(random.below(60)),
    });
  return own;
}
const camel = (name) => name.replace(/_([a-z])/g, (_, letter) => letter.toUpperCase());
const userOp = (random) => {
  const version = random.pick(['0.6', '0.7', '0.8']);
  const user_operation = userOperation(random, version);
  const entry_point = address(random);
  const chain_id = random.below(1 << 30);
  const theirs = Object.fromEntries(
    Object.entries(user_operation).map(([name, value]) => [camel(name), /gas|nonce/.test(name) ? BigInt(value) : value]),
  );
  const hash = getUserOperationHash({ chainId: chain_id, entryPointAddress: entry_point, entryPointVersion: version, userOperation: theirs });
  return { call: { op: 'evm.userop.hash', user_operation, entry_point, version, chain_id }, check: (out) => out.hash === hash };
};

let good = true;
for (const [name, make] of Object.entries({
  rlpEncode, rlpDecode, txSign, txDecode, abiEncode, abiDecode, messageSign, typedDataHash, createAddress, keyAddress, userOp,
}))
  good = (await compare(name, count, make)) && good;
process.exit(good ? 0 : 1);
