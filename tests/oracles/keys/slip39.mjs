// Shares against slip39-js, which splits what we combine and combines what we split.
import slip39 from 'slip39';
import { hex, unhex } from '../harness.mjs';

function planOf(random) {
  const groups = Array.from({ length: 1 + random.below(4) }, () => {
    const count = 1 + random.below(5);
    return count === 1 ? [1, 1] : [2 + random.below(count - 1), count];
  });
  return { groups, group_threshold: 1 + random.below(groups.length) };
}

function shuffled(random, list) {
  const out = [...list];
  for (let i = out.length - 1; i > 0; i--) {
    const j = random.below(i + 1);
    [out[i], out[j]] = [out[j], out[i]];
  }
  return out;
}

/// Just enough members of just enough groups, in any order.
function sufficient(random, plan, shares) {
  const groups = shuffled(random, plan.groups.keys()).slice(0, plan.group_threshold);
  return shuffled(random, groups.flatMap((group) => shuffled(random, shares[group]).slice(0, plan.groups[group][0])));
}

const passphraseOf = (random) => random.pick(['', 'TREZOR', 'correct horse battery staple', '~!@#']);
const secretOf = (random) => random.hex(random.pick([16, 18, 24, 32, 64]));

function combine(random) {
  const [secret, passphrase, plan] = [secretOf(random), passphraseOf(random), planOf(random)];
  const made = slip39.fromArray([...unhex(secret)], {
    passphrase, threshold: plan.group_threshold, groups: plan.groups.map((group) => [...group, '']), iterationExponent: 0,
    extendableBackupFlag: random.below(2),
  });
  const shares = plan.groups.map((_, i) => made.fromPath(`r/${i}`).mnemonics);
  return { call: { op: 'slip39.combine', shares: sufficient(random, plan, shares), passphrase }, check: (out) => out.secret === secret };
}
combine.share = 0.1;

function split(random) {
  const [secret, passphrase, plan] = [secretOf(random), passphraseOf(random), planOf(random)];
  const call = {
    op: 'slip39.split', secret, passphrase, ...plan, identifier: random.below(1 << 15), iteration_exponent: random.below(2),
    extendable: random.chance(50), entropy: random.hex(32),
  };
  return { call, check: ({ shares }) => hex(slip39.recoverSecret(sufficient(random, plan, shares), passphrase)) === secret };
}
split.share = 0.1;

export const cases = { combine, split };
