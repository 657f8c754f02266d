// Talks to `coffer tool batch` and compares its answers with an oracle's.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const ownProgram = fileURLToPath(new URL('../../build/bin/coffer-tool', import.meta.url));

/// Reproducible randomness (sfc32, seeded by a number): a failure names its seed.
export class Random {
  constructor(seed) {
    this.state = [0x9e3779b9, 0x243f6a88, seed >>> 0, Math.floor(seed / 2 ** 32) >>> 0];
    for (let i = 0; i < 16; i++) this.word();
  }
  /// 32 random bits.
  word() {
    const [a, b, c, counter] = this.state;
    const out = (a + b + counter) | 0;
    this.state = [b ^ (b >>> 9), (c + (c << 3)) | 0, (((c << 21) | (c >>> 11)) + out) | 0, (counter + 1) | 0];
    return out >>> 0;
  }
  /// A whole number below `limit`, at most 2^32.
  below(limit) {
    return Math.floor((this.word() / 2 ** 32) * limit);
  }
  pick(list) {
    return list[this.below(list.length)];
  }
  chance(percent) {
    return this.below(100) < percent;
  }
  bytes(length) {
    return Uint8Array.from({ length }, () => this.word() & 255);
  }
  hex(length) {
    return '0x' + Buffer.from(this.bytes(length)).toString('hex');
  }
  /// An integer of a random number of bits up to `bits`, so that edges are met.
  integer(bits) {
    const width = this.below(bits + 1);
    if (width === 0) return 0n;
    if (this.chance(5)) return (1n << BigInt(width)) - 1n;
    return BigInt.asUintN(width, BigInt(this.hex(Math.ceil(width / 8))));
  }
  text(most) {
    const alphabet = [...'abcXYZ019 _-.,\n"\\/äßΩ漢🦊'];
    return Array.from({ length: this.below(most + 1) }, () => this.pick(alphabet)).join('');
  }
}

export const hex = (bytes) => '0x' + Buffer.from(bytes).toString('hex');
export const unhex = (text) => Uint8Array.from(Buffer.from(text.slice(2), 'hex'));

/// Runs lines through one `coffer tool batch` and gives back the answers in order.
export async function batch(lines) {
  const program = (process.env.COFFER_TOOL ?? ownProgram).split(' ');
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

/// `make(random)` gives `{ call, check(result) }`, or `{ call, refused: true }` where an error is the right answer.
/// check throws or returns false where the answers differ. Cases go through in portions, so that memory stays flat.
export async function compare(name, count, make, seed) {
  const portion = 5000;
  const random = new Random(seed);
  let differing = 0;
  for (let first = 0; first < count; first += portion) {
    const cases = Array.from({ length: Math.min(portion, count - first) }, () => make(random));
    const answers = await batch(cases.map(({ call }, id) => ({ id, ...call })));
    cases.forEach((one, i) => {
      const fault = faultOf(one, answers[i]);
      if (fault === undefined) return;
      if (++differing <= 3)
        console.error(`${name}: seed ${seed}, case ${first + i}: ${JSON.stringify(one.call)} → ${JSON.stringify(fault)}`, one.expected ?? '');
    });
  }
  console.log(`${differing === 0 ? 'ok  ' : 'FAIL'} ${name}: ${count} cases, ${differing} differing`);
  return differing === 0;
}

/// What is wrong with an answer; undefined where nothing is.
function faultOf(one, answer) {
  if (answer === undefined) return 'no answer';
  if (one.refused) return answer.ok ? { accepted: answer.result } : undefined;
  if (!answer.ok) return answer.error;
  try {
    return one.check(answer.result) === false ? answer.result : undefined;
  } catch (error) {
    return String(error);
  }
}
