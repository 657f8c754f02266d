// Talks to `coffer tool batch` and compares its answers with an oracle's.
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { once } from 'node:events';

/// Reproducible randomness (SplitMix64): a failure names its seed.
export class Random {
  constructor(seed) {
    this.state = BigInt.asUintN(64, BigInt(seed));
  }
  next() {
    this.state = BigInt.asUintN(64, this.state + 0x9e3779b97f4a7c15n);
    let z = this.state;
    z = BigInt.asUintN(64, (z ^ (z >> 30n)) * 0xbf58476d1ce4e5b9n);
    z = BigInt.asUintN(64, (z ^ (z >> 27n)) * 0x94d049bb133111ebn);
    return z ^ (z >> 31n);
  }
  below(limit) {
    return Number(this.next() % BigInt(limit));
  }
  pick(list) {
    return list[this.below(list.length)];
  }
  chance(percent) {
    return this.below(100) < percent;
  }
  bytes(length) {
    return Uint8Array.from({ length }, () => this.below(256));
  }
  hex(length) {
    return '0x' + Buffer.from(this.bytes(length)).toString('hex');
  }
  /// An integer of a random number of bits up to `bits`, so that edges are met.
  integer(bits) {
    const width = this.below(bits + 1);
    let out = 0n;
    for (let i = 0; i < width; i += 64) out = (out << 64n) | this.next();
    return width === 0 ? 0n : BigInt.asUintN(width, out);
  }
  text(most) {
    const alphabet = [...'abcXYZ019 _-.,\n"\\/äßΩ漢🦊'];
    return Array.from({ length: this.below(most + 1) }, () => this.pick(alphabet)).join('');
  }
}

/// Runs lines through one `coffer tool batch` and gives back the answers in order.
export async function batch(lines) {
  const program = (process.env.COFFER_TOOL ?? '../../build/bin/coffer-tool').split(' ');
  const child = spawn(program[0], [...program.slice(1), 'batch'], { stdio: ['pipe', 'pipe', 'inherit'] });
  const answers = [];
  const reader = createInterface({ input: child.stdout });
  reader.on('line', (line) => answers.push(JSON.parse(line)));
  const closed = once(reader, 'close');
  for (const line of lines)
    if (!child.stdin.write(JSON.stringify(line) + '\n')) await once(child.stdin, 'drain');
  child.stdin.end();
  await closed;
  return answers;
}

/// `make(random)` gives `{ call, check(result) }`; check throws or returns false where the answers differ.
export async function compare(name, count, make, seed = Number(process.env.SEED ?? 1)) {
  const random = new Random(seed);
  const cases = Array.from({ length: count }, () => make(random));
  const answers = await batch(cases.map(({ call }, id) => ({ id, ...call })));
  let differing = 0;
  cases.forEach((one, i) => {
    let fault;
    try {
      if (!answers[i]?.ok) fault = answers[i]?.error ?? 'no answer';
      else if (one.check(answers[i].result) === false) fault = answers[i].result;
    } catch (error) {
      fault = String(error);
    }
    if (fault === undefined) return;
    if (++differing <= 3) console.error(name, 'seed', seed, 'case', i, JSON.stringify(one.call), '→', fault, one.expected ?? '');
  });
  console.log(`${differing === 0 ? 'ok  ' : 'FAIL'} ${name}: ${count} cases, ${differing} differing`);
  return differing === 0;
}
