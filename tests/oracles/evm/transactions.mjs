// Transactions of every type, signed and read, against ethers and viem.
import { ethers } from 'ethers';
import { parseTransaction } from 'viem';
import { address, privateKey, same } from '../values.mjs';

function authorization(random) {
  const plain = { chainId: random.below(1 << 20), address: address(random), nonce: random.below(1 << 20) };
  const { r, s, yParity } = new ethers.Wallet(privateKey(random)).authorizeSync(plain).signature;
  return { chain_id: plain.chainId, address: plain.address, nonce: plain.nonce, y_parity: yParity, r, s };
}

function lists(random, type) {
  const out = {};
  if (type > 0)
    out.access_list = Array.from({ length: random.below(3) }, () => ({
      address: address(random),
      storage_keys: Array.from({ length: random.below(3) }, () => random.hex(32)),
    }));
  if (type === 3) {
    out.max_fee_per_blob_gas = random.integer(100).toString();
    out.blob_versioned_hashes = Array.from({ length: random.below(3) + 1 }, () => '0x01' + random.hex(31).slice(2));
  }
  if (type === 4) out.authorization_list = Array.from({ length: random.below(2) + 1 }, () => authorization(random));
  return out;
}

function transaction(random, type = random.below(5)) {
  const fee = random.integer(100);
  const out = {
    type,
    chain_id: random.below(1 << 30) + 1,
    nonce: random.below(1 << 30),
    gas_limit: random.below(1 << 30),
    to: type < 3 && random.chance(15) ? null : address(random),
    amount: random.integer(256).toString(),
    data: random.hex(random.below(100)),
    ...lists(random, type),
  };
  if (type < 2) out.gas_price = fee.toString();
  else {
    out.max_fee_per_gas = fee.toString();
    out.max_priority_fee_per_gas = (fee / BigInt(random.below(5) + 1)).toString();
  }
  // Before EIP-155 there was no chain id.
  if (type === 0 && random.chance(30)) delete out.chain_id;
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

const number = (value) => (value === undefined ? '0' : value.toString());
const text = (value) => (value ?? '0x').toLowerCase();

/// Whether viem reads the same fields. It leaves out what is zero or empty.
function viemAgrees(raw, out) {
  const theirs = parseTransaction(raw);
  return (
    number(theirs.nonce) === String(out.nonce) &&
    number(theirs.gas) === String(out.gas_limit) &&
    number(theirs.value) === out.amount &&
    text(theirs.data) === out.data &&
    (theirs.to ?? null)?.toLowerCase() === out.to?.toLowerCase() &&
    theirs.chainId === out.chain_id &&
    number(theirs.gasPrice ?? theirs.maxFeePerGas) === (out.gas_price ?? out.max_fee_per_gas) &&
    (theirs.accessList ?? []).length === (out.access_list ?? []).length &&
    (theirs.authorizationList ?? []).length === (out.authorization_list ?? []).length &&
    same(theirs.blobVersionedHashes ?? [], out.blob_versioned_hashes ?? [])
  );
}

export const cases = {
  sign(random) {
    const tx = transaction(random);
    const key = privateKey(random);
    const expected = signed(tx, key);
    return {
      call: { op: 'evm.tx.sign', tx, private_key: key },
      check: (out) => out.raw === expected.serialized && out.hash === expected.hash,
    };
  },
  decode(random) {
    const tx = transaction(random);
    const expected = signed(tx, privateKey(random));
    return {
      call: { op: 'evm.tx.decode', raw: expected.serialized },
      check: (out) =>
        out.hash === expected.hash && out.from === expected.from && Object.keys(tx).every((name) => same(out[name], tx[name])),
    };
  },
  decodeAsViem(random) {
    const { serialized } = signed(transaction(random), privateKey(random));
    return { call: { op: 'evm.tx.decode', raw: serialized }, check: (out) => viemAgrees(serialized, out) };
  },
  /// EIP-2: the mirrored signature recovers to the same sender and must be refused all the same.
  highSIsRefused(random) {
    const made = signed(transaction(random, random.pick([1, 2, 3])), privateKey(random));
    const fields = ethers.decodeRlp('0x' + made.serialized.slice(4));
    const order = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n;
    fields[fields.length - 1] = ethers.toBeHex(order - BigInt(fields[fields.length - 1]));
    fields[fields.length - 3] = fields[fields.length - 3] === '0x' ? '0x01' : '0x';
    const raw = made.serialized.slice(0, 4) + ethers.encodeRlp(fields).slice(2);
    return { call: { op: 'evm.tx.decode', raw }, refused: true };
  },
  trailingBytesAreRefused(random) {
    const { serialized } = signed(transaction(random), privateKey(random));
    return { call: { op: 'evm.tx.decode', raw: serialized + random.hex(1).slice(2) }, refused: true };
  },
};
