// Tron's addresses, transactions and messages against tronweb.
import { TronWeb, utils } from 'tronweb';
import { privateKey } from '../values.mjs';

const address = (random) => TronWeb.address.fromHex('41' + random.hex(20).slice(2));
const hexOf = (base58) => TronWeb.address.toHex(base58);
const amount = (random) => random.below(2 ** 50) + 1;
const resource = (random) => random.pick(['BANDWIDTH', 'ENERGY']);

/// A contract as tronweb takes it (addresses in hex) and as the tool names it.
function contract(random) {
  const [owner, other] = [address(random), address(random)];
  const value = amount(random);
  const which = resource(random);
  const energy = which === 'ENERGY' ? { resource: 1 } : {};
  const data = random.bytes(random.pick([0, 4, 36, 68]));
  const hexData = Buffer.from(data).toString('hex');
  const of = (type, theirs, ours) => ({
    type, theirs: { owner_address: hexOf(owner), ...theirs }, ours: { owner_address: owner, ...ours },
  });
  return random.pick([
    () => of('TransferContract', { to_address: hexOf(other), amount: value }, { to_address: other, amount: String(value) }),
    () => of('TriggerSmartContract', { contract_address: hexOf(other), ...(hexData && { data: hexData }), call_value: value },
      { contract_address: other, call_value: String(value), ...(hexData && { data: '0x' + hexData }) }),
    () => of('FreezeBalanceV2Contract', { frozen_balance: value, resource: which }, { frozen_balance: String(value), ...energy }),
    () => of('UnfreezeBalanceV2Contract', { unfreeze_balance: value, resource: which }, { unfreeze_balance: String(value), ...energy }),
    () => of('DelegateResourceContract',
      { receiver_address: hexOf(other), balance: value, resource: which, lock: true, lock_period: 86400 },
      { ...energy, balance: String(value), receiver_address: other, lock: true, lock_period: 86400 }),
    () => of('UnDelegateResourceContract', { receiver_address: hexOf(other), balance: value, resource: which },
      { ...energy, balance: String(value), receiver_address: other }),
    () => of('WithdrawExpireUnfreezeContract', {}, {}),
    () => of('CancelAllUnfreezeV2Contract', {}, {}),
  ])();
}

function transaction(random) {
  const { type, theirs, ours } = contract(random);
  const raw = {
    contract: [{ parameter: { value: theirs, type_url: `type.googleapis.com/protocol.${type}` }, type }],
    ref_block_bytes: random.hex(2).slice(2), ref_block_hash: random.hex(8).slice(2),
    expiration: 1_700_000_000_000 + random.below(2 ** 40), timestamp: 1_700_000_000_000 + random.below(2 ** 40),
  };
  if (type === 'TriggerSmartContract') raw.fee_limit = random.below(10 ** 9) + 1;
  const pb = utils.transaction.txJsonToPb({ raw_data: raw });
  const bytes = '0x' + utils.transaction.txPbToRawDataHex(pb).toLowerCase();
  const txid = utils.transaction.txPbToTxID(pb).replace(/^0x/, '');
  return { type, ours, raw, bytes, txid };
}

export const cases = {
  address(random) {
    const key = privateKey(random);
    const expected = TronWeb.address.fromPrivateKey(key.slice(2));
    const publicKey = '0x' + utils.crypto.getPubKeyFromPriKey(utils.code.hexStr2byteArray(key.slice(2))).map((byte) => byte.toString(16).padStart(2, '0')).join('');
    return { call: { op: 'tron.address', public_key: publicKey }, check: (out) => out.address === expected, expected };
  },
  decode(random) {
    const { type, ours, raw, bytes, txid } = transaction(random);
    return {
      call: { op: 'tron.tx.decode', raw: bytes },
      check: (out) =>
        out.txid === txid && out.type === type && out.expiration === raw.expiration && out.timestamp === raw.timestamp &&
        out.fee_limit === String(raw.fee_limit ?? 0) && Object.entries(ours).every(([name, value]) => out[name] === value),
      expected: { txid, ...ours },
    };
  },
  encode(random) {
    const { type, ours, raw, bytes, txid } = transaction(random);
    return {
      call: {
        op: 'tron.tx.encode', type, contract: ours, ref_block_bytes: '0x' + raw.ref_block_bytes, ref_block_hash: '0x' + raw.ref_block_hash,
        expiration: raw.expiration, timestamp: raw.timestamp, ...(raw.fee_limit && { fee_limit: String(raw.fee_limit) }),
      },
      check: (out) => out.raw === bytes && out.txid === txid, expected: bytes,
    };
  },
  sign(random) {
    const { bytes, txid } = transaction(random);
    const key = privateKey(random);
    const expected = utils.crypto.signTransaction(key.slice(2), { txID: txid }).signature[0].toLowerCase();
    return {
      call: { op: 'tron.tx.sign', raw: bytes, private_key: key },
      check: (out) => out.signature.replace(/^0x/, '') === expected.replace(/^0x/, '') && out.txid === txid, expected,
    };
  },
  messageHash(random) {
    const message = random.text(80);
    const expected = utils.message.hashMessage(message);
    return { call: { op: 'tron.message.hash', message }, check: (out) => out.hash === expected, expected };
  },
  messageSign(random) {
    const message = random.text(80);
    const key = privateKey(random);
    const expected = utils.message.signMessage(message, key.slice(2));
    return { call: { op: 'tron.message.sign', message, private_key: key }, check: (out) => out.signature === expected, expected };
  },
  trailingBytesAreRefused(random) {
    return { call: { op: 'tron.tx.decode', raw: transaction(random).bytes + random.hex(1).slice(2) }, refused: true };
  },
};
