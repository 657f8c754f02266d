// Transactions and the digests of signatures against bitcoinjs-lib.
import * as btc from '@scure/btc-signer';
import { bitcoin, hex, outputScript, transaction } from '../bitcoin_values.mjs';
import { same } from '../values.mjs';

const { compile, decompile } = bitcoin.script;
const types = [1, 2, 3, 0x81, 0x82, 0x83];

/// bitcoinjs-lib sizes its buffer wrongly where neither all outputs nor a whole input are signed; then btc-signer answers.
function taprootDigest(one, input, prevouts, type, leaf, annex) {
  const scripts = prevouts.map((each) => each.script);
  const amounts = prevouts.map((each) => each.amount);
  try {
    const leafHash = leaf && bitcoin.crypto.taggedHash('TapLeaf', Uint8Array.of(0xc0, leaf.length, ...leaf));
    return one.hashForWitnessV1(input, scripts, amounts, type, leafHash, annex);
  } catch {
    const theirs = btc.Transaction.fromRaw(Uint8Array.from(one.toBuffer()), { allowUnknownOutputs: true, allowUnknownInputs: true, disableScriptCheck: true, allowUnknownVersion: true });
    return theirs.preimageWitnessV1(input, scripts, type, amounts, undefined, leaf, 0xc0, annex);
  }
}

export const cases = {
  decode(random) {
    const one = transaction(random);
    const inputs = one.ins.map((input) => ({
      txid: Buffer.from(input.hash).reverse().toString('hex'), vout: input.index, script_sig: hex(input.script), sequence: input.sequence,
      witness: input.witness.map(hex),
    }));
    const outputs = one.outs.map((output) => ({ amount: output.value.toString(), script: hex(output.script) }));
    return {
      call: { op: 'bitcoin.tx.decode', raw: hex(one.toBuffer()) },
      check: (out) =>
        out.txid === one.getId() && out.version === one.version && out.locktime === one.locktime && out.vsize === one.virtualSize() &&
        out.weight === one.weight() && same(out.inputs, inputs) && same(out.outputs, outputs) &&
        out.wtxid === Buffer.from(one.getHash(true)).reverse().toString('hex'),
    };
  },
  trailingBytesAreRefused(random) {
    return { call: { op: 'bitcoin.tx.decode', raw: hex(transaction(random).toBuffer()) + random.hex(1).slice(2) }, refused: true };
  },
  shortenedIsRefused(random) {
    const raw = hex(transaction(random).toBuffer());
    return { call: { op: 'bitcoin.tx.decode', raw: raw.slice(0, 2 + 2 * random.below(raw.length / 2 - 1)) }, refused: true };
  },
  legacySighash(random) {
    const one = transaction(random, { witness: false });
    const input = random.below(one.ins.length);
    const script = random.chance(80) ? outputScript(random) : random.bytes(random.below(60));
    const type = random.pick(types);
    let expected;
    try {
      // What is signed is the script as it stands but for its OP_CODESEPARATORs (Bitcoin Core's CTransactionSignatureSerializer);
      // bitcoinjs-lib writes every push again in its shortest form, so 01 01 becomes OP_1.
      if (hex(compile(decompile(script))) !== hex(script)) return cases.legacySighash(random);
      expected = hex(one.hashForSignature(input, script, type));
      // SIGHASH_SINGLE without its output signs the number one, whose bytes are little-endian (Bitcoin Core's uint256::ONE);
      // bitcoinjs-lib writes them the other way round.
      if ((type & 3) === 3 && input >= one.outs.length) expected = '0x01' + '00'.repeat(31);
    } catch {
      return cases.legacySighash(random); // bitcoinjs-lib cannot split every script into steps
    }
    return {
      call: { op: 'bitcoin.sighash', raw: hex(one.toBuffer()), input, type, version: 'legacy', script: hex(script) },
      check: (out) => out.digest === expected, expected,
    };
  },
  segwitSighash(random) {
    const one = transaction(random);
    const input = random.below(one.ins.length);
    const script = outputScript(random);
    const amount = random.integer(50);
    const type = random.pick(types);
    const expected = hex(one.hashForWitnessV0(input, script, amount, type));
    return {
      call: { op: 'bitcoin.sighash', raw: hex(one.toBuffer()), input, type, version: 'segwit_v0', script: hex(script), amount: amount.toString() },
      check: (out) => out.digest === expected, expected,
    };
  },
  taprootSighash(random) {
    const one = transaction(random);
    const input = random.below(one.ins.length);
    const type = random.pick([0, ...types].filter((each) => (each & 3) !== 3 || input < one.outs.length));
    const prevouts = one.ins.map(() => ({ script: outputScript(random), amount: random.integer(50) }));
    const leaf = random.chance(50) ? random.bytes(random.below(100) + 1) : undefined;
    const annex = random.chance(30) ? Uint8Array.of(0x50, ...random.bytes(random.below(20))) : undefined;
    const expected = hex(taprootDigest(one, input, prevouts, type, leaf, annex));
    return {
      call: {
        op: 'bitcoin.sighash', raw: hex(one.toBuffer()), input, type, version: 'taproot',
        prevouts: prevouts.map((each) => ({ script: hex(each.script), amount: each.amount.toString() })),
        ...(leaf && { leaf_script: hex(leaf) }), ...(annex && { annex: hex(annex) }),
      },
      check: (out) => out.digest === expected, expected,
    };
  },
};
