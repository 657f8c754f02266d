// PSBTs of version 0 against bitcoinjs-lib, of version 2 against @scure/btc-signer.
import * as btc from '@scure/btc-signer';
import { bitcoin, ecc, hex, keyPair, twoKeyPairs, outputScript, transaction } from '../bitcoin_values.mjs';

const { Psbt, payments } = bitcoin;
const tweaked = (key) => key.tweak(bitcoin.crypto.taggedHash('TapTweak', key.publicKey.slice(1)));

/// What one kind of output needs in a PSBT.
function spendable(random, key, other) {
  const amount = BigInt(random.below(1_000_000_000) + 10_000);
  const witnessed = (output) => ({ witnessUtxo: { script: output, value: amount } });
  switch (random.below(5)) {
    case 0: {
      const previous = transaction(random, { witness: false });
      previous.addOutput(payments.p2pkh({ pubkey: key.publicKey }).output, amount);
      return { hash: previous.getId(), index: previous.outs.length - 1, nonWitnessUtxo: previous.toBuffer() };
    }
    case 1:
      return witnessed(payments.p2wpkh({ pubkey: key.publicKey }).output);
    case 2: {
      const redeem = payments.p2wpkh({ pubkey: key.publicKey });
      return { ...witnessed(payments.p2sh({ redeem }).output), redeemScript: redeem.output };
    }
    case 3: {
      const redeem = payments.p2ms({ m: 1, pubkeys: [other.publicKey, key.publicKey] });
      return { ...witnessed(payments.p2wsh({ redeem }).output), witnessScript: redeem.output };
    }
    default:
      return { ...witnessed(payments.p2tr({ internalPubkey: key.publicKey.slice(1) }).output), tapInternalKey: key.publicKey.slice(1) };
  }
}

function unsigned(random, key) {
  const psbt = new Psbt();
  psbt.setVersion(2);
  psbt.setLocktime(random.below(2 ** 31));
  const other = keyPair(random);
  for (let i = random.below(4); i >= 0; i--)
    psbt.addInput({ hash: random.bytes(32), index: random.below(100), sequence: random.below(2 ** 32), ...spendable(random, key, other) });
  for (let i = random.below(3); i >= 0; i--) psbt.addOutput({ script: outputScript(random), value: BigInt(random.below(1000)) });
  return psbt;
}

/// Taproot signatures are reproducible when their auxiliary bytes are zero, as the tool's are.
function signed(psbt, key) {
  const out = Psbt.fromBase64(psbt.toBase64());
  const zeroAux = (signer) => ({ publicKey: signer.publicKey, signSchnorr: (digest) => signSchnorr(digest, signer.privateKey) });
  out.data.inputs.forEach((input, i) => out.signInput(i, input.tapInternalKey ? zeroAux(tweaked(key)) : key));
  return out;
}
const signSchnorr = (digest, privateKey) => ecc.signSchnorr(digest, privateKey, new Uint8Array(32));

export const cases = {
  sign(random) {
    const key = keyPair(random);
    const psbt = unsigned(random, key);
    const expected = signed(psbt, key);
    return {
      call: { op: 'bitcoin.psbt.sign', psbt: psbt.toBase64(), private_key: hex(key.privateKey) },
      check: (out) => out.psbt === expected.toBase64() && out.signed === psbt.data.inputs.length, expected: expected.toBase64(),
    };
  },
  finalize(random) {
    const key = keyPair(random);
    const psbt = signed(unsigned(random, key), key);
    const given = psbt.toBase64();
    const expected = psbt.finalizeAllInputs().toBase64();
    return { call: { op: 'bitcoin.psbt.finalize', psbt: given }, check: (out) => out.psbt === expected, expected };
  },
  extract(random) {
    const key = keyPair(random);
    const psbt = signed(unsigned(random, key), key).finalizeAllInputs();
    const expected = psbt.extractTransaction(true);
    return {
      call: { op: 'bitcoin.psbt.extract', psbt: psbt.toBase64() },
      check: (out) => out.raw === hex(expected.toBuffer()) && out.txid === expected.getId(),
    };
  },
  combine(random) {
    const [one, two] = twoKeyPairs(random);
    const redeem = payments.p2ms({ m: 2, pubkeys: [one.publicKey, two.publicKey] });
    const psbt = new Psbt();
    psbt.addInput({
      hash: random.bytes(32), index: 0, witnessScript: redeem.output,
      witnessUtxo: { script: payments.p2wsh({ redeem }).output, value: 5000n },
    });
    psbt.addOutput({ script: outputScript(random), value: 1n });
    const parts = [one, two].map((key) => signed(psbt, key));
    const psbts = parts.map((part) => part.toBase64());
    const [a, b] = parts[0].data.inputs[0].partialSig.concat(parts[1].data.inputs[0].partialSig).map((each) => hex(each.signature));
    return {
      call: { op: 'bitcoin.psbt.combine', psbts },
      check: (out) => {
        const found = Psbt.fromBase64(out.psbt).data.inputs[0].partialSig.map((each) => hex(each.signature));
        return found.length === 2 && found.includes(a) && found.includes(b);
      },
    };
  },
  wrongKeySignsNothing(random) {
    const [owner, other] = twoKeyPairs(random);
    const psbt = unsigned(random, owner).toBase64();
    return {
      call: { op: 'bitcoin.psbt.sign', psbt, private_key: hex(other.privateKey) },
      check: (out) => out.signed === 0 && out.psbt === psbt,
    };
  },
  toVersion2(random) {
    const psbt = unsigned(random, keyPair(random));
    return {
      call: { op: 'bitcoin.psbt.convert', psbt: psbt.toBase64(), version: 2 },
      check: (out) => {
        const theirs = btc.Transaction.fromPSBT(Uint8Array.from(Buffer.from(out.psbt, 'base64')), { allowUnknownOutputs: true });
        return hex(theirs.unsignedTx) === hex(psbt.data.globalMap.unsignedTx.toBuffer());
      },
    };
  },
  fromVersion2(random) {
    const psbt = unsigned(random, keyPair(random));
    const theirs = btc.Transaction.fromPSBT(Uint8Array.from(psbt.toBuffer()), { allowUnknownOutputs: true });
    return {
      call: { op: 'bitcoin.psbt.convert', psbt: Buffer.from(theirs.toPSBT(2)).toString('base64'), version: 0 },
      check: (out) =>
        hex(Psbt.fromBase64(out.psbt).data.globalMap.unsignedTx.toBuffer()) === hex(psbt.data.globalMap.unsignedTx.toBuffer()),
    };
  },
  trailingBytesAreRefused(random) {
    const psbt = hex(unsigned(random, keyPair(random)).toBuffer()) + random.hex(1).slice(2);
    return { call: { op: 'bitcoin.psbt.decode', psbt }, refused: true };
  },
  shortenedIsRefused(random) {
    const psbt = hex(unsigned(random, keyPair(random)).toBuffer());
    return { call: { op: 'bitcoin.psbt.decode', psbt: psbt.slice(0, 2 + 2 * random.below(psbt.length / 2 - 1)) }, refused: true };
  },
};
