// Descriptors: keys by bip32, addresses by bitcoinjs-lib, scripts of miniscript by @bitcoinerlab/miniscript.
import { compileMiniscript } from '@bitcoinerlab/miniscript';
import { BIP32Factory } from 'bip32';
import { bitcoin, ecc, hex, keyPair } from '../bitcoin_values.mjs';

const bip32 = BIP32Factory(ecc);
const { payments } = bitcoin;

function account(random) {
  const node = bip32.fromSeed(random.bytes(32));
  const steps = Array.from({ length: random.below(3) }, () => random.below(2 ** 31));
  const own = random.chance(50) ? node : node.neutered();
  const index = random.below(2 ** 31);
  const child = [...steps, index].reduce((parent, step) => parent.derive(step), own);
  return { text: [own.toBase58(), ...steps, '*'].join('/'), index, publicKey: child.publicKey };
}
const derive = (descriptor, index, expected) => ({
  call: { op: 'bitcoin.descriptor.derive', descriptor, index, network: 'mainnet' },
  check: (out) => out.script === hex(expected.output) && out.address === expected.address, expected: expected.address,
});

const parts = (random) => ({
  key: () => hex(keyPair(random).publicKey).slice(2),
  older: () => `older(${random.below(65535) + 1})`,
  after: () => `after(${random.below(400_000_000) + 1})`,
  hash: () => random.pick([`sha256(${random.hex(32).slice(2)})`, `hash256(${random.hex(32).slice(2)})`, `ripemd160(${random.hex(20).slice(2)})`, `hash160(${random.hex(20).slice(2)})`]),
});

/// A sane expression, as wallets with a time-locked recovery use them.
function expression(random) {
  const { key, older, after, hash } = parts(random);
  const lock = random.chance(50) ? older : after;
  return random.pick([
    () => `or_d(pk(${key()}),and_v(v:pkh(${key()}),${lock()}))`,
    () => `or_d(multi(2,${key()},${key()}),and_v(v:pk(${key()}),${lock()}))`,
    () => `and_v(v:pk(${key()}),or_d(pk(${key()}),${lock()}))`,
    () => `andor(pk(${key()}),${lock()},pk(${key()}))`,
    () => `thresh(2,pk(${key()}),s:pk(${key()}),sln:${lock()})`,
    () => `or_i(and_v(v:pkh(${key()}),${lock()}),pk(${key()}))`,
    () => `and_v(v:pk(${key()}),${hash()})`,
    () => `and_b(pk(${key()}),a:${hash()})`,
    () => `t:or_c(pk(${key()}),and_v(v:pk(${key()}),v:${hash()}))`,
    () => `or_b(pk(${key()}),s:pk(${key()}))`,
    () => `thresh(3,pk(${key()}),s:pk(${key()}),s:pk(${key()}),s:pk(${key()}))`,
    () => `c:or_i(and_v(v:${lock()},pk_h(${key()})),pk_h(${key()}))`,
  ])();
}

/// The bytes of a script that @bitcoinerlab/miniscript prints as words: `<…>` are pushed bytes, bare numbers are decimal.
function assembled(asm) {
  const words = asm.replace(/<HASH160\((\w+)\)>/g, (_, key) => `<${hashOf(key)}>`);
  return bitcoin.script.compile(
    words.trim().split(/\s+/).map((word) => {
      if (word.startsWith('OP_')) return bitcoin.opcodes[word];
      return word.startsWith('<') ? Buffer.from(word.slice(1, -1), 'hex') : bitcoin.script.number.encode(Number(word));
    }),
  );
}
const hashOf = (key) => Buffer.from(bitcoin.crypto.hash160(Buffer.from(key, 'hex'))).toString('hex');

export const cases = {
  singleKey(random) {
    const { text, index, publicKey } = account(random);
    return random.pick([
      () => derive(`pkh(${text})`, index, payments.p2pkh({ pubkey: publicKey })),
      () => derive(`wpkh(${text})`, index, payments.p2wpkh({ pubkey: publicKey })),
      () => derive(`sh(wpkh(${text}))`, index, payments.p2sh({ redeem: payments.p2wpkh({ pubkey: publicKey }) })),
      () => derive(`tr(${text})`, index, payments.p2tr({ internalPubkey: publicKey.slice(1) })),
    ])();
  },
  multisig(random) {
    const pubkeys = Array.from({ length: random.below(5) + 1 }, () => keyPair(random).publicKey);
    const m = random.below(pubkeys.length) + 1;
    const sorted = random.chance(50);
    const list = pubkeys.map((key) => hex(key).slice(2)).join(',');
    const ordered = sorted ? [...pubkeys].sort(Buffer.compare) : pubkeys;
    return derive(`wsh(${sorted ? 'sortedmulti' : 'multi'}(${m},${list}))`, 0, payments.p2wsh({ redeem: payments.p2ms({ m, pubkeys: ordered }) }));
  },
  tree(random) {
    const internal = keyPair(random).publicKey.slice(1);
    const build = (depth) => {
      if (depth === 0 || random.chance(30)) {
        const key = keyPair(random).publicKey.slice(1);
        return { text: `pk(${hex(key).slice(2)})`, tree: { output: bitcoin.script.compile([key, bitcoin.opcodes.OP_CHECKSIG]) } };
      }
      const [left, right] = [build(depth - 1), build(depth - 1)];
      return { text: `{${left.text},${right.text}}`, tree: [left.tree, right.tree] };
    };
    const { text, tree } = build(3);
    return derive(`tr(${hex(internal).slice(2)},${text})`, 0, payments.p2tr({ internalPubkey: internal, scriptTree: tree }));
  },
  miniscript(random) {
    let text, asm, issane;
    // A key that comes up twice makes an expression insane; then another is made up.
    do {
      text = expression(random);
      ({ asm, issane } = compileMiniscript(text));
    } while (!issane);
    return derive(`wsh(${text})`, 0, payments.p2wsh({ redeem: { output: assembled(asm) } }));
  },
};
cases.multisig.share = 0.5;
